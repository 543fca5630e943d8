// Properties of the rules, over texts that nobody chose.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDay } from '../../../../src/engine/rules/calendar.ts';
import { compareNames, compareNumbers } from '../../../../src/engine/rules/compare-names.ts';
import { type DateContext, findDates, readDate } from '../../../../src/engine/rules/dates.ts';
import { implausibilitiesOf } from '../../../../src/engine/rules/plausibility.ts';
import { sexOf } from '../../../../src/engine/rules/sex.ts';
import { specimenSigns } from '../../../../src/engine/rules/specimens.ts';
import { stateOf } from '../../../../src/engine/rules/states.ts';
import { formsAt, prepareName, transliterate } from '../../../../src/engine/rules/transliteration.ts';
import { documentFieldNames } from '../../../../src/shared/domain/document.ts';

const nowMs = Date.UTC(2026, 10, 25);
const context = (state: string | null, kind: DateContext['kind']): DateContext => ({ state, kind, nowMs });

const day = fc
  .tuple(
    fc.integer({ min: 1930, max: 2026 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 31 }),
  )
  .map(([year, month, date]) => isoDay(year, month, date))
  .filter((iso) => iso !== null && iso <= '2026-11-25')
  .map((iso) => iso!);
const parts = (iso: string) => iso.split('-') as [string, string, string];

const locales =
  'en fr de es pt it nl pl cs sk hu ro sv da nb fi et lv lt el ru uk bg mk sr sr-Latn hr sl tr sq mt ga id is'.split(
    ' ',
  );
const written =
  (locale: string, month: 'long' | 'short') =>
  (iso: string): string =>
    new Intl.DateTimeFormat(`${locale}-u-ca-gregory-nu-latn`, {
      day: '2-digit',
      month,
      year: 'numeric',
      timeZone: 'UTC',
    }).format(Date.parse(iso));

/** State, and how a day is written there. */
const notations: readonly (readonly [string | null, (iso: string) => string])[] = [
  ['DEU', (iso) => parts(iso).reverse().join('.')],
  ['FRA', (iso) => parts(iso).reverse().join(' ')],
  ['GBR', (iso) => parts(iso).reverse().join('/')],
  ['USA', (iso) => `${parts(iso)[1]}/${parts(iso)[2]}/${parts(iso)[0]}`],
  [null, (iso) => iso],
  [null, (iso) => iso.replaceAll('-', '/')],
  [null, (iso) => iso.replaceAll('-', '')],
  [
    'TWN',
    (iso) =>
      `民國 ${Number(parts(iso)[0]) - 1911} 年 ${Number(parts(iso)[1])} 月 ${Number(parts(iso)[2])} 日`,
  ],
  ['CHN', (iso) => `${parts(iso)[0]}年${parts(iso)[1]}月${parts(iso)[2]}日`],
  ['THA', (iso) => `${parts(iso)[2]}/${parts(iso)[1]}/${Number(parts(iso)[0]) + 543}`],
];

describe('dates', () => {
  it('come back from every notation in digits', () => {
    fc.assert(
      fc.property(day, fc.constantFrom(...notations), (iso, [state, write]) => {
        expect(readDate(write(iso), context(state, 'birth'))?.dates).toContain(iso);
      }),
      { numRuns: 500 },
    );
  });

  it('come back from every language, written out and abbreviated', () => {
    fc.assert(
      fc.property(
        day,
        fc.constantFrom(...locales),
        fc.constantFrom('long', 'short'),
        (iso, locale, month) => {
          const text = written(locale, month)(iso);
          expect([text, readDate(text, context(null, 'birth'))?.dates ?? []]).toEqual([
            text,
            expect.arrayContaining([iso]),
          ]);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('come back with two digits of the year wherever the past decides the century', () => {
    const recent = day.filter((iso) => iso > '1926-11-25');
    fc.assert(
      fc.property(recent, (iso) => {
        const [year, month, date] = parts(iso);
        expect(readDate(`${date}.${month}.${year.slice(2)}`, context('DEU', 'birth'))?.dates).toEqual([iso]);
      }),
    );
  });
});

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.string({ unit: fc.constantFrom(..."0123456789./- JANFEBOlI年月日民國<'Ü"), maxLength: 40 }),
);

it('no text whatever makes a rule throw, and what is found is well-formed', () => {
  fc.assert(
    fc.property(anyText, anyText, fc.constantFrom(null, 'USA', 'TWN', 'THA', 'CAN'), (text, other, state) => {
      const dates = [readDate(text, context(state, null)), ...findDates(text, context(state, 'expiry'))];
      for (const date of dates.flatMap((found) => found?.dates ?? []))
        expect(date).toMatch(/^\d{4}-\d\d-\d\d$/);
      for (const { start, end } of findDates(text, context(state, null))) expect(start).toBeLessThan(end);
      const code = stateOf(text);
      expect(code === null || /^(?:D|[A-Z]{3})$/.test(code)).toBe(true);
      sexOf(text, state);
      const sure = { confidences: null };
      compareNames({ text, ...sure }, { text: other, ...sure }, { mayBeTruncated: true });
      compareNumbers({ text, ...sure }, { text: other, ...sure });
      const fields = Object.fromEntries(
        documentFieldNames.map((name, index) => [name, index % 2 ? text : other]),
      );
      implausibilitiesOf({ fields, type: 'passport', nowMs });
      specimenSigns(fields, [text, other]);
    }),
    { numRuns: 1_000 },
  );
});

const latin = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZÀÁÄÅÆÇČĐÉÐĞÍİŁÑŃÖØŐŒŘŚŞŠȚÜŰÞŻŽß');
const cyrillic = fc.constantFrom(...'АБВГҐДЕЁЄЖЗИІЇЙКЛМНОПРСТУЎФХЦЧШЩЪЫЬЭЮЯЂЈЉЊЋЏЅЌ');
const greek = fc.constantFrom(...'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ');
const nameIn = (letter: fc.Arbitrary<string>) =>
  fc
    .array(fc.string({ unit: letter, minLength: 2, maxLength: 9 }), { minLength: 1, maxLength: 3 })
    .chain((words) => fc.constantFrom(' ', '-').map((sign) => words.join(sign)));
const anyName = fc.oneof(nameIn(latin), nameIn(cyrillic), nameIn(greek));

/** One of the forms that section 6 allows, by the choices given. */
function oneForm(name: string, choices: readonly number[]): string {
  const { text } = prepareName(name);
  let out = '';
  for (let index = 0; index < text.length; ) {
    const forms = text[index] === ' ' ? [] : formsAt(text, index).filter(({ supposed }) => !supposed);
    const form = forms[(choices[index % choices.length] ?? 0) % Math.max(1, forms.length)];
    out += form?.text ?? ' ';
    index += form?.length ?? 1;
  }
  return out;
}

describe('names', () => {
  it('agree with every form that Doc 9303 lets them take in a zone', () => {
    fc.assert(
      fc.property(anyName, fc.array(fc.nat(5), { minLength: 1, maxLength: 20 }), (name, choices) => {
        const zone = oneForm(name, choices);
        fc.pre(zone.trim() !== '');
        const { verdict } = compareNames(
          { text: name, confidences: null },
          { text: zone.replaceAll(' ', '<'), confidences: null },
          { mayBeTruncated: false },
        );
        expect([name, zone, ['equal', 'equivalent'].includes(verdict)]).toEqual([name, zone, true]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('agree with themselves cut off at the end of a zone', () => {
    fc.assert(
      fc.property(nameIn(latin), fc.integer({ min: 1, max: 8 }), (name, cut) => {
        const zone = transliterate(name)!.slice(0, -cut).trim();
        fc.pre(zone !== '');
        const { verdict } = compareNames(
          { text: name, confidences: null },
          { text: zone, confidences: null },
          { mayBeTruncated: true },
        );
        expect([name, zone, ['equal', 'equivalent'].includes(verdict)]).toEqual([name, zone, true]);
      }),
      { numRuns: 500 },
    );
  });

  const plainLetter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const changed = fc
    .array(fc.string({ unit: plainLetter, minLength: 5, maxLength: 9 }), { minLength: 1, maxLength: 3 })
    .map((words) => words.join(' '))
    .chain((name) => fc.tuple(fc.constant(name), fc.nat(name.length - 1), plainLetter))
    .filter(([name, index, letter]) => name[index] !== ' ' && name[index] !== letter)
    .map(([name, index, letter]) => ({
      name,
      index,
      forged: name.slice(0, index) + letter + name.slice(index + 1),
    }));

  it('differ by one changed letter that was read with certainty, and leave a doubt by one that was not', () => {
    fc.assert(
      fc.property(changed, ({ name, index, forged }) => {
        const compared = (confidence: number) =>
          compareNames(
            { text: forged, confidences: [...forged].map((_, at) => (at === index ? confidence : 0.999)) },
            { text: name.replaceAll(' ', '<'), confidences: null },
            { mayBeTruncated: false },
          );
        expect([forged, compared(0.999).verdict]).toEqual([forged, 'different']);
        expect([forged, compared(0.6)]).toEqual([
          forged,
          { verdict: 'not_compared', rule: null, doubt: true },
        ]);
      }),
      { numRuns: 1_000 },
    );
  });
});

it('numbers compare the same both ways, whatever stands between their characters', () => {
  const number = fc.string({ unit: fc.constantFrom(...'0123456789OIBCL'), minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(number, number, fc.constantFrom('', ' ', '-', '/'), (a, b, sign) => {
      const one = { text: a, confidences: null };
      const other = { text: [...b].join(sign), confidences: null };
      expect(compareNumbers(one, other)).toEqual(compareNumbers(other, one));
      expect(compareNumbers(one, { text: [...a].join(sign), confidences: null }).verdict).toBe('equal');
    }),
    { numRuns: 500 },
  );
});
