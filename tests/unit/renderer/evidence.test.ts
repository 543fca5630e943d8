// Tests. What a reviewer is shown of a reading: the cut-out, the marks on its characters, and what two sources do not share.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alignTexts, markDifferences } from '../../../src/renderer/console/case/evidence/align.ts';
import {
  type CharactersEvidence,
  charactersOf,
  rowsOf,
} from '../../../src/renderer/console/case/evidence/characters.ts';
import { placesOf } from '../../../src/renderer/console/case/evidence/place.ts';
import { grown, sizeOf } from '../../../src/renderer/console/case/evidence/quad.ts';
import { straighten } from '../../../src/renderer/console/case/evidence/straighten.ts';
import { type Point, partOfQuad, projectInto, type Quad } from '../../../src/shared/domain/geometry.ts';

const word = fc.string({ unit: fc.constantFrom(...'ABC<12üß黃敏'), maxLength: 14 });

describe('what differs between two texts', () => {
  it('keeps both texts whole, and marks nothing where they are the same but for case', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        const pairs = alignTexts(a, b);
        expect(pairs.map((pair) => pair.a ?? '').join('')).toBe(a);
        expect(pairs.map((pair) => pair.b ?? '').join('')).toBe(b);
        const marked = markDifferences([a, a.toLowerCase()]).flat();
        expect(marked.filter(({ differs }) => differs)).toEqual([]);
      }),
    );
  });

  const marksOf = (texts: readonly string[]) =>
    markDifferences(texts).map((text) =>
      text.map((character) => (character.differs ? `[${character.text}]` : character.text)).join(''),
    );
  it.each([
    [
      ['1956-05-23', '1956-05-29'],
      ['1956-05-2[3]', '1956-05-2[9]'],
    ],
    [
      ['MUELLER', 'Müller'],
      ['M[U][E]LLER', 'M[ü]ller'],
    ],
    [
      ['L898902C3', 'L898902C', 'L898802C3'],
      ['L898[9]02C[3]', 'L898902C', 'L898[8]02C3'],
    ],
    [
      ['黃敏秀', '黃敏芳'],
      ['黃敏[秀]', '黃敏[芳]'],
    ],
  ])('marks %j', (texts, marked) => {
    expect(marksOf(texts)).toEqual(marked);
  });
});

describe('characters as read', () => {
  const evidence = (change: Partial<CharactersEvidence>): CharactersEvidence => ({
    kind: 'characters',
    label: 'mrz',
    value: 'AB0',
    asRead: 'AB0',
    confidences: [1, 1, 1],
    image: 'document.front',
    quad: square(0, 0, 30, 10),
    ...change,
  });

  it('tell corrected from doubtful ones, each with what was read', () => {
    const characters = charactersOf(evidence({ asRead: 'ABO', confidences: [0.99, 0.7, 0.3] }));
    expect(characters).toMatchObject([
      { text: 'A', corrected: false, doubt: 'none' },
      { text: 'B', corrected: false, doubt: 'some' },
      { text: '0', corrected: true, asRead: 'O', doubt: 'strong' },
    ]);
  });

  it('show what was read too much or too little beside its neighbour', () => {
    expect(charactersOf(evidence({ asRead: 'AB' })).at(-1)).toMatchObject({ corrected: true, asRead: '' });
    const both = charactersOf(evidence({ value: 'AB', asRead: 'XABY' }));
    expect(both.map(({ asRead }) => asRead)).toEqual(['XA', 'BY']);
  });

  it('stand in every row once, in order, each wide enough to be compared with its picture', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), fc.integer({ min: 0, max: 2000 }), (line, width) => {
        const rows = rowsOf(line, width);
        expect(rows.flat()).toEqual(line);
        for (const row of rows) expect(row.length === 1 || (row.length + 1) * 15 <= width).toBe(true);
      }),
    );
  });
});

function square(x: number, y: number, width: number, height: number): Quad {
  return [
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ];
}

describe('the cut-out of a text', () => {
  /** A photograph of two fields, red then blue, seen through `at`: shares of the text's width and height to points. */
  const photographOf = (quad: Quad) => {
    const [width, height] = [200, 160];
    const data = new Uint8ClampedArray(width * height * 4).fill(255);
    const at = projectInto(quad);
    for (let step = 0; step < 1000; step++) {
      for (let row = 0; row < 300; row++) {
        const [x, y] = at((step + 0.5) / 1000, (row + 0.5) / 300);
        const index = (Math.floor(y) * width + Math.floor(x)) * 4;
        data.set(step < 500 ? [255, 0, 0, 255] : [0, 0, 255, 255], index);
      }
    }
    return { width, height, data };
  };
  const colourAt = (pixels: ReturnType<typeof straighten>, x: number, y: number) =>
    [...pixels.data.subarray((y * pixels.width + x) * 4, (y * pixels.width + x) * 4 + 3)].join();

  const quads: [string, Quad][] = [
    ['level', square(20, 30, 120, 30)],
    ['upside down', [...square(20, 30, 120, 30).slice(2), ...square(20, 30, 120, 30).slice(0, 2)] as Quad],
    ['on its side', [...square(40, 20, 30, 120).slice(1), square(40, 20, 30, 120)[0]] as Quad],
    [
      'in perspective',
      [
        [20, 20],
        [180, 60],
        [175, 100],
        [25, 120],
      ],
    ],
  ];
  it.each(quads)('is upright and straight where the text stands %s', (_, quad) => {
    const cut = straighten(photographOf(quad), quad, 60, 20);
    for (const x of [3, 15, 27]) for (const y of [2, 10, 17]) expect(colourAt(cut, x, y)).toBe('255,0,0');
    for (const x of [33, 45, 56]) for (const y of [2, 10, 17]) expect(colourAt(cut, x, y)).toBe('0,0,255');
  });

  it('keeps every pixel where nothing is turned or enlarged', () => {
    const source = photographOf(square(20, 30, 120, 30));
    const cut = straighten(source, square(0, 0, source.width, source.height), source.width, source.height);
    expect(cut.data).toEqual(source.data);
  });
});

describe('parts of a line', () => {
  const inPerspective: Quad = [
    [20, 20],
    [180, 60],
    [175, 100],
    [25, 120],
  ];

  it('join without gap, and are shorter where the line is farther away', () => {
    const [first, second] = [
      partOfQuad(inPerspective, { to: 0.5 }),
      partOfQuad(inPerspective, { from: 0.5 }),
    ];
    expect(first[1]).toEqual(second[0]);
    expect(first[2]).toEqual(second[3]);
    // The right end is lower in the picture, so it is farther away.
    expect(sizeOf(second).width).toBeLessThan(sizeOf(first).width);
  });

  it('grow by shares of their height', () => {
    const near = (point: Point) => point.map((value) => Math.round(value * 1000) / 1000);
    expect(grown(square(10, 10, 40, 20), { along: 0.5, across: 0.25 }).map(near)).toEqual(
      square(0, 5, 60, 30),
    );
  });
});

it('evidence points at all its places, sources without one left out', () => {
  const quad = square(0, 0, 9, 9);
  const placed = { source: 'mrz', value: 'X', image: 'document.front', quad } as const;
  const comparison = {
    kind: 'comparison',
    label: 'sex',
    verdict: 'equal',
    rule: null,
    sources: [placed, { ...placed, source: 'barcode', quad: null }],
  } as const;
  expect(placesOf({ ...comparison, sources: [...comparison.sources] })).toEqual([placed]);
  expect(placesOf({ kind: 'number', label: 'glare', value: 1 })).toEqual([]);
});
