// What readers at the desk type, in all the ways they type it.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { assembleReads, checkReads } from '../../../../src/engine/reader/reads.ts';
import { composeMrz, inventHolder, type SpecimenMrzFormat } from '../../../../src/studio/index.ts';
import { exampleOf2000, exampleOf2020 } from '../barcode/samples.ts';

const nowMs = Date.UTC(2026, 10, 25);
const formats: readonly SpecimenMrzFormat[] = ['TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'];
const zone = fc
  .record({ format: fc.constantFrom(...formats), seed: fc.nat(20_000) })
  .map(({ format, seed }) => ({ format, lines: composeMrz(format, inventHolder(seed)) }));

/** A way of typing lines. */
const manner = fc.record({
  order: fc.constantFrom('as they stand', 'backwards'),
  joined: fc.constantFrom(null, '\n', '\r\n', '\r', ''),
  before: fc.constantFrom('', ']L0', '\u0002', '@', '*7'),
  after: fc.constantFrom('', '\u0003', '\t', '#'),
  lowerCase: fc.boolean(),
  spaces: fc.boolean(),
});
type Manner = typeof manner extends fc.Arbitrary<infer T> ? T : never;

function typed(lines: readonly string[], how: Manner): string[] {
  const shown = lines.map((line) => {
    const cased = how.lowerCase ? line.toLowerCase() : line;
    return how.spaces ? cased.replaceAll('<', ' ') : cased;
  });
  // Without line ends the order is all that tells lines apart.
  const ordered = how.order === 'backwards' && how.joined !== '' ? shown.toReversed() : shown;
  const reads = how.joined === null ? ordered : [ordered.join(how.joined)];
  return reads.map((read) => how.before + read + how.after);
}

describe('zones', () => {
  test('are put together from any manner of typing', () => {
    fc.assert(
      fc.property(zone, manner, ({ format, lines }, how) => {
        const reads = typed(lines, how);
        const read = assembleReads(reads, nowMs);
        expect(read?.reading).toMatchObject({ kind: 'mrz', complete: true, format, lines });
        expect(checkReads({ reads })).toEqual({ kind: 'mrz', complete: true });
      }),
      { numRuns: 400 },
    );
  });

  test('are not whole without one of their lines', () => {
    fc.assert(
      fc.property(zone, fc.nat(2), fc.boolean(), ({ lines }, at, joined) => {
        const rest = lines.filter((_, index) => index !== at % lines.length);
        expect(checkReads({ reads: joined ? [rest.join('')] : rest }).complete).toBe(false);
      }),
      { numRuns: 200 },
    );
  });

  test('are not whole with one wrong digit under a check digit', () => {
    fc.assert(
      fc.property(
        zone,
        manner,
        fc.integer({ min: 1, max: 9 }),
        fc.nat(5),
        ({ format, lines }, how, by, at) => {
          // Dates of birth: line 2 of three from its first column, else from column 13.
          const column = (format === 'TD1' ? 0 : 13) + at;
          const line = lines[1]!;
          const digit = String((Number(line[column]) + by) % 10);
          const wrong = lines.with(1, line.slice(0, column) + digit + line.slice(column + 1));
          const read = assembleReads(typed(wrong, how), nowMs);
          expect(read?.reading.complete ?? false).toBe(false);
          expect(read?.reading.fields.birthDate).toBeUndefined();
        },
      ),
      { numRuns: 200 },
    );
  });

  test('of two documents are none', () => {
    fc.assert(
      fc.property(fc.nat(9_000), fc.nat(9_000), (a, b) => {
        const both = [a, b].map((seed) => composeMrz('TD3', inventHolder(seed)));
        fc.pre(both[0]!.join() !== both[1]!.join());
        expect(checkReads({ reads: both.flat() })).toEqual({ kind: 'mrz', complete: false });
      }),
      { numRuns: 60 },
    );
  });

  test('read twice are one', () => {
    const lines = composeMrz('TD3', inventHolder(4));
    expect(checkReads({ reads: [...lines, lines.join('\n')] }).complete).toBe(true);
  });

  test('a name that was cut short is not filled up', () => {
    const [upper, lower] = composeMrz('TD3', inventHolder(4));
    expect(checkReads({ reads: [upper!.slice(0, 14), lower!] }).complete).toBe(false);
  });
});

describe('barcodes of licences', () => {
  test.each([exampleOf2020, exampleOf2020.replaceAll('\n', '\r\n'), `]L2${exampleOf2020}`])(
    'are read',
    (text) => {
      const read = assembleReads([text], nowMs);
      expect(read?.reading).toMatchObject({ kind: 'barcode', complete: true });
      expect(read?.reading.fields).toMatchObject({ surname: 'SAMPLE', documentNumber: 'T64235789' });
    },
  );

  test('are whole in several reads, and not without their end', () => {
    expect(checkReads({ reads: [exampleOf2020.slice(0, 150), exampleOf2020.slice(150)] })).toEqual({
      kind: 'barcode',
      complete: true,
    });
    expect(checkReads({ reads: [exampleOf2020.slice(0, 90)] })).toEqual({ kind: 'barcode', complete: false });
  });

  test('of two licences are none', () => {
    expect(checkReads({ reads: [exampleOf2000, exampleOf2020] }).complete).toBe(false);
  });
});

test('whatever is typed, nothing throws, and what is neither is nothing', () => {
  expect(checkReads({ reads: [] })).toEqual({ kind: null, complete: false });
  expect(checkReads({ reads: ['4006381333931'] })).toEqual({ kind: null, complete: false });
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 300 }), { maxLength: 8 }), (reads) => {
      expect(checkReads({ reads }).complete).toBe(false);
    }),
    { numRuns: 200 },
  );
  const alphabet = fc.string({ unit: fc.constantFrom(...'AB10<P \n'), maxLength: 16_000 });
  fc.assert(
    fc.property(fc.array(alphabet, { maxLength: 8 }), (reads) => void checkReads({ reads })),
    {
      numRuns: 30,
    },
  );
});
