// Which document this is, from its print alone, from its zone, or from its barcode: every layout of the studio, letters
// misread and lost, and documents of issuers that no table knows.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAamva } from '../../../../src/engine/barcode/aamva.ts';
import { unknownIssuers } from '../../../../src/engine/documents/formats/unknown-issuers.ts';
import { documentFormats } from '../../../../src/engine/documents/formats.ts';
import { type RecognisedDocument, recogniseDocument } from '../../../../src/engine/documents/recognise.ts';
import { isStateCode } from '../../../../src/engine/rules/states.ts';
import type { DocumentSide } from '../../../../src/shared/domain/document.ts';
import { inventHolder, type SpecimenKind, specimenKinds } from '../../../../src/studio/index.ts';
import { layouts } from '../../../../src/studio/specimen/layouts.ts';
import { printSide } from '../../../../src/studio/specimen/print-svg.ts';

/** Everything that a perfect reader would read of a side, but the zone. */
function linesOf(kind: SpecimenKind, seed = 1): string[] {
  const layout = layouts[kind];
  const { texts } = printSide(layout, inventHolder(seed, layout.issuer), []);
  return [layout.title, layout.subtitle, ...texts.map(({ text }) => text)].filter((text) => text !== '');
}
const fromPrint = (texts: readonly string[], side: DocumentSide = 'front'): RecognisedDocument =>
  recogniseDocument({
    lines: texts.map((text) => ({ text, side })),
    mrz: null,
    barcode: null,
    sides: [side],
  });

describe('documents without a zone', () => {
  it('are told by their front', () => {
    const front = (kind: SpecimenKind) => {
      const { format, type, country, zone } = fromPrint(linesOf(kind));
      return { format: format.name, type, country, zone };
    };
    expect(front('twn-card-front')).toEqual({
      format: 'twn-identity-card',
      type: 'identity_card',
      country: 'TWN',
      zone: 'absent',
    });
    expect(front('chn-card-front')).toEqual({
      format: 'chn-identity-card',
      type: 'identity_card',
      country: 'CHN',
      zone: 'absent',
    });
    expect(front('eu-licence-front')).toEqual({
      format: 'd-driving-licence',
      type: 'driving_licence',
      country: 'D',
      zone: 'absent',
    });
    expect(front('usa-licence-front')).toEqual({
      format: 'north-american-driving-licence',
      type: 'driving_licence',
      country: 'USA',
      zone: 'absent',
    });
  });

  it('are expected to print what they do print', () => {
    for (const kind of [
      'twn-card-front',
      'chn-card-front',
      'eu-licence-front',
      'usa-licence-front',
    ] as const) {
      const layout = layouts[kind];
      const { printed } = printSide(layout, inventHolder(2, layout.issuer), []);
      const names: ReadonlySet<string> = new Set(printed.map(({ name }) => name));
      const { expected } = fromPrint(linesOf(kind));
      expect(expected.length, kind).toBeGreaterThanOrEqual(4);
      for (const name of expected) expect(names, kind).toContain(name);
    }
  });

  it('are expected to print nothing on a side that was not photographed', () => {
    const { expected } = recogniseDocument({
      lines: linesOf('twn-card-back').map((text) => ({ text, side: 'back' })),
      mrz: null,
      barcode: null,
      sides: ['back'],
    });
    expect(expected).toEqual([]);
  });

  it('are told although letters are misread and spaces lost', () => {
    const kinds = fc.constantFrom(
      ...(['twn-card-front', 'twn-card-back', 'chn-card-front', 'eu-licence-front'] as const),
      'usa-licence-front' as const,
    );
    fc.assert(
      fc.property(
        kinds,
        fc.nat(50),
        fc.nat(),
        fc.constantFrom('?', '8', 'Q', '口'),
        (kind, seed, at, letter) => {
          const misread = linesOf(kind, seed).map((line) => {
            const place = at % line.length;
            return (line.slice(0, place) + letter + line.slice(place + 1)).replaceAll(' ', at % 2 ? ' ' : '');
          });
          const { type } = fromPrint(misread);
          expect(type).toBe(layouts[kind].type);
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe('any document', () => {
  it('is never taken for one of another type or state', () => {
    for (const kind of specimenKinds) {
      const layout = layouts[kind];
      for (let seed = 1; seed <= 5; seed += 1) {
        const { type, country } = fromPrint(linesOf(kind, seed), layout.side);
        expect([layout.type, null], `type of ${kind}`).toContain(type);
        expect([layout.issuer.state, null], `state of ${kind}`).toContain(country);
      }
    }
  });

  it('has a zone to wait for where its kind has one or nothing tells the kind', () => {
    for (const kind of specimenKinds) {
      const layout = layouts[kind];
      const withZone = specimenKinds.some((other) => {
        const table = layouts[other];
        return table.document === layout.document && table.mrz !== undefined;
      });
      if (withZone) expect(fromPrint(linesOf(kind), layout.side).zone, kind).toBe('expected');
    }
    expect(fromPrint([]).zone).toBe('expected');
    expect(fromPrint(['CITY LIBRARY', 'MEMBER SINCE 2019', 'DOE JANE'])).toMatchObject({
      type: null,
      country: null,
      zone: 'expected',
    });
  });

  it('is what its zone says, whatever is printed', () => {
    const recognised = recogniseDocument({
      lines: [{ text: 'FÜHRERSCHEIN BUNDESREPUBLIK DEUTSCHLAND', side: 'front' }],
      mrz: { type: 'passport', country: 'UTO' },
      barcode: null,
      sides: ['front'],
    });
    expect(recognised).toMatchObject({ type: 'passport', country: 'UTO', zone: 'expected' });
    expect(recognised.expected).toContain('nationality');
    const swiss = recogniseDocument({
      lines: [],
      mrz: { type: 'driving_licence', country: 'CHE' },
      barcode: null,
      sides: ['front', 'back'],
    });
    expect(swiss.format.name).toBe('che-driving-licence');
  });

  it('is what its barcode says', () => {
    const card = readAamva('@\n\x1e\rANSI 636012090001ID00310010IDDAQX1\nDCGCAN\r');
    expect(card.ok).toBe(true);
    const { format, type, country, zone } = recogniseDocument({
      lines: [],
      mrz: null,
      barcode: card.ok ? card.value : null,
      sides: ['back'],
    });
    expect({ format: format.name, type, country, zone }).toEqual({
      format: 'north-american-identity-card',
      type: 'identity_card',
      country: 'CAN',
      zone: 'absent',
    });
  });
});

describe('driving licences', () => {
  it('are told apart by the state’s name where they share a title', () => {
    const cases: readonly (readonly [string[], string | null])[] = [
      [['FÜHRERSCHEIN', 'REPUBLIK ÖSTERREICH'], 'AUT'],
      [['FÜHRERSCHEIN BUNDESREPUBLIK DEUTSCHLAND'], 'D'],
      [['PERMIS DE CONDUIRE', 'RÉPUBLIQUE FRANÇAISE'], 'FRA'],
      [['PERMIS DE CONDUIRE', 'DRIVER’S LICENCE', 'CANADA', 'NEW BRUNSWICK'], 'CAN'],
      [['DRIVING LICENCE', 'UNITED KINGDOM'], 'GBR'],
      [['FÜHRERAUSWEIS', 'PERMIS DE CONDUIRE', 'LICENZA DI CONDURRE'], 'CHE'],
      [['PRAWO JAZDY'], 'POL'],
      [['DRIVER LICENSE', 'TEXAS'], 'USA'],
      // Nothing tells whose these are.
      [['PERMIS DE CONDUIRE'], null],
      [['DRIVING LICENCE', 'REPUBLIC OF KENYA'], null],
      [['DRIVER LICENCE', 'QUEENSLAND AUSTRALIA'], null],
    ];
    for (const [texts, state] of cases) {
      const { type, country } = fromPrint(texts);
      expect({ type, country }, texts.join(', ')).toEqual({ type: 'driving_licence', country: state });
    }
  });

  it('are told by the numbers of their fields where no title was read', () => {
    const items = [
      '1. MUSTERMANN',
      '2. ERIKA',
      '3. 12.08.1964 BERLIN',
      '4a. 01.02.2020 4c. AMT',
      '4b. 01.02.2035',
    ];
    expect(fromPrint(items)).toMatchObject({ type: 'driving_licence', country: null, zone: 'absent' });
    expect(fromPrint([...items, 'SUOMI FINLAND'])).toMatchObject({ country: 'FIN' });
    expect(fromPrint(['1. Enter', '2. Wait', '3. Leave'])).toMatchObject({ type: null });
  });

  it('are not made of places where somebody was born', () => {
    expect(fromPrint(['PRAWO JAZDY', '3. 01.02.1980 UKRAINE'])).toMatchObject({ country: 'POL' });
  });
});

describe('the tables', () => {
  it('name every format once, states that exist, and fields once', () => {
    const all = [...documentFormats, ...unknownIssuers];
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, states, titles, fields } of all) {
      for (const state of states) expect(isStateCode(state), `${name}: ${state}`).toBe(true);
      expect(titles.length, name).toBeGreaterThan(0);
      expect(new Set(fields.map((field) => field.name)).size, name).toBe(fields.length);
    }
  });
});
