// Command line: what an operator or an auditor does at a station's data.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Command, Option } from 'commander';
import { leaveAct } from '../../core/audit/pending-acts.ts';
import { type BackupManifest, makeBackup, restoreBackup, verifyBackup } from '../../core/backup/backup.ts';
import { rememberKeyCopy } from '../../core/backup/key-copies.ts';
import { createCore } from '../../core/compose.ts';
import type { Replay } from '../../core/replay/replay.ts';
import { type RetentionOverview, retentionOverview } from '../../core/retention/overview.ts';
import { imageFilesIn, imagesFolder } from '../../core/store/image-files.ts';
import { checkStore } from '../../core/store-check.ts';
import { caseIdSchema } from '../../shared/domain/identifiers.ts';
import type { Subject } from '../../shared/domain/receipt.ts';
import { systemClock } from '../../shared/kernel/clock.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Language } from '../../shared/kernel/words.ts';
import { root } from '../setup/root.ts';
import { dataFolderOption, type InFolder, readUnlock, requireFolder } from './data-folder.ts';
import { size, table, time } from './tables.ts';
import { stationPolicy, withReader, withStation } from './with-station.ts';

type Options = InFolder & { readonly json?: boolean };

const print = (text: string) => process.stdout.write(`${text}\n`);
const answer = <T>({ json }: { json?: boolean }, value: T, text: (value: T) => string) =>
  print(json ? JSON.stringify(value) : text(value));

export function addStationCommands(program: Command): void {
  const json = new Option('--json', 'machine-readable output');
  const inFolder = (command: Command) => command.addOption(dataFolderOption).addOption(json);

  inFolder(program.command('retention').description('what is kept, until when, and what has gone'))
    .option('--run', 'delete what is due now (the app does so by itself)')
    .action(retentionCommand);

  inFolder(
    program.command('replay').description('decide a case once more, and say what comes out differently'),
  )
    .argument('<case>', 'its identifier, as the console shows it')
    .action(replayCommand);

  inFolder(program.command('check').description('read all that is kept and say what is damaged')).action(
    checkCommand,
  );

  const subject = program.command('subject').description("one person's data, by a receipt or its reference");
  inFolder(subject.command('find').argument('<receipt>', 'reference, or text of its QR code')).action(
    findCommand,
  );
  inFolder(subject.command('export').argument('<receipt>', 'reference, or text of its QR code'))
    .requiredOption('--out <folder>', 'where the PDF and the JSON go')
    .addOption(new Option('--language <language>').choices(['en', 'zh-TW']).default('en'))
    .action(exportCommand);
  inFolder(subject.command('erase').argument('<receipt>', 'reference, or text of its QR code')).action(
    eraseCommand,
  );

  const keys = program.command('keys').description('what opens the data');
  inFolder(keys.command('recovery').description('make a new recovery key and print it, once')).action(
    recoveryCommand,
  );
  inFolder(keys.command('rotate').description('wrap all keys anew under a new master key')).action(
    rotateCommand,
  );
  inFolder(
    keys.command('passphrase').description('after a recovery: PROOFDESK_NEW_PASSPHRASE opens it from now on'),
  ).action(passphraseCommand);

  const clock = program.command('clock').description("the computer's clock, on which deletion depends");
  inFolder(clock.command('accept').description('it is right now, though the log knows a later time')).action(
    acceptClockCommand,
  );

  const backup = program.command('backup').description('copies of the data, encrypted as they are');
  inFolder(backup.command('make').argument('<folder>', 'where the copy is, or will be')).action(makeCommand);
  backup.command('verify').argument('<folder>').addOption(json).action(verifyCommand);
  inFolder(backup.command('restore').argument('<folder>', 'a copy, into a new --data-folder')).action(
    restoreCommand,
  );
}

async function retentionCommand(options: Options & { readonly run?: boolean }): Promise<void> {
  if (options.run) {
    await withStation(options, async ({ retention }) => {
      const swept = await retention.sweep();
      process.stderr.write(`deleted of ${swept.sessions} sessions: ${size(swept.bytes)}\n`);
    });
  }
  await withReader(options, (reader, folder) =>
    answer(options, retentionOverview(reader, folder, systemClock.nowMs()), retentionText),
  );
}

function retentionText(overview: RetentionOverview): string {
  const kept = overview.kept.map((one) => [
    one.kind,
    String(one.sessions),
    String(one.items),
    size(one.bytes),
    time(one.firstDeletionAtMs),
    time(one.lastDeletionAtMs),
    String(one.due),
  ]);
  const gone = overview.gone.map((one) => [
    one.kind,
    one.rule,
    String(one.receipts),
    String(one.files),
    size(one.bytes),
    time(one.lastAtMs),
  ]);
  const heads = ['kind', 'sessions', 'items', 'size', 'first goes', 'last goes', 'due'];
  return [
    ...table(heads, kept),
    '',
    ...(gone.length > 0
      ? table(['deleted', 'rule', 'receipts', 'files', 'size', 'last at'], gone)
      : ['Nothing has been deleted yet.']),
    ...(overview.heldSessions > 0
      ? [`${overview.heldSessions} on legal hold, of which ${overview.erasuresWaiting} are to be erased then`]
      : []),
    ...overview.copies.map(
      ({ name, bytes, deleteAtMs }) => `copy ${name}, ${size(bytes)}, goes ${time(deleteAtMs)}`,
    ),
    ...overview.keyCopies.map((folder) => `copy of the keys in ${folder}, renewed as keys are destroyed`),
  ].join('\n');
}

async function replayCommand(caseId: string, options: Options): Promise<void> {
  const dataFolder = requireFolder(options);
  const core = await createCore({
    dataFolder,
    unlock: readUnlock(),
    policy: stationPolicy(dataFolder),
    modelsFolder: join(root, 'models'),
    clock: systemClock,
  });
  try {
    const parsed = caseIdSchema.safeParse(caseId);
    if (!parsed.success) throw new FailureError('request.invalid', 'That is no identifier of a case.');
    const replayed = await core.replay(parsed.data);
    answer(options, replayed, replayText);
    if (replayed.differences.length > 0) process.exitCode = 1;
  } finally {
    await core.close();
  }
}

const replayText = ({ caseId, policyVersion, checks, notRepeated, differences }: Replay): string =>
  [
    `${caseId}: ${checks} checks under policy ${policyVersion}, ${differences.length === 0 ? 'all the same' : `${differences.length} differences`}`,
    ...differences.map(({ what, name, before, now }) => `  ${what}: ${name}: then ${before}, now ${now}`),
    `  taken as they were, since they depend on who else was kept then: ${notRepeated.join(', ') || 'none'}`,
  ].join('\n');

async function checkCommand(options: Options): Promise<void> {
  await withReader(options, async (reader, folder) => {
    const damage = await checkStore(reader, folder, imageFilesIn(join(folder, imagesFolder), 'read'));
    answer(options, damage, (found) =>
      found.length === 0
        ? 'whole'
        : found.map(({ what, where, message }) => `${what} ${where}: ${message}`).join('\n'),
    );
    if (damage.length > 0) process.exitCode = 1;
  });
}

const unknown = () => new FailureError('subject.unknown', 'Nothing is kept under that receipt.');

async function findCommand(receipt: string, options: Options): Promise<void> {
  await withStation(options, async ({ subjects }) => {
    const found = subjects.find(receipt, 'operator');
    if (!found) throw unknown();
    answer(options, found, subjectText);
  });
}

async function exportCommand(
  receipt: string,
  options: Options & { readonly out: string; readonly language: Language },
): Promise<void> {
  await withStation(options, async ({ subjects }) => {
    const found = subjects.find(receipt, 'operator');
    if (!found) throw unknown();
    const { baseName, pdf, json } = await subjects.export(found.sessionId, options.language, 'operator');
    await mkdir(options.out, { recursive: true });
    const written = {
      pdf: join(options.out, `${baseName}.pdf`),
      json: join(options.out, `${baseName}.json`),
    };
    await writeFile(written.pdf, pdf, { mode: 0o600 });
    await writeFile(written.json, json, { mode: 0o600 });
    answer(options, written, (files) => `${files.pdf}\n${files.json}`);
  });
}

async function eraseCommand(receipt: string, options: Options): Promise<void> {
  await withStation(options, async ({ subjects }) => {
    const found = subjects.find(receipt, 'operator');
    if (!found) throw unknown();
    answer(options, await subjects.erase(found.sessionId, 'operator'), subjectText);
  });
}

function subjectText(subject: Subject): string {
  const { sessionId, reference, receipts, isGenuine, kept, deleted } = subject;
  return [
    `${reference ?? 'reference deleted'} (session ${sessionId})`,
    ...(isGenuine === null ? [] : [isGenuine ? 'the receipt is genuine' : 'THE RECEIPT IS NOT OURS']),
    ...receipts.map(({ digest, issuedAtMs }) => `receipt of ${time(issuedAtMs)}: ${digest}`),
    ...(subject.isHeld ? ['on legal hold: nothing is deleted'] : []),
    ...(subject.erasureRequestedAtMs === null
      ? []
      : [`erasure asked for ${time(subject.erasureRequestedAtMs)}`]),
    ...kept.map(
      (one) => `kept: ${one.kind}, ${one.items} items, ${one.bytes} bytes, until ${time(one.deleteAtMs)}`,
    ),
    ...deleted.map((one) => `deleted ${time(one.atMs)}: ${one.kind}, ${one.bytes} bytes, by ${one.rule}`),
  ].join('\n');
}

async function recoveryCommand(options: Options): Promise<void> {
  await withStation(options, async ({ store }) => {
    const code = store.keyFile.makeRecoveryCode();
    store.transaction(() => store.audit('keys.recovery_made', 'operator', null));
    answer(
      options,
      { code },
      () => `${code}\nWrite it down and keep it away from the desk: it is shown this once.`,
    );
  });
}

async function rotateCommand(options: Options): Promise<void> {
  await withStation(options, async ({ store }) => {
    const sessions = await store.rotateKeys('operator');
    answer(
      options,
      { sessions },
      () => `keys of ${sessions} sessions wrapped anew; make a new recovery key with \`keys recovery\``,
    );
  });
}

async function passphraseCommand(options: Options): Promise<void> {
  const passphrase = process.env.PROOFDESK_NEW_PASSPHRASE;
  if (!passphrase) throw new FailureError('request.invalid', 'Set PROOFDESK_NEW_PASSPHRASE.');
  await withStation(options, async ({ store }) => {
    store.keyFile.changeUnlock({ kind: 'passphrase', passphrase });
    store.transaction(() => store.audit('keys.unlock_changed', 'operator', null));
    answer(options, { changed: true }, () => 'changed');
  });
}

async function acceptClockCommand(options: Options): Promise<void> {
  await withStation(options, async ({ store }) => {
    store.acceptClock('operator');
    answer(options, { nowMs: store.clock.nowMs() }, ({ nowMs }) => `it is ${time(nowMs)} UTC`);
  });
}

async function makeCommand(target: string, options: Options): Promise<void> {
  const folder = requireFolder(options);
  const manifest = await makeBackup(folder, target, readUnlock(), systemClock.nowMs());
  await rememberKeyCopy(folder, target);
  leaveAct(folder, { act: 'backup.made', details: { sequence: manifest.audit.sequence } });
  answer(options, summary(manifest), backupText);
}

async function verifyCommand(target: string, options: { readonly json?: boolean }): Promise<void> {
  answer(options, summary(await verifyBackup(target, readUnlock())), backupText);
}

async function restoreCommand(target: string, options: Options): Promise<void> {
  answer(options, summary(await restoreBackup(target, options.dataFolder, readUnlock())), backupText);
}

const summary = ({ madeAtMs, station, audit, files }: BackupManifest) => ({
  ...{ madeAtMs, station, audit },
  files: Object.keys(files).length,
});
const backupText = ({ madeAtMs, files, audit }: ReturnType<typeof summary>) =>
  `whole: ${files} files of ${time(madeAtMs)}, the audit log up to entry ${audit.sequence}`;
