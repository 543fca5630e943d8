// `audit verify`: whatever is done to the entries of an exported log is found, and said of the entry to which it was done.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextEntry } from '../../../src/core/audit/chain.ts';
import { type AuditEntry, acts, noHash } from '../../../src/shared/domain/audit.ts';
import { exported, logs, newEntries, stationKey } from '../../fixtures/audit-log.ts';
import {
  at,
  earlierOf,
  found,
  hashOf,
  judge,
  lineOf,
  otherHash,
  withEntries,
} from '../../fixtures/audit-verification.ts';

const edits: readonly [string, (entry: AuditEntry) => AuditEntry][] = [
  ['its time', (entry) => ({ ...entry, atMs: entry.atMs + 1 })],
  ['its act', (entry) => ({ ...entry, act: acts.find((act) => act !== entry.act)! })],
  ['its actor', (entry) => ({ ...entry, actor: entry.actor === 'kiosk' ? 'station' : 'kiosk' })],
  ['its subject', (entry) => ({ ...entry, subject: entry.subject ? null : crypto.randomUUID() })],
  ['its details', (entry) => ({ ...entry, details: `{"a":${entry.details.length}}` })],
  ['its hash', (entry) => ({ ...entry, hash: otherHash(entry.hash) })],
];

describe('a log that nobody touched', () => {
  it('is whole, however long, under the right station and beside every earlier export of it', () => {
    fc.assert(
      fc.property(logs(0, 30), fc.nat(), (log, cut) => {
        const before = cut % (log.entries.length + 1);
        const earlier = earlierOf(
          exported({
            entries: log.entries.slice(0, before),
            heads: log.heads.filter(({ sequence }) => sequence <= before),
          }),
        );
        const verification = judge(exported(log), { earlier, station: stationKey.fingerprint });
        expect(verification.findings).toEqual([]);
        expect(verification).toMatchObject({
          isWhole: true,
          station: stationKey.fingerprint,
          entries: log.entries.length,
          heads: log.heads.length,
        });
      }),
    );
  });
});

describe('an entry', () => {
  it.each(edits)('that was changed is named: %s', (_, edit) => {
    fc.assert(
      fc.property(withEntries(1), ({ log, lines, low }) => {
        const changed = lines.with(at(lines, low), lineOf(edit(log.entries[low - 1]!)));
        expect(found(changed)).toEqual([{ kind: 'changed', from: low, to: low }]);
      }),
    );
  });

  it('that carries another number is named by its own', () => {
    fc.assert(
      fc.property(withEntries(1), fc.integer({ min: 1, max: 40 }), ({ log, lines, low }, sequence) => {
        fc.pre(sequence !== low);
        const changed = lines.with(at(lines, low), lineOf({ ...log.entries[low - 1]!, sequence }));
        expect(found(changed)).toEqual([{ kind: 'renumbered', from: low, to: low }]);
      }),
    );
  });

  it('that was taken out is missing, alone or with those beside it', () => {
    fc.assert(
      fc.property(withEntries(), ({ log, lines, low, high }) => {
        fc.pre(high - low < log.entries.length - 1);
        const without = lines.filter((line) => {
          const { type, sequence } = JSON.parse(line);
          return type !== 'entry' || sequence < low || sequence > high;
        });
        expect(found(without)).toEqual([{ kind: 'missing', from: low, to: high }]);
      }),
    );
  });

  it('that was taken out is missing though all behind it were numbered anew', () => {
    fc.assert(
      fc.property(withEntries(4), ({ log, lines, low }) => {
        fc.pre(low < log.entries.length - 1);
        const without = lines.toSpliced(at(lines, low), 1).map((line) => {
          const one = JSON.parse(line);
          return one.type === 'entry' && one.sequence > low
            ? lineOf({ ...one, sequence: one.sequence - 1 })
            : line;
        });
        expect(found(without)).toEqual([
          { kind: 'missing', from: low, to: low },
          { kind: 'renumbered', from: low + 1, to: log.entries.length },
        ]);
      }),
    );
  });

  it('that stands elsewhere is named with where it stands', () => {
    fc.assert(
      fc.property(withEntries(), fc.boolean(), ({ lines, low, high }, isBack) => {
        fc.pre(high - low >= 2);
        const [one, other] = isBack ? [low, high] : [high, low];
        const line = lines[at(lines, one)]!;
        const without = lines.toSpliced(at(lines, one), 1);
        const moved = without.toSpliced(at(without, other) + (isBack ? 1 : 0), 0, line);
        expect(found(moved)).toEqual([{ kind: 'moved', from: one, to: one, after: isBack ? high : low - 1 }]);
      }),
    );
  });

  it('that changed places with its neighbour is named, or the neighbour is', () => {
    fc.assert(
      fc.property(withEntries(2), ({ log, lines, low }) => {
        fc.pre(low < log.entries.length);
        const [a, b] = [at(lines, low), at(lines, low + 1)];
        const swapped = lines.with(a, lines[b]!).with(b, lines[a]!);
        const [finding, ...others] = found(swapped);
        expect(others).toEqual([]);
        expect([
          { kind: 'moved', from: low, to: low, after: low + 1 },
          { kind: 'moved', from: low + 1, to: low + 1, after: low - 1 },
        ]).toContainEqual(finding);
      }),
    );
  });

  it('that stands twice is named with where it stands once more', () => {
    fc.assert(
      fc.property(withEntries(), fc.boolean(), ({ lines, low, high }, isBack) => {
        fc.pre(low < high);
        const [one, after] = isBack ? [low, high] : [high, low - 1];
        const place = after === 0 ? 1 : at(lines, after) + 1;
        const twice = lines.toSpliced(place, 0, lines[at(lines, one)]!);
        expect(found(twice)).toEqual([{ kind: 'duplicated', from: one, to: one, after }]);
      }),
    );
  });

  it.each([
    ['a hash that follows', true],
    ['any hash', false],
  ])('that was put in is told from the true ones: with %s', (_, isFollowing) => {
    fc.assert(
      fc.property(withEntries(), newEntries, ({ log, lines, low }, one) => {
        fc.pre(low < log.entries.length);
        const before = log.entries[low - 1]!;
        const entry = {
          type: 'entry' as const,
          sequence: low + 1,
          ...one,
          details: '{"forged":true}',
          hash: '',
        };
        const hash = isFollowing ? hashOf(before.hash, entry) : otherHash(before.hash);
        const { atMs, act, actor, subject, details } = entry;
        const forged = lineOf({ type: 'entry', sequence: low + 1, atMs, act, actor, subject, details, hash });
        const longer = lines.toSpliced(at(lines, low) + 1, 0, forged);
        expect(found(longer)).toEqual([{ kind: 'inserted', from: low + 1, to: low + 1, after: low }]);
      }),
    );
  });

  it('that was put in at the end stands after the end', () => {
    fc.assert(
      fc.property(logs(0, 20), newEntries, (log, one) => {
        const end = log.entries.at(-1) ?? { sequence: 0, hash: noHash };
        const more = nextEntry(end, one);
        expect(found([...exported(log), lineOf(more)])).toEqual([
          { kind: 'after_end', from: more.sequence, to: more.sequence },
        ]);
      }),
    );
  });
});
