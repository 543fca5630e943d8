// `audit verify`: no byte of an export can be another, whatever is done at once; and the command, run for real.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { linesIn, linesOf } from '../../../src/cli/audit/lines.ts';
import { verifyAudit } from '../../../src/cli/audit/verify.ts';
import { chain, exported, headOver, logs, newEntries, stationKey } from '../../fixtures/audit-log.ts';
import { at, bytesOf, found, lineOf, nothing } from '../../fixtures/audit-verification.ts';

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
    const verification = verifyAudit(linesIn([changed]), nothing);
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
        return verifyAudit(linesIn([changed]), nothing)?.isWhole;
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
          expect(verifyAudit(linesIn([changed]), nothing)?.isWhole ?? false).toBe(false);
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
        linesIn([Buffer.from(lines.with(i, rewrite(line)).join(''))]),
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
    expect(run(whole, '--earlier', none)).toMatchObject({ status: 3, stderr: expect.stringContaining(none) });
    expect(run(none)).toMatchObject({ status: 3, stderr: expect.stringContaining('not an audit log') });
    expect(run(join(folder, 'nowhere'))).toMatchObject({
      status: 3,
      stderr: expect.stringContaining('no such file'),
    });
    expect(run(whole, '--station', 'abc').status).toBe(2);
  });

  it('reads lines as they are, wherever the file is parted', () => {
    const text = lines.join('');
    expect([...linesOf(whole)].map(String)).toEqual(lines);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 700 }), fc.nat({ max: text.length }), (size, length) => {
        const bytes = Buffer.from(text).subarray(0, length);
        const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
          bytes.subarray(i * size, (i + 1) * size),
        );
        expect(Buffer.concat([...linesIn(chunks)])).toEqual(bytes);
        expect([...linesIn(chunks)].map(String)).toEqual([...linesIn([bytes])].map(String));
      }),
    );
    expect(() => [...linesOf(folder)]).toThrow('This is a folder');
  });

  it('reads a line without an end in pieces', () => {
    const chunk = Buffer.alloc(700_000, 'x');
    expect([...linesIn([chunk, chunk, chunk, chunk, chunk])].map(({ length }) => length)).toEqual([
      1_400_000, 1_400_000, 700_000,
    ]);
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
    const packages = ['verify', 'earlier', 'lines']
      .flatMap((name) => walk(join(root, `src/cli/audit/${name}.ts`)))
      .filter((name) => !name.startsWith('node:'));
    expect(new Set(packages)).toEqual(new Set(['zod']));
    expect([...seen].filter((path) => /src.(core|engine|main)\b/.test(path))).toEqual([]);
    expect(seen.size).toBeGreaterThan(8);
  });
});
