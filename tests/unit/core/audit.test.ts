// The audit log as it is written: what an entry is, what a signature is over, what a file of it holds.
import { createHash, createPublicKey, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NewEntry, nextEntry } from '../../../src/core/audit/chain.ts';
import { exportAudit } from '../../../src/core/audit/export-audit.ts';
import { newStationKey, openStationKey, stationKeyBytes } from '../../../src/core/audit/station-key.ts';
import { noHash } from '../../../src/shared/domain/audit.ts';
import {
  chain,
  exported,
  exportedAtMs,
  headOver,
  logs,
  newEntries,
  sourceOf,
  stationKey,
} from '../../fixtures/audit-log.ts';

const start = { sequence: 0, hash: noHash };
const plain: NewEntry = { atMs: 5, act: 'case.viewed', actor: 'operator', subject: null, details: {} };

describe('an entry', () => {
  it('has the hash that anybody computes from the line', () => {
    const first = nextEntry(start, {
      ...plain,
      details: { zone: 'TD3', count: 2, again: false, none: null },
    });
    const text = `${'0'.repeat(64)}\n1\n5\ncase.viewed\noperator\n\n{"zone":"TD3","count":2,"again":false,"none":null}`;
    expect(first.hash).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
    expect(nextEntry(first, plain)).toMatchObject({ sequence: 2, subject: null, details: '{}' });
  });

  it('has another hash if anything in it or before it is another', () => {
    fc.assert(
      fc.property(newEntries, newEntries, newEntries, (before, one, other) => {
        const [a, b] = [chain([before, one]), chain([before, other])];
        expect(a[1]!.hash === b[1]!.hash).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(nextEntry(start, one).hash).not.toBe(a[1]!.hash);
      }),
    );
  });

  it.each([
    ['a list', { a: [] as never }],
    ['an object', { a: {} as never }],
    ['a number without a value', { a: Number.NaN }],
    ['nothing', { a: undefined as never }],
  ])('refuses %s as a detail, and says which', (_, details) => {
    expect(() => nextEntry(start, { ...plain, details })).toThrow('"a" of case.viewed');
  });

  it('refuses what could not be read again as it is', () => {
    expect(() => nextEntry(start, { ...plain, actor: 'kiosk\noperator' })).toThrow();
    expect(() => nextEntry(start, { ...plain, atMs: 0.5 })).toThrow();
    expect(() => nextEntry(start, { ...plain, act: 'case.forged' as never })).toThrow();
  });
});

describe("the station's key", () => {
  it('is the same after it was put away, and signs what its public half verifies', () => {
    const key = newStationKey();
    const again = openStationKey(new Uint8Array(stationKeyBytes(key)));
    expect([again.publicKey, again.fingerprint]).toEqual([key.publicKey, key.fingerprint]);
    const der = Buffer.from(key.publicKey, 'base64');
    expect(key.fingerprint).toBe(createHash('sha256').update(der).digest('hex'));
    const head = headOver(nextEntry(start, plain), again);
    const text = Buffer.from(`proofdesk audit head\n1\n5\n${head.hash}`);
    const publicKey = createPublicKey({ key: der, format: 'der', type: 'spki' });
    expect(verify(null, text, publicKey, Buffer.from(head.signature, 'base64'))).toBe(true);
    expect(newStationKey().fingerprint).not.toBe(key.fingerprint);
  });

  it('is not opened from anything else', () => {
    expect(() => openStationKey(new Uint8Array(48))).toThrow();
  });
});

describe('an export', () => {
  it('holds every entry in order, each head right behind its entry, and verifies by hand', () => {
    fc.assert(
      fc.property(logs(0, 30), (log) => {
        const [first, ...rest] = exported(log).map((line) => JSON.parse(line));
        expect(first).toMatchObject({ entries: log.entries.length, heads: log.heads.length });
        expect(rest.filter(({ type }) => type === 'entry')).toEqual(log.entries);
        expect(rest.filter(({ type }) => type === 'head')).toEqual(log.heads);
        let hash = '0'.repeat(64);
        let last = 0;
        for (const line of rest) {
          if (line.type === 'head') expect([line.sequence, line.hash]).toEqual([last, hash]);
          else {
            const { sequence, atMs, act, actor, subject, details } = line;
            const text = [hash, sequence, atMs, act, actor, subject ?? '', details].join('\n');
            hash = createHash('sha256').update(text, 'utf8').digest('hex');
            expect([sequence, hash]).toEqual([last + 1, line.hash]);
            last = sequence;
          }
        }
        const text = `proofdesk audit export\n1\n${exportedAtMs}\n${last}\n${log.heads.length}\n${hash}`;
        const key = createPublicKey({
          key: Buffer.from(first.publicKey, 'base64'),
          format: 'der',
          type: 'spki',
        });
        expect(verify(null, Buffer.from(text), key, Buffer.from(first.signature, 'base64'))).toBe(true);
      }),
    );
  });

  it('reads no further than it has written', () => {
    let read = 0;
    const entries = chain(Array.from({ length: 50 }, () => plain));
    const source = {
      ...sourceOf({ entries, heads: [] }),
      *entries() {
        for (const entry of entries) {
          read++;
          yield entry;
        }
      },
    };
    let written = 0;
    for (const line of exportAudit(source, exportedAtMs))
      if (line.includes('"entry"')) expect(read).toBe(++written);
    expect(written).toBe(50);
  });

  it('says nothing of the private key', () => {
    const text = exported({ entries: chain([plain]), heads: [] }).join('');
    const seed = stationKeyBytes(stationKey).subarray(-32);
    for (const encoding of ['hex', 'base64', 'base64url'] as const)
      expect(text).not.toContain(seed.toString(encoding).slice(0, 40));
  });
});
