// What was read becomes a zone of the right length, or is flagged, or refused: never a confident mistake.
import fc from 'fast-check';
import { parse } from 'mrz';
import { describe, expect, test } from 'vitest';
import { contentOf, dateOf } from '../../../../src/engine/document/fields.ts';
import { contradictions, decodeFrames, decodeMrz } from '../../../../src/engine/document/mrz-decode.ts';
import { composeMrz, inventHolder } from '../../../../src/studio/index.ts';
import { distributionOf, type Seen } from './line-distribution.ts';
import { specimens } from './zones.ts';

const nowMs = Date.UTC(2026, 10, 25);
const decode = (...lines: (string | readonly Seen[])[]) =>
  decodeMrz(lines.map((line) => distributionOf(line)));

/** A line of which some places are open: what stands there instead of the text, by column. */
const open = (text: string, places: Readonly<Record<number, Seen>>): Seen[] =>
  [...text].map((character, column) => places[column] ?? character);

describe.each(Object.entries(specimens))('%s', (format, lines) => {
  test('is read as it stands', () => {
    const found = decode(...lines);
    expect(found?.format).toBe(format);
    expect(found?.lines).toEqual(lines);
    expect(found?.judgement).toMatchObject({ valid: true, invalidFields: [] });
  });

  test('fillers that were not seen are there all the same', () => {
    const faint = lines.map((line) => {
      const run = line.search(/<{4}/);
      return run < 0 ? line : open(line, { [run + 1]: '', [run + 2]: '' });
    });
    expect(decode(...faint)?.lines).toEqual(lines);
  });

  test('a stain after the line is not part of it', () => {
    expect(decode(...lines.map((line) => `${line}<`))?.lines).toEqual(lines);
    expect(decode(...lines.map((line) => `${line}I`))?.lines).toEqual(lines);
  });

  test('a stain before the line is not part of it', () => {
    expect(decode(...lines.map((line) => `I${line}`))?.lines).toEqual(lines);
  });
});

test('a wrong digit anywhere under a check digit is flagged, not mended', () => {
  const [upper, lower] = specimens.TD3 as [string, string];
  for (const at of [1, 2, 9, 13, 16, 19, 22, 26, 27, 30, 43]) {
    const digit = lower[at]!;
    if (!/\d/.test(digit)) continue;
    const wrong = lower.slice(0, at) + ((Number(digit) + 3) % 10) + lower.slice(at + 1);
    const found = decode(upper, wrong);
    expect(found?.judgement.valid ?? false, `column ${at}`).toBe(false);
    if (found) expect(found.lines[1]).toBe(wrong);
  }
});

test('our check digits agree with cheminfo/mrz, right and wrong', () => {
  for (const format of ['TD1', 'TD2', 'TD3'] as const) {
    // The library does not know Utopia.
    const lines = specimens[format]!.map((line) => line.replaceAll('UTO', 'D<<'));
    const theirs = (changed: readonly string[]) =>
      parse([...changed]).details.filter((detail) => /check digit/i.test(detail.label) && !detail.valid)
        .length;
    const ours = (changed: readonly string[]) => {
      const judgement = decode(...changed)?.judgement;
      return judgement ? judgement.checksTotal - judgement.checksRight : null;
    };
    expect(ours(lines)).toBe(theirs(lines));
    const broken = lines.map((line) => line.replace('7408122', '7408132'));
    expect(ours(broken)).toBe(theirs(broken));
    expect(ours(broken)).toBeGreaterThan(0);
  }
});

test('look-alikes are told apart by their place, and by check digits where both may stand', () => {
  const [upper, lower] = specimens.TD3 as [string, string];
  const oval = { O: 0.45, 0: 0.5 };
  const bar = { I: 0.6, 1: 0.35 };
  expect(
    decode(open(upper, { 4: oval, 11: oval }), open(lower, { 15: oval, 17: bar, 23: oval }))?.lines,
  ).toEqual(specimens.TD3);
  expect(decode(upper, open(lower, { 5: { O: 0.6, 0: 0.39 } }))?.lines).toEqual(specimens.TD3);
});

test('letters that fillers were taken for are cleaned from the end of names', () => {
  const [upper, lower] = specimens.TD3 as [string, string];
  expect(decode(open(upper, { 34: { K: 0.7, '<': 0.25 }, 43: { C: 0.6, '<': 0.3 } }), lower)?.lines[0]).toBe(
    upper,
  );
});

test('what was seen clearly stays, though a check digit would have it otherwise', () => {
  const [upper, lower] = specimens.TD3 as [string, string];
  const wrong = lower.replace('L898902C3', 'L8989O2C3');
  expect(decode(upper, wrong)).toMatchObject({
    lines: [upper, wrong],
    judgement: { valid: false, invalidFields: ['documentNumber', 'composite'] },
  });
});

test('text that is no zone gives none', () => {
  expect(decode('REPUBLICOFUTOPIAMINISTRYOFTHEINTERIOR', 'PASSPORTSANDIDENTITYDOCUMENTSDIVISION')).toBeNull();
  expect(decode('ISSUEDBYTHEFEDERALGOVERNMENT', 'THESTATERETAINSALLRIGHTS')).toBeNull();
  expect(
    decode('0600ZZ00A9899Z1WB03S1W68WW8A40S9S6HI1P7F72', '000000009W1A0QP89HOA9J9QARWIDUED9J8LIEJPIO'),
  ).toBeNull();
  expect(decode('<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<', '<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<')).toBeNull();
  expect(decode('', '')).toBeNull();
});

test('random readings are refused', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<';
  let state = 7;
  const random = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  for (let round = 0; round < 60; round += 1) {
    const length = [30, 36, 44][round % 3]!;
    const lines = Array.from({ length: round % 3 === 0 ? 3 : 2 }, () =>
      Array.from({ length }, () => alphabet[Math.floor(random() * alphabet.length)]).join(''),
    );
    expect(decode(...lines)).toBeNull();
  }
});

test('fields say what the lines say', () => {
  const found = decode(...specimens.TD3!)!;
  expect(contentOf(found, nowMs)).toMatchObject({
    type: 'passport',
    country: 'UTO',
    fields: {
      documentNumber: 'L898902C3',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
      issuingState: 'UTO',
      nationality: 'UTO',
      birthDate: '1974-08-12',
      sex: 'F',
      expiryDate: '2012-04-15',
      personalNumber: 'ZE184226B',
    },
  });
});

test('centuries: births lie in the past, expiries within fifty years', () => {
  expect(dateOf('261124', 'birth', nowMs)).toBe('2026-11-24');
  expect(dateOf('261126', 'birth', nowMs)).toBe('1926-11-26');
  expect(dateOf('740812', 'birth', nowMs)).toBe('1974-08-12');
  expect(dateOf('350101', 'expiry', nowMs)).toBe('2035-01-01');
  expect(dateOf('991231', 'expiry', nowMs)).toBe('1999-12-31');
  expect(dateOf('250230', 'expiry', nowMs)).toBeNull();
  expect(dateOf('74<<<<', 'birth', nowMs)).toBeNull();
});

describe('several frames of one zone', () => {
  const zones = fc
    .tuple(fc.constantFrom('TD1', 'TD2', 'TD3', 'MRV-A', 'MRV-B'), fc.nat(500))
    .map(([format, seed]) => composeMrz(format, inventHolder(seed)));
  /** As shine and fingers do it: of each line every frame lacks some characters in a row, none of them lacks all frames. */
  const spot = fc.record({ from: fc.integer({ min: -6, max: 43 }), length: fc.integer({ min: 1, max: 5 }) });
  const hides = ({ from, length }: { from: number; length: number }, at: number) =>
    at >= from && at < from + length;
  const spots = fc
    .tuple(spot, spot, spot)
    .filter((each) => ![...Array(44).keys()].some((at) => each.every((one) => hides(one, at))));

  test('in which different characters are blotted out add up to the whole', () => {
    fc.assert(
      fc.property(zones, fc.tuple(spots, spots, spots), (lines, hidden) => {
        const frames = [0, 1, 2].map((frame) =>
          lines.map((line, index) =>
            distributionOf([...line].map((own, at) => (hides(hidden[index]![frame]!, at) ? '' : own))),
          ),
        );
        const found = decodeFrames(frames);
        expect(found?.lines).toEqual(lines);
        expect(frames.map((frame) => contradictions(found!, frame))).toEqual([0, 0, 0]);
      }),
      { numRuns: 30 },
    );
  });

  test('show by themselves that they are of two documents', () => {
    fc.assert(
      fc.property(zones, zones, (one, other) => {
        fc.pre(one[0] !== other[0]);
        fc.pre(one.length === other.length);
        const frames = [one, other].map((lines) => lines.map((line) => distributionOf(line)));
        const mixed = decodeFrames(frames);
        if (mixed)
          expect(Math.max(...frames.map((frame) => contradictions(mixed, frame)))).toBeGreaterThan(5);
      }),
      { numRuns: 30 },
    );
  });

  test('do not hide an altered character that one of them shows', () => {
    const [upper, lower] = specimens.TD3 as [string, string];
    for (const at of [1, 9, 13, 19, 21, 27, 43]) {
      const altered = lower.slice(0, at) + ((Number(lower[at]) + 3) % 10) + lower.slice(at + 1);
      const frame = (text: string | readonly Seen[]) => [upper, text].map((line) => distributionOf(line));
      const hidden = frame(open(altered, { [at]: '' }));
      for (const frames of [
        [frame(altered), hidden, hidden],
        [hidden, hidden, frame(altered)],
      ]) {
        const found = decodeFrames(frames);
        expect(found?.lines[1], `column ${at}`).toBe(altered);
        expect(found?.judgement.valid, `column ${at}`).toBe(false);
      }
    }
  });
});

test('a number of which a part was not seen is not proven, whatever its check digit says', () => {
  const line = specimens.TD3[1]!;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 4 }),
      fc.nat(8),
      fc.constantFrom(...'0123456789ABCDEFGHKLMNPQRSTUVWXYZ'),
      (start, length, doubtful, other) => {
        const places: Record<number, Seen> = { [doubtful]: { [line[doubtful]!]: 0.5, [other]: 0.49 } };
        for (let column = start; column < Math.min(9, start + length); column += 1) places[column] = '';
        const found = decode(specimens.TD3[0]!, open(line, places));
        expect(found?.judgement.valid ?? false).toBe(false);
      },
    ),
    { numRuns: 150 },
  );
});
