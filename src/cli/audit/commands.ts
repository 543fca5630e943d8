// Command line: `audit ...`.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import { exportAudit } from '../../core/audit/export-audit.ts';
import { leaveAct } from '../../core/audit/pending-acts.ts';
import { auditSource } from '../../core/store/audit-table.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { dataFolderOption, type InFolder } from '../station/data-folder.ts';
import { withReader } from '../station/with-station.ts';
import { readEarlier } from './earlier.ts';
import { linesOf } from './lines.ts';
import { type Verification, verifyAudit } from './verify.ts';

export function addAuditCommands(program: Command): void {
  const audit = program.command('audit').description('the log of everything that was done');
  audit
    .command('export')
    .description('write the log, signed, to a file for an auditor')
    .argument('<file>', 'new file')
    .addOption(dataFolderOption)
    .action(exportCommand);
  audit
    .command('verify')
    .description('verify a log offline; says which entries were changed, removed, added or moved')
    .argument('[file]', 'export of the log; without one, the log in the data folder')
    .addOption(dataFolderOption)
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

async function exportCommand(file: string, options: InFolder): Promise<void> {
  await withReader(options, (reader, folder) =>
    reader.snapshot(() => {
      const target = openSync(file, 'wx', 0o600);
      try {
        for (const line of exportAudit(auditSource(reader), systemClock.nowMs())) writeSync(target, line);
        fsyncSync(target);
      } finally {
        closeSync(target);
      }
      const { sequence } = reader.audited.head();
      leaveAct(folder, { act: 'audit.exported', details: { sequence } });
      process.stdout.write(`${sequence} entries of station ${reader.keyFile.keys.station.fingerprint}\n`);
    }),
  );
}

interface VerifyOptions extends InFolder {
  readonly earlier?: string;
  readonly station?: string;
  readonly json?: boolean;
}

function* bytesOf(lines: Iterable<string>): Generator<Uint8Array> {
  for (const line of lines) yield Buffer.from(line);
}

async function verifyCommand(file: string | undefined, options: VerifyOptions): Promise<void> {
  if (file !== undefined) return verifyLines(file, linesOf(file), options);
  await withReader(options, (reader, folder) =>
    reader.snapshot(() =>
      verifyLines(folder, bytesOf(exportAudit(auditSource(reader), systemClock.nowMs())), options),
    ),
  );
}

function verifyLines(file: string, lines: Iterable<Uint8Array>, options: VerifyOptions): void {
  const earlier = options.earlier === undefined ? null : readEarlier(linesOf(options.earlier));
  const isEarlierEmpty = earlier?.signed.length === 0;
  const verification = isEarlierEmpty
    ? null
    : verifyAudit(lines, { earlier, station: options.station ?? null });
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
