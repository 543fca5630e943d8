// Plain Node. Text as outlines, so that a specimen looks the same wherever it is drawn: no system font takes part.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { openSync } from 'fontkit';

interface Glyph {
  readonly path: { toSVG(): string };
  readonly advanceWidth: number;
}
interface Font {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): Glyph;
}

const root = resolve(import.meta.dirname, '../../..');
const inter = (subset: string) =>
  createRequire(import.meta.url).resolve(
    `@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`,
  );

/** Fonts in order of preference for each letter: web fonts come in subsets. */
const families = {
  ocrB: [`${root}/resources/fonts/ocr-b.otf`],
  inter: [inter('latin'), inter('latin-ext')],
} as const;
export type Family = keyof typeof families;

const opened = new Map<string, Font>();
const outlines = new Map<string, { d: string; advance: number }>();

function open(file: string): Font {
  let font = opened.get(file);
  if (!font) {
    font = openSync(file) as unknown as Font;
    opened.set(file, font);
  }
  return font;
}

/** Outline and advance of one letter, in em. */
function outline(family: Family, letter: string) {
  const key = `${family}${letter}`;
  let found = outlines.get(key);
  if (!found) {
    const codePoint = letter.codePointAt(0)!;
    const fonts = families[family].map(open);
    const font = fonts.find((candidate) => candidate.hasGlyphForCodePoint(codePoint)) ?? fonts[0]!;
    const glyph = font.glyphForCodePoint(codePoint);
    found = { d: glyph.path.toSVG(), advance: glyph.advanceWidth / font.unitsPerEm };
    outlines.set(key, found);
  }
  return found;
}

const unitsPerEm = (family: Family) => open(families[family][0]!).unitsPerEm;

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
  /** Squeezed horizontally where the text would be wider. */
  readonly maxWidthMm?: number;
  readonly opacity?: number;
}

/** Width in mm, before any squeeze. */
export const widthMm = ({ family, text, emMm, pitchMm, tracking = 0 }: Lettering): number =>
  pitchMm
    ? text.length * pitchMm
    : [...text].reduce((sum, letter) => sum + (outline(family, letter).advance + tracking) * emMm, 0);

/** An SVG group in millimetres. */
export function letter(lettering: Lettering): string {
  const { family, text, xMm, yMm, emMm, fill, bold = 0, pitchMm, tracking = 0, opacity } = lettering;
  const squeeze = Math.min(1, (lettering.maxWidthMm ?? Number.POSITIVE_INFINITY) / widthMm(lettering));
  const units = unitsPerEm(family);
  const scale = emMm / units;
  let pen = 0;
  const paths: string[] = [];
  for (const character of text) {
    const { d, advance } = outline(family, character);
    const step = pitchMm ? pitchMm / emMm : advance + tracking;
    // A fixed pitch centres the letter in its cell.
    const inset = pitchMm ? (step - advance) / 2 : 0;
    if (d) paths.push(`<path transform="translate(${((pen + inset) * units).toFixed(2)} 0)" d="${d}"/>`);
    pen += step;
  }
  const stroke = bold
    ? ` stroke="${fill}" stroke-width="${(bold * units).toFixed(1)}" stroke-linejoin="round"`
    : '';
  const fade = opacity === undefined ? '' : ` opacity="${opacity}"`;
  return `<g transform="translate(${xMm} ${yMm}) scale(${(scale * squeeze).toFixed(6)} ${(-scale).toFixed(6)})" fill="${fill}"${stroke}${fade}>${paths.join('')}</g>`;
}
