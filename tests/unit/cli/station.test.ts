// The command line at a station's data, each command as its own program, opened by a passphrase.
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Core } from '../../../src/core/core.ts';
import type { Receipt } from '../../../src/shared/domain/receipt.ts';
import { applicant, caseIds, filesIn, newFolder } from '../../fixtures/station-folder.ts';
import { root, testCore } from '../../fixtures/test-core.ts';

const unlock = { kind: 'passphrase', passphrase: 'only for this test' } as const;
const folder = newFolder();
const out = newFolder();

async function proofdesk(args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const env = { ...process.env, PROOFDESK_PASSPHRASE: unlock.passphrase, ...environment };
  const command = [join(root, 'src/cli/main.ts'), ...args];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, command, { env });
    return { code: 0, stdout, stderr: '' };
  } catch (thrown) {
    const { code, stdout, stderr } = thrown as { code: number; stdout: string; stderr: string };
    return { code, stdout, stderr };
  }
}
const inFolder = (...args: string[]) => [...args, '--data-folder', folder];
const json = async (...args: string[]) =>
  JSON.parse((await proofdesk([...inFolder(...args), '--json'])).stdout);

describe('at the data of a station', { timeout: 120_000 }, () => {
  let receipt: Receipt;
  let digest = '';
  let core: Core;
  beforeAll(async () => {
    core = await testCore({ dataFolder: folder, unlock });
    const sessionId = await applicant(core, { selfie: 'stranger' });
    await applicant(core);
    ({ receipt, digest } = await core.kiosk('k')['session.receipt']({ sessionId }));
  });
  afterAll(async () => core.close());

  it('shows, exports and copies beside the running station; what changes the data waits until it is closed', async () => {
    const shown = await proofdesk(inFolder('retention'));
    expect(shown.stdout).toMatch(/selfie_frames +2 +/);
    expect((await json('retention')).kept).toHaveLength(6);
    expect(await proofdesk(inFolder('audit', 'export', join(out, 'log.jsonl')))).toMatchObject({ code: 0 });
    expect((await proofdesk(['audit', 'verify', join(out, 'log.jsonl')])).stdout).toContain('whole');
    expect((await proofdesk(inFolder('audit', 'verify'))).stdout).toContain('whole');
    expect((await proofdesk(inFolder('check'))).stdout.trim()).toBe('whole');
    const copied = await proofdesk(inFolder('backup', 'make', join(out, 'copy')));
    expect(copied.stdout).toContain('whole');

    const refused = await proofdesk(inFolder('subject', 'erase', receipt.reference));
    expect(refused).toMatchObject({ code: 4, stdout: '' });
    expect(refused.stderr).toContain('Another Proofdesk is using this data folder');
    const locked = await proofdesk(inFolder('retention'), { PROOFDESK_PASSPHRASE: 'wrong' });
    expect(locked).toMatchObject({ code: 4, stdout: '' });
    expect(locked.stderr).toContain('passphrase');
    const nowhere = await proofdesk(['retention', '--data-folder', newFolder()]);
    expect(nowhere).toMatchObject({ code: 3, stdout: '' });
    await core.close();
  });

  it('finds, exports and erases by a receipt, and the log tells of all of it', async () => {
    const code = `PROOFDESK:${receipt.reference}:${digest.toUpperCase()}`;
    expect((await proofdesk(inFolder('subject', 'find', code))).stdout).toContain('the receipt is genuine');
    const files = await json('subject', 'export', code, '--out', join(out, 'export'));
    expect(readFileSync(files.json, 'utf8')).toContain('ERIKSSON');
    expect(readFileSync(files.pdf, 'latin1')).toMatch(/^%PDF-/);
    expect(await json('subject', 'erase', code)).toMatchObject({ kept: [], reference: null });
    expect(await json('subject', 'find', code)).toMatchObject({ isGenuine: true, kept: [] });
    expect(await proofdesk(inFolder('subject', 'find', 'ABCDEFGH'))).toMatchObject({ code: 4 });
    const verified = await proofdesk([...inFolder('audit', 'verify'), '--earlier', join(out, 'log.jsonl')]);
    expect(verified).toMatchObject({ code: 0 });
    await proofdesk(inFolder('audit', 'export', join(out, 'later.jsonl')));
    const acts = readFileSync(join(out, 'later.jsonl'), 'utf8');
    for (const act of ['subject.exported', 'subject.erasure_requested', 'data.deleted', 'receipt.issued'])
      expect(acts).toContain(act);
  });

  it('makes a recovery key that opens, wraps the keys anew, and changes the passphrase', async () => {
    const { code } = await json('keys', 'recovery');
    const rotated = await json('keys', 'rotate');
    expect(rotated).toEqual({ sessions: 1 });
    // Rotation ends the recovery key with everything else of the old master key.
    const withCode = (recovery: string) => ({ PROOFDESK_PASSPHRASE: '', PROOFDESK_RECOVERY_KEY: recovery });
    expect(await proofdesk(inFolder('retention'), withCode(code))).toMatchObject({ code: 4 });
    const again = (await json('keys', 'recovery')).code;
    expect(await proofdesk(inFolder('retention'), withCode(again))).toMatchObject({ code: 0 });
    const changed = { ...withCode(again), PROOFDESK_NEW_PASSPHRASE: 'another one' };
    expect(await proofdesk(inFolder('keys', 'passphrase'), changed)).toMatchObject({ code: 0 });
    expect(await proofdesk(inFolder('retention'))).toMatchObject({ code: 4 });
    const renewed = { PROOFDESK_PASSPHRASE: 'another one' };
    expect(await proofdesk(inFolder('check'), renewed)).toMatchObject({ code: 0 });
  });

  it('restores a copy into a new folder, and never over one', async () => {
    const copy = join(out, 'copy');
    const over = await proofdesk(inFolder('backup', 'restore', copy));
    expect(over).toMatchObject({ code: 4 });
    const restored = join(out, 'restored');
    const args = ['backup', 'restore', copy, '--data-folder', restored];
    expect(await proofdesk(args)).toMatchObject({ code: 0 });
    expect(existsSync(join(restored, 'proofdesk.sqlite'))).toBe(true);
    expect(filesIn(restored).filter((file) => file.endsWith('.sealed'))).toHaveLength(10);
    const again = await testCore({ dataFolder: restored, unlock });
    expect(await caseIds(again)).toHaveLength(2);
    await again.close();
  });
});
