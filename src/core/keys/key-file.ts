// Core. `keys.json`: everything that the master key protects directly, and the slots that open the master key. Written
// whole, synced and renamed, so that it is always one version or the other.
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Unlock } from '../../shared/contract/core-port.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { newStationKey, openStationKey, type StationKey, stationKeyBytes } from '../audit/station-key.ts';
import { newKey, seal, unseal } from '../store/sealing.ts';
import { translateStoreError } from '../store/store-failure.ts';
import { syncFolder } from '../store/sync.ts';
import {
  base64Schema,
  newRecoveryCode,
  newSlotKey,
  openSlot,
  type SlotKey,
  sealSlot,
  slotKeyOf,
  slotSchema,
} from './slots.ts';

const sealedNames = ['rows', 'keys', 'hashes', 'station'] as const;
type SealedName = (typeof sealedNames)[number];

const bodySchema = z.object({
  version: z.literal(1),
  slots: z.array(slotSchema),
  /** Under the master key: page keys of the two databases, the key of keyed hashes, the station's signing key. */
  sealed: z.record(z.enum(sealedNames), base64Schema),
  /** Keys that wrap data keys, by generation, under the master key. More than one: a rotation is under way. */
  wrapping: z.array(z.object({ generation: z.int(), sealed: base64Schema })),
});
type Body = z.infer<typeof bodySchema>;

export const keyFileName = 'keys.json';
const contextOf = (name: SealedName | `wrapping/${number}`) => `keys/${name}`;

export interface WrappingKey {
  readonly generation: number;
  readonly key: Buffer;
}

/** Keys in the clear, in memory while a store is open. */
export interface Keys {
  readonly rowPages: Buffer;
  readonly keyPages: Buffer;
  readonly hashes: Buffer;
  readonly station: StationKey;
  /** The newest last. */
  readonly wrapping: readonly WrappingKey[];
}

/** @param start what an older data folder brings along; chance for everything else. */
export function makeKeys(start: { hashes?: Buffer } = {}): Keys {
  return {
    rowPages: newKey(),
    keyPages: newKey(),
    hashes: start.hashes ?? newKey(),
    station: newStationKey(),
    wrapping: [{ generation: 1, key: newKey() }],
  };
}

export class KeyFile {
  readonly #path: string | null;
  #masterKey: Buffer;
  #slotKeys: SlotKey[];
  /** Slots whose secret nobody has told: they are kept as they are while the master key stays. */
  #otherSlots: Body['slots'];
  #keys: Keys;

  private constructor(
    path: string | null,
    masterKey: Buffer,
    slotKeys: SlotKey[],
    otherSlots: Body['slots'],
    keys: Keys,
  ) {
    this.#path = path;
    this.#masterKey = masterKey;
    this.#slotKeys = slotKeys;
    this.#otherSlots = otherSlots;
    this.#keys = keys;
  }

  /** Keys that are nowhere but in memory. */
  static inMemory = (): KeyFile => new KeyFile(null, newKey(), [], [], makeKeys());

  static create(folder: string, unlock: Unlock, keys: Keys): KeyFile {
    const file = new KeyFile(join(folder, keyFileName), newKey(), [slotKeyOf(unlock)], [], keys);
    file.#write();
    return file;
  }

  /** `null` where there is none. Fails with `store.key` where it is damaged or `unlock` does not open it. */
  static open(folder: string, unlock: Unlock): KeyFile | null {
    const path = join(folder, keyFileName);
    const body = readBody(path);
    if (!body) return null;
    const { masterKey, slotKey } = openSlot(body.slots, unlock);
    const others = body.slots.filter(({ kind }) => kind !== slotKey.kind);
    try {
      const opened = (name: SealedName) => unseal(masterKey, contextOf(name), body.sealed[name]);
      const wrapping = body.wrapping.map(({ generation, sealed }) => ({
        generation,
        key: unseal(masterKey, contextOf(`wrapping/${generation}`), sealed),
      }));
      const keys: Keys = {
        rowPages: opened('rows'),
        keyPages: opened('keys'),
        hashes: opened('hashes'),
        station: openStationKey(opened('station')),
        wrapping,
      };
      return new KeyFile(path, masterKey, [slotKey], others, keys);
    } catch (thrown) {
      throw damaged(thrown);
    }
  }

  get keys(): Keys {
    return this.#keys;
  }

  get hasRecovery(): boolean {
    return [...this.#slotKeys, ...this.#otherSlots].some(({ kind }) => kind === 'recovery');
  }

  /** Another one each time; the last one counts. Shown once, kept nowhere. */
  makeRecoveryCode(): string {
    const code = newRecoveryCode();
    this.#replaceSlot(newSlotKey('recovery', Buffer.from(code.replaceAll('-', ''), 'ascii')));
    return code;
  }

  /** After the recovery key has opened it: what opens it from now on. */
  changeUnlock(unlock: Unlock): void {
    this.#replaceSlot(slotKeyOf(unlock));
  }

  /**
   * A new master key and a new wrapping key; the old wrapping key stays until `finishRotation`. Slots that were not
   * opened now cannot be made again and go: a new recovery key is needed. Fails with `store.key` where only the
   * recovery key is open.
   */
  rotate(): void {
    if (this.#path && !this.#slotKeys.some(({ kind }) => kind !== 'recovery')) {
      throw new FailureError(
        'store.key',
        'The recovery key alone cannot renew the keys: the desk would not open them any more. Do it in the console.',
      );
    }
    const generation = this.#keys.wrapping.at(-1)!.generation + 1;
    this.#masterKey = newKey();
    this.#otherSlots = [];
    this.#keys = { ...this.#keys, wrapping: [...this.#keys.wrapping, { generation, key: newKey() }] };
    this.#write();
  }

  finishRotation(): void {
    this.#keys = { ...this.#keys, wrapping: this.#keys.wrapping.slice(-1) };
    this.#write();
  }

  #replaceSlot(slotKey: SlotKey): void {
    this.#slotKeys = [...this.#slotKeys.filter(({ kind }) => kind !== slotKey.kind), slotKey];
    this.#otherSlots = this.#otherSlots.filter(({ kind }) => kind !== slotKey.kind);
    this.#write();
  }

  #write(): void {
    if (!this.#path) return;
    const master = this.#masterKey;
    const { rowPages, keyPages, hashes, station, wrapping } = this.#keys;
    const plain: Record<SealedName, Buffer> = {
      rows: rowPages,
      keys: keyPages,
      hashes,
      station: stationKeyBytes(station),
    };
    const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
    const slots = [...this.#slotKeys.map((key) => sealSlot(key, master)), ...this.#otherSlots];
    const body = {
      version: 1,
      slots: slots.map(({ kind, salt, sealed }) => ({ kind, salt: text(salt), sealed: text(sealed) })),
      sealed: Object.fromEntries(
        sealedNames.map((name) => [name, text(seal(master, contextOf(name), plain[name]))]),
      ),
      wrapping: wrapping.map(({ generation, key }) => ({
        generation,
        sealed: text(seal(master, contextOf(`wrapping/${generation}`), key)),
      })),
    };
    writeWhole(this.#path, JSON.stringify({ sha256: digestOf(body), body }));
  }
}

/** A slot that nobody has used for years must not turn out damaged on the day it is needed. */
const digestOf = (body: unknown): string => createHash('sha256').update(JSON.stringify(body)).digest('hex');

const damaged = (cause: unknown) =>
  new FailureError('store.key', 'The file that holds the sealed keys is damaged. Restore it from a copy.', {
    cause,
  });

function readBody(path: string): Body | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw translateStoreError(thrown);
  }
  try {
    const { sha256, body } = z.object({ sha256: z.string(), body: z.unknown() }).parse(JSON.parse(text));
    if (digestOf(body) !== sha256) throw new Error('the digest differs');
    return bodySchema.parse(body);
  } catch (thrown) {
    throw damaged(thrown);
  }
}

const partOf = (path: string) => `${path}.part`;

/** What a kill left of a key file that was being written: an old passphrase might still open it. For the one writer. */
export const dropHalfWritten = (folder: string): void =>
  rmSync(partOf(join(folder, keyFileName)), { force: true });

/** Durable when it returns. */
function writeWhole(path: string, text: string): void {
  const part = partOf(path);
  try {
    const file = openSync(part, 'w', 0o600);
    try {
      writeSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, path);
    syncFolder(dirname(path));
  } catch (thrown) {
    throw translateStoreError(thrown);
  }
}
