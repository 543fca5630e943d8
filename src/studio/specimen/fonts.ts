// Plain Node. The faces that the studio draws with, as outlines of single letters.
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { openSync } from 'fontkit';

interface Glyph {
  readonly path: { toSVG(): string };
  readonly bbox: { minX: number; minY: number; maxX: number; maxY: number };
  readonly advanceWidth: number;
}
interface Font {
  readonly unitsPerEm: number;
  hasGlyphForCodePoint(codePoint: number): boolean;
  glyphForCodePoint(codePoint: number): Glyph;
}

const fonts = resolve(import.meta.dirname, '../../../resources/fonts');
const { resolve: find } = createRequire(import.meta.url);
const inter = (subset: string) => find(`@fontsource-variable/inter/files/inter-${subset}-wght-normal.woff2`);
const face = (name: string, weight: number) => (subset: string) =>
  find(`@fontsource/${name}/files/${name}-${subset}-${weight}-normal.woff`);
const alphabets = ['latin', 'latin-ext', 'greek', 'cyrillic'];
const latin = ['latin', 'latin-ext'];
const arimo = alphabets.map(face('arimo', 400));
const han = (name: string) => `${fonts}/specimen/${name}.woff2`;

/** Files in order of preference for each letter: web fonts come in subsets. */
const families = {
  ocrB: [`${fonts}/ocr-b.otf`],
  inter: alphabets.map(inter),
  arimo,
  arimoBold: alphabets.map(face('arimo', 700)),
  lora: [...latin, 'cyrillic'].map(face('lora', 400)),
  mono: alphabets.map(face('noto-sans-mono', 400)),
  monoBold: alphabets.map(face('noto-sans-mono', 700)),
  hant: [...arimo, han('hant')],
  hans: [...arimo, han('hans')],
  japanese: [...arimo, han('japanese')],
} as const satisfies Record<string, readonly string[]>;
export type Family = keyof typeof families;

/** In em: y grows upwards from the baseline, as fonts count. */
export interface Outline {
  readonly d: string;
  /** From the units of `d` to em. */
  readonly scale: number;
  readonly advance: number;
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

const opened = new Map<string, Font>();
const outlines = new Map<string, Outline>();

function open(file: string): Font {
  let font = opened.get(file);
  if (!font) {
    font = openSync(file) as unknown as Font;
    opened.set(file, font);
  }
  return font;
}

/** Whether the family can write this letter. */
export const writes = (family: Family, letter: string): boolean =>
  families[family].some((file) => open(file).hasGlyphForCodePoint(letter.codePointAt(0)!));

/** A letter that the family lacks is drawn as the first font's empty box. */
export function outlineOf(family: Family, letter: string): Outline {
  const key = `${family}${letter}`;
  let found = outlines.get(key);
  if (!found) {
    const codePoint = letter.codePointAt(0)!;
    const files: readonly string[] = families[family];
    const font = open(files.find((file) => open(file).hasGlyphForCodePoint(codePoint)) ?? files[0]!);
    const glyph = font.glyphForCodePoint(codePoint);
    const scale = 1 / font.unitsPerEm;
    const { minX, minY, maxX, maxY } = glyph.bbox;
    found = {
      d: glyph.path.toSVG(),
      scale,
      advance: glyph.advanceWidth * scale,
      left: minX * scale,
      right: maxX * scale,
      bottom: minY * scale,
      top: maxY * scale,
    };
    outlines.set(key, found);
  }
  return found;
}
