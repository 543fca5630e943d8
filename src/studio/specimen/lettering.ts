// Plain Node. Text as outlines, so that a specimen looks the same wherever it is drawn: no system font takes part.
import type { Box } from '../../shared/domain/geometry.ts';
import { type Family, outlineOf } from './fonts.ts';

export type { Family } from './fonts.ts';

export interface Lettering {
  readonly family: Family;
  readonly text: string;
  /** Left end of the baseline. */
  readonly xMm: number;
  readonly yMm: number;
  /** Size of the em. */
  readonly emMm: number;
  readonly fill: string;
  /**
   * Extra stroke in em, for bold: fontkit cannot instance a variable WOFF2 at another weight
   * (`getVariation` fails on its transformed tables), so heavier text is the regular one with a stroke.
   */
  readonly bold?: number;
  /** Distance between letters: fixed (OCR-B's 2.54 mm), or added to each advance in em. */
  readonly pitchMm?: number;
  readonly tracking?: number;
  /** Where the text would be wider it is condensed, and from three quarters on smaller as well, as card printers do. */
  readonly maxWidthMm?: number;
  readonly opacity?: number;
}

/** Width in mm, before any squeeze. */
export const widthMm = ({ family, text, emMm, pitchMm, tracking = 0 }: Lettering): number =>
  pitchMm
    ? text.length * pitchMm
    : [...text].reduce((sum, letter) => sum + (outlineOf(family, letter).advance + tracking) * emMm, 0);

const narrowest = 0.75;
/** The em across and down, in mm, that fits the text into its width. */
function fittedEm(lettering: Lettering): { readonly acrossMm: number; readonly downMm: number } {
  const { emMm, maxWidthMm = Number.POSITIVE_INFINITY } = lettering;
  const squeeze = Math.min(1, maxWidthMm / widthMm(lettering));
  return { acrossMm: emMm * squeeze, downMm: emMm * Math.min(1, squeeze / narrowest) };
}

/** Where the pen stands for each character, in em before any squeeze. */
function* pens({ family, text, emMm, pitchMm, tracking = 0 }: Lettering) {
  let pen = 0;
  for (const character of text) {
    const outline = outlineOf(family, character);
    const step = pitchMm ? pitchMm / emMm : outline.advance + tracking;
    // A fixed pitch centres the letter in its cell.
    yield { outline, pen: pen + (pitchMm ? (step - outline.advance) / 2 : 0) };
    pen += step;
  }
}

/** An SVG group in millimetres. */
export function letter(lettering: Lettering): string {
  const { xMm, yMm, fill, bold = 0, opacity } = lettering;
  const { acrossMm, downMm } = fittedEm(lettering);
  const paths: string[] = [];
  for (const { outline, pen } of pens(lettering)) {
    const { d, scale } = outline;
    if (!d) continue;
    const stroke = bold
      ? ` stroke="${fill}" stroke-width="${(bold / scale).toFixed(1)}" stroke-linejoin="round"`
      : '';
    paths.push(`<path transform="translate(${pen.toFixed(4)} 0) scale(${scale})"${stroke} d="${d}"/>`);
  }
  const fade = opacity === undefined ? '' : ` opacity="${opacity}"`;
  return `<g transform="translate(${xMm} ${yMm}) scale(${acrossMm.toFixed(6)} ${(-downMm).toFixed(6)})" fill="${fill}"${fade}>${paths.join('')}</g>`;
}

/** Around the ink of the characters `from` to `to` (exclusive); `null` where they are blank. */
export function inkBox(lettering: Lettering, from = 0, to = Number.POSITIVE_INFINITY): Box | null {
  const { xMm, yMm } = lettering;
  const { acrossMm, downMm } = fittedEm(lettering);
  let [left, top, right, bottom] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, -1e9, -1e9];
  let index = 0;
  for (const { outline, pen } of pens(lettering)) {
    const wanted = index >= from && index < to && outline.d !== '';
    index++;
    if (!wanted) continue;
    left = Math.min(left, xMm + (pen + outline.left) * acrossMm);
    right = Math.max(right, xMm + (pen + outline.right) * acrossMm);
    top = Math.min(top, yMm - outline.top * downMm);
    bottom = Math.max(bottom, yMm - outline.bottom * downMm);
  }
  return right < left ? null : { x: left, y: top, width: right - left, height: bottom - top };
}
