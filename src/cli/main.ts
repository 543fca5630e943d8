// Command line: `npm run -s proofdesk -- ARGS`. A front door to core; holds no rule of its own.
// Exit codes: 0 a verdict or a reading was reached, 1 the audit log is not whole, 2 wrong usage,
// 3 every input was unreadable, 4 our own failure.
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isDeviceFailure, remedies } from '../shared/domain/device-remedies.ts';
import { toFailure } from '../shared/kernel/failure.ts';
import { addAuditCommands } from './audit/commands.ts';
import { doctorCommand, readCommand, verifyCommand } from './commands.ts';
import { addDeviceCommands } from './devices/commands.ts';
import { unreadableInput } from './exit-code.ts';
import { addStationCommands } from './station/commands.ts';

const program = new Command('proofdesk')
  .description(
    'Verifies, on this machine alone, that a person and the identity document in their hand belong together.',
  )
  .exitOverride()
  .showHelpAfterError('(proofdesk --help shows the commands)');

const json = new Option('--json', 'machine-readable output');
const collect = (value: string, earlier: string[] | undefined) => [...(earlier ?? []), value];

const wholeNumber = (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError('A whole number from 1 on.');
  return number;
};

program
  .command('verify')
  .description('judge photographs of a document and of a person, as the kiosk would; nothing is kept')
  .requiredOption('--document <file>', 'photograph of the document, front')
  .option('--document-back <file>', 'photograph of its back')
  .requiredOption('--selfie <file>', 'photograph of the person; repeat for several, oldest first', collect)
  .addOption(json)
  .action(verifyCommand);

program
  .command('read')
  .description('read documents, one line of output a file')
  .argument('<file...>', 'photographs of documents')
  .addOption(json)
  .action(readCommand);

program
  .command('evaluate')
  .description('measure on a folder of data, or on pictures of our own')
  .argument('<suite>', 'documents, faces, virtual, sessions, ...: an unknown one lists them')
  .option('--data <folder>', 'data in the layout of the suite')
  .option('--count <pictures>', 'how many pictures of our own', wholeNumber)
  .option('--plot <file>', 'draw error rates and scores as SVG')
  .addOption(json)
  // Its studio takes a second to load, for which no other command should wait.
  .action(async (suite, options) => (await import('./evaluate/evaluate.ts')).evaluateCommand(suite, options));

program
  .command('doctor')
  .description('what is installed, what is missing, how to get it')
  .addOption(json)
  .action(doctorCommand);

addAuditCommands(program);
addStationCommands(program);
addDeviceCommands(program);

try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = exitCodeOf(thrown);
}

function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? 0 : 2;
  const failure = toFailure(thrown);
  process.stderr.write(`proofdesk: ${failure.message}\n`);
  if (isDeviceFailure(failure.kind)) process.stderr.write(`${remedies[failure.kind].what}\n`);
  if (failure.kind === 'request.invalid') return 2;
  return unreadableInput(failure) ? 3 : 4;
}
