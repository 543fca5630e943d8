// Plain Node. A sheet of paper or plastic with text and lines on it, to be photographed. Millimetres from the top left.
import sharp from 'sharp';
import type { Sheet } from '../photograph/surface.ts';
import type { Random } from '../random.ts';
import { type Lettering, letter } from '../specimen/lettering.ts';

export interface Blank {
  readonly widthMm: number;
  readonly heightMm: number;
  readonly cornerRadiusMm?: number;
  readonly paper: string;
}

/** Fine enough that a page in a full HD frame is not enlarged. */
const pxPerMm = 12;

/** Draws SVG content in millimetres, and pictures over it. */
export async function drawSheet(
  { widthMm, heightMm, cornerRadiusMm = 0, paper }: Blank,
  content: string,
  pictures: readonly { readonly png: Buffer; readonly xMm: number; readonly yMm: number }[] = [],
): Promise<Sheet> {
  const [widthPx, heightPx] = [Math.round(widthMm * pxPerMm), Math.round(heightMm * pxPerMm)];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${widthPx}" height="${heightPx}" viewBox="0 0 ${widthMm} ${heightMm}" preserveAspectRatio="none"><rect width="${widthMm}" height="${heightMm}" fill="${paper}"/>${content}</svg>`;
  const rgb = await sharp(Buffer.from(svg))
    .composite(
      pictures.map(({ png, xMm, yMm }) => ({
        input: png,
        left: Math.round(xMm * pxPerMm),
        top: Math.round(yMm * pxPerMm),
      })),
    )
    .removeAlpha()
    .raw()
    .toBuffer();
  return { raster: { widthPx, heightPx, rgb }, pxPerMm, widthMm, heightMm, cornerRadiusMm };
}

export const toPx = (mm: number) => Math.round(mm * pxPerMm);

type Style = Pick<Lettering, 'family' | 'emMm' | 'fill'> & Partial<Lettering>;

/** Lines one under the other from a first baseline on. */
export const setLines = (
  lines: readonly string[],
  style: Style,
  xMm: number,
  firstMm: number,
  leadingMm: number,
): string =>
  lines.map((text, line) => letter({ ...style, text, xMm, yMm: firstMm + line * leadingMm })).join('');

export const rule = (x: number, y: number, width: number, height: number, fill = '#333'): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`;

const words =
  'the of and a to in is that it was for on are as with his they at be this from have or by one had not but what all were when we there can an your which their said if do will each about how up out them then she many some so these would other into has more her two like him see time could no make than first been its who now people my made over did down only way find use may water long little very after called just where most know'.split(
    ' ',
  );

/** Prose of about so many characters a line; sentences begin with a capital. */
export function prose(random: Random, lines: number, columns: number): string[] {
  let sentence = 0;
  return Array.from({ length: lines }, () => {
    let line = '';
    for (;;) {
      let word = random.next() < 0.06 ? String(random.integer(2, 1999)) : random.pick(words);
      if (sentence === 0) word = word[0]!.toUpperCase() + word.slice(1);
      const ends = sentence > 5 && random.next() < 0.2;
      if (line.length + word.length + 2 > columns) return line.trimEnd();
      line += `${word}${ends ? '.' : ''} `;
      sentence = ends ? 0 : sentence + 1;
    }
  });
}
