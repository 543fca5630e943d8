// `audit verify`: what signed heads and earlier files show of a log that was written again or cut short.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linesIn } from '../../../src/cli/audit/lines.ts';
import { verifyAudit } from '../../../src/cli/audit/verify.ts';
import { newStationKey } from '../../../src/core/audit/station-key.ts';
import { type AuditLog, exported, headOver, logs, stationKey } from '../../fixtures/audit-log.ts';
import {
  at,
  atHead,
  earlierOf,
  found,
  hashOf,
  lineOf,
  nothing,
  withEntries,
} from '../../fixtures/audit-verification.ts';

/** The log with entry `sequence` changed and every hash from there on computed again. */
function rewritten({ entries, heads }: AuditLog, sequence: number): AuditLog {
  let previous = entries[sequence - 2]?.hash ?? '0'.repeat(64);
  const again = entries.slice(sequence - 1).map((entry, i) => {
    const changed = i === 0 ? { ...entry, atMs: entry.atMs + 1 } : entry;
    previous = hashOf(previous, changed);
    return { ...changed, hash: previous };
  });
  return { entries: [...entries.slice(0, sequence - 1), ...again], heads };
}
/** Those lines under the first line of others. */
const under = (first: readonly string[], lines: readonly string[]) => [first[0]!, ...lines.slice(1)];

describe('a log that was written again, hashes and all', () => {
  it('contradicts what is signed: said from the last that is confirmed', () => {
    fc.assert(
      fc.property(withEntries(1), ({ log, lines, low }) => {
        const again = under(lines, exported(rewritten(log, low)));
        const signed = log.heads.findLast(({ sequence }) => sequence < low)?.sequence ?? 0;
        expect(found(again)).toEqual([{ kind: 'rewritten', from: signed + 1, to: log.entries.length }]);
      }),
    );
  });

  it('and signed again by another key is that of another station', () => {
    const key = newStationKey();
    fc.assert(
      fc.property(withEntries(1), ({ log, low }) => {
        const { entries } = rewritten(log, low);
        const heads = log.heads.map(({ sequence }) => headOver(entries[sequence - 1]!, key));
        const again = exported({ entries, heads }, key);
        expect(found(again)).toEqual([]);
        expect(found(again, { station: stationKey.fingerprint })).toEqual([{ kind: 'other_station' }]);
        const kinds = found(again, { earlier: earlierOf(exported(log)) }).map(({ kind }) => kind);
        expect(kinds).toContain('other_station');
      }),
    );
  });

  it('and signed again by the station itself is found beside an earlier file', () => {
    fc.assert(
      fc.property(withEntries(1), ({ log, lines, low }) => {
        const { entries } = rewritten(log, low);
        const heads = log.heads.map(({ sequence }) => headOver(entries[sequence - 1]!));
        const again = exported({ entries, heads });
        expect(found(again)).toEqual([]);
        const to = entries.length;
        expect(found(again, { earlier: earlierOf(lines) })).toMatchObject([{ kind: 'rewritten', to }]);
        const lastHead = lines.slice(atHead(lines, log.heads.at(-1)?.sequence ?? 0)).slice(0, 1);
        if (log.heads.at(-1)! && log.heads.at(-1)!.sequence >= low)
          expect(found(again, { earlier: earlierOf(lastHead) })).toMatchObject([{ kind: 'rewritten', to }]);
      }),
    );
  });
});

describe('a log cut short', () => {
  it('in the file says which entries are gone', () => {
    fc.assert(
      fc.property(withEntries(1), ({ log, lines, low }) => {
        const cut = lines.slice(0, at(lines, low));
        expect(found(cut)).toContainEqual({ kind: 'missing', from: low, to: log.entries.length });
        const without = lines.slice(at(lines, low));
        expect(found(without)[0]).toEqual({ kind: 'first_line' });
        if (low > 1) expect(found(without)).toContainEqual({ kind: 'missing', from: 1, to: low - 1 });
      }),
    );
  });

  it('before it was exported shows beside an earlier file, or by a head that was kept', () => {
    fc.assert(
      fc.property(withEntries(2), ({ log, lines, low }) => {
        fc.pre(low < log.entries.length);
        const entries = log.entries.slice(0, low);
        const heads = log.heads.filter(({ sequence }) => sequence <= low);
        expect(found(exported({ entries, heads }))).toEqual([]);
        const to = log.entries.length;
        expect(found(exported({ entries, heads }), { earlier: earlierOf(lines) })).toEqual([
          { kind: 'cut', from: low + 1, to },
        ]);
        const last = log.heads.at(-1)?.sequence ?? 0;
        if (last > low)
          expect(found(exported({ entries, heads: log.heads }))).toEqual([
            { kind: 'cut', from: low + 1, to: last },
          ]);
      }),
    );
  });

  it('anywhere, at whatever byte, is found', () => {
    fc.assert(
      fc.property(logs(1, 12), fc.nat(), (log, cut) => {
        const bytes = Buffer.from(exported(log).join(''));
        const verification = verifyAudit(linesIn([bytes.subarray(0, cut % bytes.length)]), nothing);
        expect(verification?.isWhole ?? false).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a signed head', () => {
  const withHead = withEntries(3).filter(({ log }) => log.heads.length >= 2);
  it('that was taken out is missing', () => {
    fc.assert(
      fc.property(withHead, fc.nat(), ({ log, lines }, which) => {
        const { sequence } = log.heads[which % log.heads.length]!;
        expect(found(lines.toSpliced(atHead(lines, sequence), 1))).toEqual([{ kind: 'head_missing' }]);
      }),
    );
  });

  it('that was changed is not signed', () => {
    fc.assert(
      fc.property(
        withHead,
        fc.nat(),
        fc.constantFrom('atMs', 'hash', 'signature'),
        ({ log, lines }, which, key) => {
          const head = log.heads[which % log.heads.length]!;
          const other = log.heads.find((one) => one !== head)!;
          fc.pre(head[key] !== other[key]);
          const changed = lines.with(atHead(lines, head.sequence), lineOf({ ...head, [key]: other[key] }));
          const { sequence } = head;
          expect(found(changed)).toEqual([{ kind: 'signature', from: sequence, to: sequence }]);
        },
      ),
    );
  });

  it('that stands elsewhere, or twice, is named', () => {
    fc.assert(
      fc.property(withHead, fc.nat(), ({ log, lines, high }, which) => {
        const { sequence } = log.heads[which % log.heads.length]!;
        fc.pre(sequence !== high);
        const from = atHead(lines, sequence);
        const line = lines[from]!;
        const twice = lines.toSpliced(at(lines, high) + 1, 0, line);
        expect(found(twice)).toContainEqual({ kind: 'head_moved', from: sequence, after: high });
        const without = lines.toSpliced(from, 1);
        const moved = without.toSpliced(at(without, high) + 1, 0, line);
        expect(found(moved)).toEqual([{ kind: 'head_moved', from: sequence, after: high }]);
      }),
    );
  });
});
