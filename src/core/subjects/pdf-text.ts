// Core. Text on the pages of a PDF: which font writes each character, and where lines break.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { openSync } from 'fontkit';
import LineBreaker from 'linebreak';

export type Weight = 'regular' | 'strong';

/** A stretch of one line in one font; its name is registered with the document. */
export interface Run {
  readonly font: string;
  readonly text: string;
  /** In points. */
  readonly width: number;
}
export interface Line {
  readonly runs: readonly Run[];
  readonly width: number;
}
export interface Style {
  readonly weight: Weight;
  /** In points. */
  readonly size: number;
}

const { resolve: find } = createRequire(import.meta.url);
const file = (name: string, font: string) => join(dirname(find(`@embedpdf/fonts-${name}`)), '../fonts', font);

/** In order of preference for each character. Simplified Chinese covers what Japanese names need. */
const families = [
  { name: 'latin', regular: 'NotoSans-Regular.ttf', strong: 'NotoSans-SemiBold.ttf' },
  { name: 'tc', regular: 'NotoSansHant-Regular.otf', strong: 'NotoSansHant-Medium.otf' },
  { name: 'sc', regular: 'NotoSansHans-Regular.otf', strong: 'NotoSansHans-Medium.otf' },
  { name: 'kr', regular: 'NotoSansKR-Regular.otf', strong: 'NotoSansKR-Medium.otf' },
] as const satisfies readonly Record<Weight | 'name', string>[];

/**
 * Letters with accents are drawn whole, not taken apart into letter and accent: copied from the page they would lose
 * the accent. PDFKit hands this on to fontkit, which takes switches too; its types only know a list.
 */
export const layout = {
  lineBreak: false,
  baseline: 'alphabetic',
  features: { ccmp: false } as unknown as PDFKit.Mixins.OpenTypeFeatures[],
} as const satisfies PDFKit.Mixins.TextOptions;

interface Font {
  hasGlyphForCodePoint(codePoint: number): boolean;
}

export class PdfText {
  readonly #document: PDFKit.PDFDocument;
  readonly #opened = new Map<string, Font>();
  /** Of pieces of text, in em. */
  readonly #widths = new Map<string, number>();

  constructor(document: PDFKit.PDFDocument) {
    this.#document = document;
  }

  /** Lines no wider than `width` points; at least one. A character that no font has is shown by its code point. */
  wrap(text: string, style: Style, width: number): Line[] {
    return text
      .normalize('NFC')
      .split(/\r\n|[\n\r\u2028\u2029]/)
      .flatMap((paragraph) =>
        this.#wrapParagraph(this.#drawable(paragraph.replaceAll('\t', '  '), style), style, width),
      );
  }

  #wrapParagraph(text: string, style: Style, width: number): Line[] {
    const lines: Line[] = [];
    let line = '';
    let used = 0;
    const end = () => {
      const runs = this.#runs(line.trimEnd(), style);
      lines.push({ runs, width: runs.reduce((sum, run) => sum + run.width, 0) });
      line = '';
      used = 0;
    };
    for (const piece of piecesOf(text)) {
      // Where nothing may break, letters part.
      for (const part of this.#widthOf(piece.trimEnd(), style) <= width ? [piece] : piece) {
        if (line && used + this.#widthOf(part.trimEnd(), style) > width) end();
        line += part;
        used += this.#widthOf(part, style);
      }
    }
    end();
    return lines;
  }

  #widthOf(text: string, style: Style): number {
    const key = `${style.weight} ${text}`;
    let em = this.#widths.get(key);
    if (em === undefined) {
      em = this.#runs(text, { ...style, size: 1 }).reduce((sum, run) => sum + run.width, 0);
      this.#widths.set(key, em);
    }
    return em * style.size;
  }

  #runs(text: string, { weight, size }: Style): Run[] {
    const runs: { font: string; text: string }[] = [];
    for (const letter of text) {
      const last = runs.at(-1);
      // Accents stay with the letter that they stand on.
      const font =
        last && /\p{M}/u.test(letter) && this.#has(last.font, letter)
          ? last.font
          : (this.#fontOf(letter, weight) ?? fontName('latin', weight));
      if (last?.font === font) last.text += letter;
      else runs.push({ font, text: letter });
    }
    return runs.map((run) => ({
      ...run,
      width: this.#document.font(run.font, size).widthOfString(run.text, layout),
    }));
  }

  #drawable = (text: string, { weight }: Style): string =>
    Array.from(text, (letter) =>
      this.#fontOf(letter, weight)
        ? letter
        : `[U+${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}]`,
    ).join('');

  #fontOf(letter: string, weight: Weight): string | null {
    const family = families.find(({ name }) => this.#has(fontName(name, weight), letter));
    return family ? fontName(family.name, weight) : null;
  }

  /** Opens and registers the font when it is first asked. */
  #has(name: string, letter: string): boolean {
    let font = this.#opened.get(name);
    if (!font) {
      const [family, weight] = name.split(' ') as [string, Weight];
      font = openSync(file(family, families.find((each) => each.name === family)![weight])) as Font;
      // PDFKit takes an opened font too; its types do not say so.
      this.#document.registerFont(name, font as unknown as Buffer);
      this.#opened.set(name, font);
    }
    // Fonts map control characters to nothing at all.
    return !/\p{Cc}/u.test(letter) && font.hasGlyphForCodePoint(letter.codePointAt(0)!);
  }
}

const fontName = (name: string, weight: Weight): string => `${name} ${weight}`;

/** Between the places where a line may break (UAX 14). */
function piecesOf(text: string): string[] {
  const breaker = new LineBreaker(text);
  const pieces: string[] = [];
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    pieces.push(text.slice(from, next.position));
    from = next.position;
  }
  return pieces;
}
