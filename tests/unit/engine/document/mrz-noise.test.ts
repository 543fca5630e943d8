// Zones with mistakes of every kind: what is called valid is valid by another computation, and nothing is said that is not
// in the lines. 10,000 zones as text, and some hundred as the network would see them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contentOf } from '../../../../src/engine/document/fields.ts';
import { decodeMrz } from '../../../../src/engine/document/mrz-decode.ts';
import { layoutOf, textAt } from '../../../../src/engine/document/mrz-formats.ts';
import { judgeMrz } from '../../../../src/engine/document/mrz-judge.ts';
import { decodeLine } from '../../../../src/engine/document/mrz-line.ts';
import { type LineReading, readingOf } from '../../../../src/engine/document/mrz-recogniser.ts';
import {
  documentFieldsSchema,
  documentTypeSchema,
  type MrzFormat,
  mrzFormats,
} from '../../../../src/shared/domain/document.ts';
import { composeMrz, inventHolder } from '../../../../src/studio/index.ts';
import { distributionOf, type Seen } from './line-distribution.ts';
import { checkDigits, isRight, longNumbers, mended, specimens } from './zones.ts';

const nowMs = Date.UTC(2026, 10, 26);
const alphabet = '<0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

const format = fc.constantFrom(...mrzFormats);
interface Zone {
  readonly format: MrzFormat;
  readonly lines: readonly string[];
}
const zone: fc.Arbitrary<Zone> = fc.oneof(
  fc.constantFrom(...longNumbers),
  format.map((name) => ({ format: name, lines: specimens[name] })),
  fc
    .tuple(fc.constantFrom('TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'), fc.nat(500))
    .map(([name, seed]) => ({ format: name, lines: composeMrz(name, inventHolder(seed)) })),
);

/** A mistake in one line, given the lines of another document. */
type Mistake = (lines: string[], other: readonly string[]) => void;
const inLine =
  (change: (text: string, at: number) => string) =>
  (line: number, at: number): Mistake =>
  (lines) => {
    const index = line % Math.max(1, lines.length);
    const text = lines[index] ?? '';
    lines[index] = change(text, at % (text.length + 1));
  };
const inZone = (characters: fc.Arbitrary<string>): fc.Arbitrary<Mistake> => {
  const place = [fc.nat(2), fc.nat(44)] as const;
  const replaced = fc
    .tuple(...place, characters)
    .map(([line, at, character]) =>
      inLine((text, column) => text.slice(0, column) + character + text.slice(column + 1))(line, at),
    );
  const inserted = fc
    .tuple(...place, characters)
    .map(([line, at, character]) =>
      inLine((text, column) => text.slice(0, column) + character + text.slice(column))(line, at),
    );
  const plain = fc.constantFrom(
    inLine((text, at) => text.slice(0, at) + text.slice(at + 1)),
    inLine((text, at) => text.slice(0, at) + (text[at + 1] ?? '') + (text[at] ?? '') + text.slice(at + 2)),
    inLine((text, at) => text.slice(0, at)),
    inLine((text, at) => text.slice(at) + text.slice(0, at)),
    (line: number, at: number): Mistake =>
      (lines, other) => {
        lines[line % Math.max(1, lines.length)] = other[at % other.length]!;
      },
    (line: number): Mistake =>
      (lines) =>
        lines.splice(line, 1),
    (line: number): Mistake =>
      (lines) =>
        lines.splice(line, 0, lines[0] ?? ''),
  );
  return fc.oneof(
    { weight: 5, arbitrary: replaced },
    inserted,
    fc.tuple(plain, ...place).map(([make, line, at]) => make(line, at)),
  );
};
const mistaken = (characters: fc.Arbitrary<string>): fc.Arbitrary<Zone> =>
  fc.tuple(zone, zone, fc.array(inZone(characters), { maxLength: 6 })).map(([own, other, mistakes]) => {
    const lines = [...own.lines];
    for (const mistake of mistakes) mistake(lines, other.lines);
    return { format: own.format, lines };
  });

/** As decoding hands zones on: as many lines as the format has, of its lengths, in its alphabet. */
const shaped = ({ format: name, lines }: Zone): string[] =>
  layoutOf(name).lengths.map((length, line) =>
    (lines[line] ?? '')
      .replace(/[^A-Z0-9<]/g, '<')
      .padEnd(length, '<')
      .slice(0, length),
  );

const bare = (text: string) => text.replace(/[<\s]/g, '');

/** Every field is of the schema's form and stands in the lines where it says. */
function holds(name: MrzFormat, lines: readonly string[]): void {
  const { type, country, fields, spans } = contentOf({ format: name, lines }, nowMs);
  expect(documentTypeSchema.parse(type)).toBe(type);
  expect(documentFieldsSchema.parse(fields)).toEqual(fields);
  expect(country).toBe(fields.issuingState ?? null);
  expect(Object.keys(spans)).toEqual(Object.keys(fields));
  for (const [field, value] of Object.entries(fields)) {
    const seen = textAt(lines, spans[field as keyof typeof spans]!);
    if (field.endsWith('Date')) {
      expect(new Date(value).toISOString().slice(0, 10)).toBe(value);
      expect(value.slice(2).replaceAll('-', '')).toBe(seen);
    } else if (field === 'sex') {
      expect(value).toBe(seen === '<' ? 'X' : seen);
    } else if (field === 'documentNumber') {
      expect(bare(value).startsWith(bare(seen))).toBe(true);
      expect(bare(lines.join(''))).toContain(bare(value).slice(bare(seen).length));
    } else {
      expect(bare(value)).toBe(bare(seen));
    }
  }
}

describe('zones as text', () => {
  test.each([...longNumbers, ...mrzFormats.map((name) => ({ format: name, lines: specimens[name] }))])(
    '$format: the examples are valid',
    ({ format: name, lines }) => {
      expect(judgeMrz(layoutOf(name), lines).valid).toBe(true);
      expect(checkDigits[name].every((check) => isRight(lines, check))).toBe(true);
      holds(name, lines);
    },
  );

  const anything = fc.oneof(
    fc.constantFrom(...alphabet),
    fc.constantFrom('a', ' ', 'É', '«', '\n', '０', '😀', ''),
  );

  test('of any length and with any characters', () => {
    fc.assert(
      fc.property(mistaken(anything), fc.option(format), ({ format: own, lines }, other) => {
        const name = other ?? own;
        const { checksRight, checksTotal, valid, invalidFields } = judgeMrz(layoutOf(name), lines);
        expect(checksRight).toBeLessThanOrEqual(checksTotal);
        expect(valid).toBe(invalidFields.length === 0);
        holds(name, lines);
      }),
      { numRuns: 4000 },
    );
  });

  test('of the right length: check digits are right where another computation says so', () => {
    let valid = 0;
    fc.assert(
      fc.property(mistaken(fc.constantFrom(...alphabet)), fc.boolean(), (wrong, mend) => {
        const { format: name } = wrong;
        const lines = mend ? mended(name, shaped(wrong)) : shaped(wrong);
        const judgement = judgeMrz(layoutOf(name), lines);
        const right = checkDigits[name].filter((check) => isRight(lines, check)).length;
        expect([judgement.checksRight, judgement.checksTotal]).toEqual([right, checkDigits[name].length]);
        if (judgement.valid) expect(right).toBe(checkDigits[name].length);
        valid += Number(judgement.valid);
        holds(name, lines);
      }),
      { numRuns: 6000 },
    );
    // Else the property would hold for want of valid zones.
    expect(valid).toBeGreaterThan(600);
  });
});

describe('zones as the network sees them', () => {
  /** A place of which the network says one thing, nothing, or several with their shares. */
  const seen: fc.Arbitrary<Seen> = fc.oneof(
    fc.constantFrom('', ...alphabet),
    fc
      .array(fc.tuple(fc.constantFrom('', ...alphabet), fc.double({ min: 0.01, max: 0.6, noNaN: true })), {
        minLength: 1,
        maxLength: 5,
      })
      .map((shares) => Object.fromEntries(shares)),
  );
  const manner = fc.record({
    pitchFrames: fc.double({ min: 1, max: 8, noNaN: true }),
    share: fc.double({ min: 0.1, max: 1, noNaN: true }),
    marginFrames: fc.nat(12),
  });
  const usual = fc.constant({});
  const worn = fc.tuple(
    mistaken(fc.constantFrom(...alphabet)),
    fc.array(fc.tuple(fc.nat(2), fc.nat(43), seen), { maxLength: 20 }),
    fc.oneof(usual, manner),
  );
  const distributions: fc.Arbitrary<LineReading[]> = worn.map(([{ lines }, places, how]) =>
    lines.map((text, line) => {
      const all: Seen[] = [...text];
      for (const [at, column, place] of places) if (at === line && column < all.length) all[column] = place;
      return distributionOf(all, how);
    }),
  );
  /** Rows that come from no text at all, down to none. */
  const random = fc
    .array(fc.array(fc.float({ min: -30, max: 0, noNaN: true }), { minLength: 38, maxLength: 38 }), {
      maxLength: 60,
    })
    .map((rows) => readingOf(Float32Array.from(rows.flat()), rows.length * 4));
  const readings = fc.oneof({ weight: 9, arbitrary: distributions }, fc.array(random, { maxLength: 3 }));

  test('become a zone in its format, or none', () => {
    let found = 0;
    fc.assert(
      fc.property(readings, (lines) => {
        const decoding = decodeMrz(lines);
        if (!decoding) return;
        found += 1;
        const { lengths } = layoutOf(decoding.format);
        expect(decoding.lines.map((line) => line.length)).toEqual(lengths);
        expect(decoding.asRead.map((line) => line.length)).toEqual(lengths);
        expect(decoding.confidences.map((line) => line.length)).toEqual(lengths);
        for (const line of [...decoding.lines, ...decoding.asRead]) expect(line).toMatch(/^[A-Z0-9<]+$/);
        for (const value of decoding.confidences.flat()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-6);
        }
        const wrong = checkDigits[decoding.format].filter((check) => !isRight(decoding.lines, check));
        if (decoding.judgement.valid) expect(wrong).toEqual([]);
        holds(decoding.format, decoding.lines);
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(30);
  });

  test('keep digits that were changed and are clear to see', () => {
    const change = fc.tuple(fc.nat(2), fc.nat(43), fc.constantFrom(...'0123456789'));
    fc.assert(
      fc.property(zone, fc.array(change, { minLength: 1, maxLength: 3 }), (own, changes) => {
        const lines = [...own.lines];
        for (const [line, at, digit] of changes) {
          const text = lines[line] ?? '';
          if (/\d/.test(text[at] ?? '')) lines[line] = text.slice(0, at) + digit + text.slice(at + 1);
        }
        const decoding = decodeMrz(lines.map((line) => distributionOf(line)));
        if (decoding?.format !== own.format) return;
        expect(decoding.lines).toEqual(lines);
        expect(decoding.judgement.checksRight).toBe(
          checkDigits[own.format].filter((check) => isRight(lines, check)).length,
        );
      }),
      { numRuns: 150 },
    );
  });

  test('become a line of their own, in the alphabet', () => {
    fc.assert(
      fc.property(readings, (lines) => {
        for (const line of lines) expect(decodeLine(line)).toMatch(/^[A-Z0-9<]*$/);
      }),
      { numRuns: 200 },
    );
  });
});

test('a number goes on in the optional data only where its own columns are full', () => {
  const lines = [
    'I<UTOD2314<<<<<AB12345678<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ];
  const { fields } = contentOf({ format: 'TD1', lines }, nowMs);
  expect(fields).toMatchObject({ documentNumber: 'D2314', personalNumber: 'AB12345678' });
});
