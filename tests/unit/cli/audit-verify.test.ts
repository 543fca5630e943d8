// `audit verify`: whatever is done to an exported log is found, and said of the entry to which it was done.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { readEarlier } from '../../../src/cli/audit/earlier.ts';
import { type Expected, type Verification, verifyAudit } from '../../../src/cli/audit/verify.ts';
import { newStationKey } from '../../../src/core/audit/station-key.ts';
import { type AuditEntry, acts, entryText } from '../../../src/shared/domain/audit.ts';
import {
  type AuditLog,
  chain,
  exported,
  headOver,
  logs,
  newEntries,
  stationKey,
} from '../../fixtures/audit-log.ts';

const bytesOf = (lines: readonly string[]) => lines.map((line) => Buffer.from(line));
const nothing: Expected = { earlier: null, station: null };
/** As `linesOf` parts a file. */
const partedAfterLineFeeds = (bytes: Uint8Array): Uint8Array[] => {
  const lines: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; ) {
    const end = bytes.indexOf(10, start);
    lines.push(bytes.subarray(start, end < 0 ? bytes.length : end + 1));
    start = end < 0 ? bytes.length : end + 1;
  }
  return lines;
};
const judge = (lines: readonly string[], expected: Partial<Expected> = {}): Verification =>
  verifyAudit(bytesOf(lines), { ...nothing, ...expected })!;
/** What was found, in short. */
const found = (lines: readonly string[], expected: Partial<Expected> = {}) =>
  judge(lines, expected).findings.map(({ kind, from, to, after }) => ({
    kind,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(after !== undefined && { after }),
  }));
const earlierOf = (lines: readonly string[]) => readEarlier(bytesOf(lines));

const lineOf = (entry: object) => `${JSON.stringify(entry)}\n`;
const at = (lines: readonly string[], sequence: number) =>
  lines.findIndex((line) => line.startsWith(`{"type":"entry","sequence":${sequence},`));
const atHead = (lines: readonly string[], sequence: number) =>
  lines.findIndex((line) => line.startsWith(`{"type":"head","sequence":${sequence},`));
const hashOf = (previous: string, entry: AuditEntry) =>
  createHash('sha256').update(entryText(previous, entry)).digest('hex');
const otherHash = (hash: string) =>
  hash.replace(/./g, (digit) => (15 - Number.parseInt(digit, 16)).toString(16));

/** A log and numbers of one or two of its entries, the lower first. */
const withEntries = (min = 3, max = 24) =>
  logs(min, max).chain((log) => {
    const number = fc.integer({ min: 1, max: log.entries.length });
    return fc
      .tuple(number, number)
      .map(([a, b]) => ({ log, lines: exported(log), low: Math.min(a, b), high: Math.max(a, b) }));
  });

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
        const more = chain(
          [...log.entries, one].map(
            (entry) =>
              ('details' in entry && typeof entry.details === 'string'
                ? { ...entry, details: JSON.parse(entry.details) }
                : entry) as typeof one,
          ),
        ).at(-1)!;
        expect(found([...exported(log), lineOf(more)])).toEqual([
          { kind: 'after_end', from: more.sequence, to: more.sequence },
        ]);
      }),
    );
  });
});

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
        const verification = verifyAudit(
          partedAfterLineFeeds(bytes.subarray(0, cut % bytes.length)),
          nothing,
        );
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

describe('the text of an export', () => {
  const log = fc.sample(logs(30, 30), { numRuns: 1, seed: 5 })[0]!;
  const lines = exported(log);
  const bytes = Buffer.from(lines.join(''));
  /** Line that holds the byte at `offset`, from 1, and the entry that it is about. */
  const placeOf = (offset: number) => {
    const line = bytes.subarray(0, offset).filter((byte) => byte === 10).length + 1;
    return { line, sequence: JSON.parse(lines[line - 1]!).sequence as number | undefined };
  };
  /** Whether something was found there; what is no log at all is no log. */
  const isNamed = (changed: Uint8Array, offset: number) => {
    const verification = verifyAudit(partedAfterLineFeeds(changed), nothing);
    const { line, sequence } = placeOf(offset);
    return verification!.findings.some(
      (finding) =>
        finding.line === line ||
        (sequence !== undefined && finding.from! <= sequence && sequence <= (finding.to ?? finding.from!)),
    );
  };
  const offset = fc.integer({ min: 0, max: bytes.length - 1 });

  it('has no byte that can be another: 1,000 changes, each found and named', () => {
    fc.assert(
      fc.property(offset, fc.integer({ min: 1, max: 255 }), (at, change) => {
        const changed = Buffer.from(bytes);
        changed[at]! ^= change;
        expect(isNamed(changed, at)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it('has no bit that can be another in a first line, an entry and a head', () => {
    const entries = log.entries.slice(0, 1);
    const whole = Buffer.from(exported({ entries, heads: entries.map((entry) => headOver(entry)) }).join(''));
    const missed = Array.from(whole, (_, at) => at).flatMap((at) =>
      [0, 1, 2, 3, 4, 5, 6, 7].filter((bit) => {
        const changed = Buffer.from(whole);
        changed[at]! ^= 1 << bit;
        return verifyAudit(partedAfterLineFeeds(changed), nothing)?.isWhole;
      }),
    );
    expect(missed).toEqual([]);
  });

  it('has no byte too few or too many', () => {
    fc.assert(
      fc.property(offset, fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const longer = Buffer.concat([bytes.subarray(0, at), Buffer.of(byte), bytes.subarray(at)]);
        const shorter = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
        for (const changed of [longer, shorter])
          expect(verifyAudit(partedAfterLineFeeds(changed), nothing)?.isWhole ?? false).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, (line: string) => string]>([
    ['a space', (line) => line.replace(':', ': ')],
    [
      'keys in another order',
      (line) => lineOf(Object.fromEntries(Object.entries(JSON.parse(line)).reverse())),
    ],
    ['a key that stands twice', (line) => line.replace('{', '{"sequence":99,')],
    ['a key more', (line) => line.replace('}\n', ',"note":"all well"}\n')],
    ['a letter written as a number', (line) => line.replace('"type"', '"\\u0074ype"')],
    ['a number written otherwise', (line) => line.replace(/"atMs":(\d+)/, '"atMs":$1.0')],
    [
      'capitals in a hash',
      (line) =>
        line.replace(/"hash":"([0-9a-f]+)"/, (text) =>
          text.replace(/[a-f]/g, (digit) => digit.toUpperCase()),
        ),
    ],
    ['a carriage return', (line) => line.replace('\n', '\r\n')],
    ['a mark of byte order', (line) => `\ufeff${line}`],
    ['an empty line', (line) => `${line}\n`],
  ])('is written in one way only: not with %s', (_, rewrite) => {
    for (const [i, line] of lines.entries()) {
      expect(rewrite(line)).not.toBe(line);
      const { findings } = verifyAudit(
        partedAfterLineFeeds(Buffer.from(lines.with(i, rewrite(line)).join(''))),
        nothing,
      )!;
      expect(findings.some((finding) => finding.line === i + 1 || finding.line === i + 2)).toBe(true);
    }
  });

  it('is never half a surrogate pair that stands for another', () => {
    const entries = chain([{ ...fc.sample(newEntries, 1)[0]!, details: { a: '\ufffd' } }]);
    const whole = exported({ entries, heads: [] });
    expect(found(whole)).toEqual([]);
    expect(found(whole.map((line) => line.replace('\ufffd', '\\ud800')))).toMatchObject([
      { kind: 'unreadable', from: 1 },
    ]);
  });
});

describe('two things done at once', () => {
  it('never hide each other', () => {
    const change = fc.tuple(fc.constantFrom('change', 'remove', 'double', 'swap'), fc.nat(), fc.nat());
    fc.assert(
      fc.property(logs(2, 12), fc.array(change, { minLength: 1, maxLength: 4 }), (log, steps) => {
        const before = exported(log);
        let lines = before;
        for (const [step, a, b] of steps) {
          const [i, j] = [a % lines.length, b % lines.length];
          if (step === 'remove') lines = lines.toSpliced(i, 1);
          else if (step === 'double') lines = lines.toSpliced(i, 0, lines[j]!);
          else if (step === 'swap') lines = lines.with(i, lines[j]!).with(j, lines[i]!);
          else
            lines = lines.with(
              i,
              lines[i]!.replace(/\d/, (digit) => String((Number(digit) + 1) % 10)),
            );
          if (lines.length === 0) return;
        }
        const isSame = lines.join('') === before.join('');
        expect(verifyAudit(bytesOf(lines), nothing)?.isWhole ?? false).toBe(isSame);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'proofdesk-audit-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const log = fc.sample(logs(40, 40), { numRuns: 1, seed: 9 })[0]!;
  const lines = exported(log);
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const whole = file('whole.jsonl', lines.join(''));
  const run = (...args: string[]) => {
    const program = resolve(import.meta.dirname, '../../../src/cli/main.ts');
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'audit', 'verify', ...args], {
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  it('says that a log is whole, and whose it is', () => {
    const colons = stationKey.fingerprint.toUpperCase().match(/../g)!.join(':');
    const { status, stdout } = run(whole, '--earlier', whole, '--station', colons);
    expect({ status, stdout }).toMatchObject({ status: 0 });
    expect(stdout).toContain(': whole');
    expect(stdout).toContain(stationKey.fingerprint);
  });

  it('says in words and as JSON what was done to one', () => {
    const without = file('without.jsonl', lines.toSpliced(at(lines, 17), 1).join(''));
    const { status, stdout } = run(without);
    expect(status).toBe(1);
    expect(stdout).toContain('NOT WHOLE');
    expect(stdout).toContain('entry 17 is missing');
    const json = run(without, '--json');
    expect(json.status).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject({
      isWhole: false,
      findings: [{ kind: 'missing', from: 17, to: 17 }],
    });
  });

  it('tells what is no log, no file and no fingerprint', () => {
    const none = file('none.jsonl', 'Dear auditor,\nall is well.\n');
    expect(run(none)).toMatchObject({ status: 3, stderr: expect.stringContaining('not an audit log') });
    expect(run(whole, '--earlier', none)).toMatchObject({ status: 3, stderr: expect.stringContaining(none) });
    expect(run(join(folder, 'nowhere'))).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('no such file'),
    });
    expect(run(folder).status).toBe(3);
    expect(run(whole, '--station', 'abc').status).toBe(2);
    expect(run().status).toBe(2);
  });

  it('knows of the program that writes the log nothing but the format', () => {
    const root = resolve(import.meta.dirname, '../../..');
    const seen = new Set<string>();
    const walk = (path: string): string[] => {
      if (seen.has(path)) return [];
      seen.add(path);
      const names = [...readFileSync(path, 'utf8').matchAll(/\bfrom '([^']+)'/g)].map((match) => match[1]!);
      return names.flatMap((name) => (name.startsWith('.') ? walk(resolve(dirname(path), name)) : [name]));
    };
    const packages = walk(join(root, 'src/cli/audit/commands.ts')).filter(
      (name) => !name.startsWith('node:'),
    );
    expect(new Set(packages)).toEqual(new Set(['commander', 'zod']));
    expect([...seen].filter((path) => /src.(core|engine|main)\b/.test(path))).toEqual([]);
    expect(seen.size).toBeGreaterThan(8);
  });
});
