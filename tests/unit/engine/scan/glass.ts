// Things to lay on the studio's scanner, and how well what was found fits what lay there.
import sharp from 'sharp';
import type { Point, Quad } from '../../../../src/shared/domain/geometry.ts';
import { drawSpecimen, type Specimen, type SpecimenKind } from '../../../../src/studio/index.ts';
import type { Sheet } from '../../../../src/studio/photograph/surface.ts';
import { seededRandom } from '../../../../src/studio/random.ts';
import { type LidName, lidNames, type OnBed, sheetOf } from '../../../../src/studio/scan/scan.ts';
import { drawSheet, prose, setLines } from '../../../../src/studio/scene/sheet.ts';

const drawn = new Map<SpecimenKind, Promise<Specimen>>();
export const specimen = (kind: SpecimenKind): Promise<Specimen> => {
  const known = drawn.get(kind) ?? drawSpecimen({ kind, seed: 5, pxPerMm: 12 });
  drawn.set(kind, known);
  return known;
};
export const sheet = async (kind: SpecimenKind): Promise<Sheet> => sheetOf(await specimen(kind));

const kinds = [
  'td3',
  'td2',
  'td1-front',
  'td1-back',
  'deu-passport',
  'esp-card-back',
  'eu-licence-front',
] as const;
/** Middles of the quarters of an A4 bed. */
const quarters: readonly Point[] = [
  [53, 74],
  [157, 74],
  [53, 222],
  [157, 222],
];

export interface Arrangement {
  readonly lid: LidName;
  readonly documents: readonly OnBed[];
}

/** One to four documents, turned anyhow; large ones so that they stay within their quarter. */
export async function arrange(seed: number): Promise<Arrangement> {
  const random = seededRandom(seed).stream('arrangement');
  const count = random.integer(1, 4);
  const documents = await Promise.all(
    quarters.slice(0, count).map(async ([xMm, yMm]): Promise<OnBed> => {
      const own = await sheet(random.pick(kinds));
      const free = own.widthMm < 90;
      const degrees = free ? random.between(0, 360) : random.pick([90, 270]) + random.between(-8, 8);
      return { sheet: own, xMm, yMm, degrees };
    }),
  );
  return { lid: lidNames[seed % lidNames.length]!, documents };
}

export const middleOf = (quad: Quad): Point => [
  quad.reduce((sum, [x]) => sum + x / 4, 0),
  quad.reduce((sum, [, y]) => sum + y / 4, 0),
];

/** A white sheet of paper with a card copied onto it in its true size. */
export async function copyOnPaper(card: Sheet, widthMm: number, heightMm: number): Promise<Sheet> {
  const { raster } = card;
  const png = await sharp(raster.rgb, {
    raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 },
  })
    .resize(Math.round(card.widthMm * 12), Math.round(card.heightMm * 12), { fit: 'fill' })
    .greyscale()
    .png()
    .toBuffer();
  return drawSheet({ widthMm, heightMm, paper: '#fbfbfa' }, '', [{ png, xMm: 60, yMm: 70 }]);
}

/** What lies opposite a passport's data page. */
export const facingPage = (): Promise<Sheet> =>
  drawSheet(
    { widthMm: 125, heightMm: 88, cornerRadiusMm: 3, paper: '#eef0f2' },
    setLines(
      prose(seededRandom(3), 9, 62),
      { family: 'lora', emMm: 2.9, fill: '#445566', maxWidthMm: 100 },
      12,
      20,
      5.4,
    ),
  );
