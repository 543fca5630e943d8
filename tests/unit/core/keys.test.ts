// What opens a data folder: the keychain's secret, a passphrase, the recovery key; and new keys in place of old ones.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCore } from '../../../src/core/compose.ts';
import { KeyFile, makeKeys } from '../../../src/core/keys/key-file.ts';
import { Store } from '../../../src/core/store/store.ts';
import type { Unlock } from '../../../src/shared/contract/core-port.ts';
import { toFailure } from '../../../src/shared/kernel/failure.ts';
import {
  applicant,
  caseIds,
  copyOf,
  filesIn,
  look,
  newFolder,
  reviewer,
} from '../../fixtures/station-folder.ts';
import { defaultPolicy, root, scriptedEngine, TestClock, testUnlock } from '../../fixtures/test-core.ts';

const kindOf = (work: () => unknown) => {
  try {
    work();
  } catch (thrown) {
    return toFailure(thrown).kind;
  }
  return 'no failure';
};
const start = (dataFolder: string, unlock: Unlock, changeUnlock: Unlock | null = null) =>
  createCore({
    dataFolder,
    unlock,
    changeUnlock,
    policy: defaultPolicy(),
    modelsFolder: join(root, 'models'),
    clock: new TestClock(),
    engine: scriptedEngine(),
    videoDevicesFolder: join(root, 'no-such-folder'),
  });

/** Whether all that was kept still opens. */
async function opensAll(folder: string, unlock: Unlock): Promise<void> {
  const core = await start(folder, unlock);
  for (const caseId of await caseIds(core)) {
    const desk = await reviewer(core);
    const detail = await desk['case.open']({ caseId });
    expect(detail.document?.fields.surname).toBe('ERIKSSON');
    for (const { artefactId } of detail.artefacts) await desk['case.artefact']({ caseId, artefactId });
  }
  await core.close();
}

describe('a passphrase', () => {
  it('opens what it closed, in whatever form its letters were typed, and no other does', async () => {
    const folder = newFolder();
    const core = await start(folder, { kind: 'passphrase', passphrase: 'Ångström, twice' });
    await applicant(core);
    await core.close();
    await opensAll(folder, { kind: 'passphrase', passphrase: 'A\u030angstro\u0308m, twice' });
    expect(
      kindOf(() => Store.open(folder, { kind: 'passphrase', passphrase: 'angstrom' }, new TestClock())),
    ).toBe('store.key');
    expect(kindOf(() => Store.open(folder, testUnlock(), new TestClock()))).toBe('store.key');
  });
});

describe('the recovery key', () => {
  it('opens where keychain and passphrase are lost, once it was made, and the last one made counts', async () => {
    const folder = newFolder();
    const core = await start(folder, testUnlock());
    await applicant(core);
    const desk = await reviewer(core);
    expect(await desk['station.describe'](undefined)).toMatchObject({ hasRecoveryKey: false });
    const first = (await desk['keys.make_recovery'](undefined)).code;
    const { code } = await desk['keys.make_recovery'](undefined);
    expect(code).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/);
    expect(await desk['station.describe'](undefined)).toMatchObject({ hasRecoveryKey: true });
    await core.close();

    expect(kindOf(() => KeyFile.open(folder, { kind: 'recovery', code: first }))).toBe('store.key');
    expect(kindOf(() => KeyFile.open(folder, { kind: 'recovery', code: 'half of it' }))).toBe('store.key');
    const copied = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
    const recovered = await start(folder, { kind: 'recovery', code: copied }, testUnlock(9));
    await recovered.close();
    await opensAll(folder, testUnlock(9));
    expect(kindOf(() => KeyFile.open(folder, testUnlock()))).toBe('store.key');
    // Still the way in, should that be lost too.
    await opensAll(folder, { kind: 'recovery', code });
  });

  it('is written nowhere', async () => {
    const folder = newFolder();
    const core = await start(folder, testUnlock());
    const { code } = await (await reviewer(core))['keys.make_recovery'](undefined);
    const written = () =>
      filesIn(folder)
        .map((file) => readFileSync(join(folder, file), 'latin1'))
        .join();
    expect(written()).not.toContain(code);
    expect(written()).not.toContain(code.replaceAll('-', ''));
    await core.close();
    expect(written()).not.toContain(code.replaceAll('-', ''));
  });
});

describe('rotation', () => {
  it('leaves everything readable and no key as it was; the old key file opens nothing any more', async () => {
    const folder = newFolder();
    const core = await start(folder, testUnlock());
    for (let count = 0; count < 3; count++) await applicant(core);
    const before = copyOf(folder);
    const { sessions } = await (await reviewer(core))['keys.rotate'](undefined);
    expect(sessions).toBe(3);
    // The running core goes on with the new ones.
    await applicant(core);
    await core.close();
    await opensAll(folder, testUnlock());
    const [old, now] = [KeyFile.open(before, testUnlock())!, KeyFile.open(folder, testUnlock())!];
    expect(now.keys.wrapping.map(({ generation }) => generation)).toEqual([2]);
    expect(now.keys.wrapping[0]!.key.equals(old.keys.wrapping[0]!.key)).toBe(false);

    // Whoever had stolen the old key file has no data key with it.
    const stolen = copyOf(folder);
    writeFileSync(join(stolen, 'keys.json'), readFileSync(join(before, 'keys.json')));
    const sessionId = look(folder, (reader) => reader.keys.sessionsAfter('', 1)[0]!);
    expect(kindOf(() => look(stolen, (reader) => reader.keys.get(sessionId, 'fields')))).toBe(
      'store.corrupt',
    );
  });

  it('is refused to the recovery key alone: the desk would be locked out', async () => {
    const folder = newFolder();
    const file = KeyFile.create(folder, testUnlock(), makeKeys());
    const code = file.makeRecoveryCode();
    const recovered = KeyFile.open(folder, { kind: 'recovery', code })!;
    expect(kindOf(() => recovered.rotate())).toBe('store.key');
    expect(kindOf(() => KeyFile.open(folder, testUnlock()))).toBe('no failure');
  });

  it('that was interrupted is finished at the next try, and all opens in between', async () => {
    const folder = newFolder();
    const core = await start(folder, testUnlock());
    for (let count = 0; count < 2; count++) await applicant(core);
    await core.close();
    // As a kill between the new key file and the first batch leaves it.
    KeyFile.open(folder, testUnlock())!.rotate();
    await opensAll(folder, testUnlock());
    const store = Store.open(folder, testUnlock(), new TestClock());
    expect(await store.rotateKeys('operator')).toBe(2);
    store.close();
    expect(KeyFile.open(folder, testUnlock())!.keys.wrapping).toHaveLength(1);
    await opensAll(folder, testUnlock());
  });
});

describe('the key file', () => {
  it('notices every changed byte, in slots too that nobody uses', () => {
    const folder = newFolder();
    Store.open(folder, testUnlock(), new TestClock()).close();
    const file = KeyFile.open(folder, testUnlock())!;
    file.makeRecoveryCode();
    const path = join(folder, 'keys.json');
    const whole = readFileSync(path);
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at]! ^= 1 << (at % 8);
      writeFileSync(path, changed);
      expect(
        kindOf(() => KeyFile.open(folder, testUnlock())),
        `byte ${at}`,
      ).toBe('store.key');
    }
  });
});
