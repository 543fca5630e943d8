// Command line: `audit ...`.
import { type Command, InvalidArgumentError } from 'commander';
import { readEarlier } from './earlier.ts';
import { linesOf } from './lines.ts';
import { type Verification, verifyAudit } from './verify.ts';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the log of everything that was done');
  audit
    .command('verify')
    .description('verify an exported log offline; says which entries were changed, removed, added or moved')
    .argument('<file>', 'export of the log')
    .option('--earlier <file>', 'an earlier export, or heads of it: the log must still hold what they say')
    .option('--station <fingerprint>', 'SHA-256 of the public key that must have signed', fingerprint)
    .option('--json', 'machine-readable output')
    .action(verifyCommand);
}

function fingerprint(value: string): string {
  const digits = value.replace(/[\s:]/g, '').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(digits)) throw new InvalidArgumentError('64 hexadecimal digits.');
  return digits;
}

function verifyCommand(
  file: string,
  options: { readonly earlier?: string; readonly station?: string; readonly json?: boolean },
): void {
  const earlier = options.earlier === undefined ? null : readEarlier(linesOf(options.earlier));
  const isEarlierEmpty = earlier?.signed.length === 0;
  const verification = isEarlierEmpty
    ? null
    : verifyAudit(linesOf(file), { earlier, station: options.station ?? null });
  if (!verification) {
    const problem = isEarlierEmpty
      ? `${options.earlier}: There is no signed head of an audit log in it.`
      : `${file}: This is not an audit log.`;
    process.stderr.write(`proofdesk: ${problem}\n`);
    process.exitCode = 3;
    return;
  }
  const text = options.json ? JSON.stringify(verification) : verificationText(file, verification);
  process.stdout.write(`${text}\n`);
  if (!verification.isWhole) process.exitCode = 1;
}

/** What nobody reads to the end is in `--json`. */
const shown = 100;

function verificationText(file: string, verification: Verification): string {
  const { isWhole, entries, heads, station, writtenAtMs, end, findings } = verification;
  return [
    `${file}: ${isWhole ? 'whole' : 'NOT WHOLE'}`,
    `  ${entries} entries, ${heads} signed heads; the last is entry ${end.sequence}, ${end.hash}`,
    ...(station === null ? [] : [`  station ${station}`]),
    ...(writtenAtMs === null ? [] : [`  written ${new Date(writtenAtMs).toISOString()}`]),
    ...findings.slice(0, shown).map(({ text }) => `  - ${text}`),
    ...(findings.length > shown ? [`  and ${findings.length - shown} more (--json lists them)`] : []),
  ].join('\n');
}
