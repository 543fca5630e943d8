// Core. A4 pages that are filled from top to bottom: headings, paragraphs, rows of cells, pictures. Tagged, so that
// screen readers can follow. All lengths are in points.
import PDFDocument from 'pdfkit';
import type { Language } from '../../shared/kernel/words.ts';
import { type Cell, type Colour, colours, type Picture, type Style } from './pdf-style.ts';
import { type Line, layout, PdfText, type Weight } from './pdf-text.ts';

const page = { width: 595.28, height: 841.89 };
const margin = { side: 54, top: 56, bottom: 68 };
const contentWidth = page.width - 2 * margin.side;
const bottom = page.height - margin.bottom;

const gap = 12;
const leading = 1.42;
const dotRoom = 11;
const pictureGap = 6;

export class Sheet {
  readonly #document: PDFKit.PDFDocument;
  readonly #text: PdfText;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #done: Promise<Uint8Array>;
  #y = margin.top;

  constructor(language: Language, title: string, madeAtMs: number) {
    this.#document = new PDFDocument({
      size: 'A4',
      margin: 0,
      bufferPages: true,
      tagged: true,
      pdfVersion: '1.7',
      lang: language,
      displayTitle: true,
      // None until the first letter: its own would not be embedded.
      font: null as unknown as string,
      info: { Title: title, Creator: 'Proofdesk', Producer: 'Proofdesk', CreationDate: new Date(madeAtMs) },
    });
    this.#text = new PdfText(this.#document);
    this.#root = this.#document.struct('Document');
    this.#document.addStructure(this.#root);
    const chunks: Uint8Array[] = [];
    this.#done = new Promise((resolve, reject) => {
      this.#document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
      this.#document.on('end', () => resolve(Buffer.concat(chunks)));
      this.#document.on('error', reject);
    });
  }

  space(height: number): void {
    this.#y += height;
  }

  /** Starts a new page where less than `height` is left on this one; whether it did. */
  keep(height: number): boolean {
    if (this.#y + height <= bottom) return false;
    this.#document.addPage();
    this.#y = margin.top;
    return true;
  }

  mark(): void {
    const size = 22;
    this.#artifact(() => {
      const drawing = this.#document
        .save()
        .translate(margin.side, this.#y)
        .scale(size / 32);
      drawing.roundedRect(0, 0, 32, 32, 9).fill(colours.accent);
      drawing
        .lineWidth(2)
        .lineCap('round')
        .lineJoin('round')
        .path(
          'M9 13V10.5A1.5 1.5 0 0 1 10.5 9H13M19 9h2.5a1.5 1.5 0 0 1 1.5 1.5V13M23 19v2.5a1.5 1.5 0 0 1-1.5 1.5H19M13 23h-2.5A1.5 1.5 0 0 1 9 21.5V19',
        )
        .strokeOpacity(0.62)
        .stroke('#fff');
      drawing.lineWidth(2.4).path('m12.4 16.3 2.6 2.6 4.9-5.4').strokeOpacity(1).stroke('#fff');
      drawing.restore();
      this.#draw(this.#wrap('Proofdesk', 12, 'strong', contentWidth), 12, {
        x: margin.side + size + 8,
        y: this.#y + 2.5,
        colour: 'ink',
      });
    });
    this.#y += size;
  }

  title(text: string): void {
    this.#flow('H1', [{ text, share: 1, size: 25, weight: 'strong', colour: 'ink' }], 1.2);
  }

  /** Opens a section, with room below for its first lines. */
  heading(text: string): void {
    this.space(26);
    this.keep(84);
    if (this.#y > margin.top) {
      this.#rule(colours.line);
      this.space(11);
    }
    this.#flow('H2', [{ text, share: 1, size: 13.5, weight: 'strong', colour: 'accentDeep' }], 1.25);
    this.space(6);
  }

  paragraph(text: string, style: Style): void {
    this.#flow('P', [{ text, share: 1, ...style }]);
  }

  /** Rows under a line of headings, which stays with the first of them and returns on every page. */
  table(headings: readonly Omit<Cell, 'size'>[], rows: readonly (readonly Omit<Cell, 'share'>[])[]): void {
    const table = this.#document.struct('Table');
    this.#root.add(table);
    const head = () => {
      const cells = headings.map((cell) => ({ ...cell, size: 8, weight: 'strong', colour: 'soft' }) as const);
      this.#flow('TR', cells, leading, table);
      this.space(3);
      this.#rule(colours.line);
      this.space(5);
    };
    this.keep(60);
    head();
    for (const row of rows) {
      const cells = row.map((cell, at) => ({ ...cell, share: headings[at]!.share }));
      this.#flow('TR', cells, leading, table, head);
      this.space(4);
      this.#rule(colours.sunken);
      this.space(5);
    }
    table.end();
  }

  /** Cells side by side. */
  row(cells: readonly Cell[]): void {
    this.#flow('P', cells);
  }

  /** `columns` in a row, none higher than `heightLimit`; with their names below where these are asked for. */
  pictures(pictures: readonly Picture[], columns: number, heightLimit: number, areNamed = false): void {
    const width = (contentWidth - (columns - 1) * pictureGap) / columns;
    for (let from = 0; from < pictures.length; from += columns) {
      const row = pictures.slice(from, from + columns).map((picture, column) => {
        // What was no image has no size.
        const [widthPx, heightPx] = [picture.widthPx || 1, picture.heightPx || 1];
        const scale = Math.min(width / widthPx, heightLimit / heightPx);
        const x = margin.side + column * (width + pictureGap);
        return { ...picture, x, width: widthPx * scale, height: heightPx * scale };
      });
      const height = Math.max(...row.map((picture) => picture.height));
      this.keep(height + (areNamed ? 18 : 0));
      for (const picture of row) {
        const figure = this.#document.struct('Figure', { alt: picture.name }, () => {
          const { jpeg, x, width: wide, height: high } = picture;
          const y = this.#y + height - high;
          if (jpeg[0] === 0xff && jpeg[1] === 0xd8) {
            this.#document.image(Buffer.from(jpeg), x, y, { width: wide, height: high });
          } else {
            // What cannot be drawn is in the JSON file all the same.
            this.#document.rect(x, y, wide, high).fill(colours.sunken);
          }
          if (!areNamed) return;
          this.#draw(this.#wrap(picture.name, 8.5, 'regular', width), 8.5, {
            x: picture.x,
            y: this.#y + height + 3,
            colour: 'soft',
          });
        });
        this.#root.add(figure);
        figure.end();
      }
      this.space(height + (areNamed ? 26 : pictureGap));
    }
  }

  /** Writes `left`, and `pageOf(page, pages)`, under every page, and closes the document. */
  finish(left: string, pageOf: (page: number, pages: number) => string): Promise<Uint8Array> {
    this.#root.end();
    const { count } = this.#document.bufferedPageRange();
    for (let at = 0; at < count; at++) {
      this.#document.switchToPage(at);
      this.#artifact(() => {
        const y = page.height - 42;
        this.#draw(this.#wrap(left, 8, 'regular', contentWidth), 8, { x: margin.side, y, colour: 'soft' });
        const right = this.#wrap(pageOf(at + 1, count), 8, 'regular', contentWidth);
        this.#draw(right, 8, { x: page.width - margin.side - right[0]!.width, y, colour: 'soft' });
      });
    }
    this.#document.end();
    return this.#done;
  }

  #wrap = (text: string, size: number, weight: Weight, width: number): Line[] =>
    this.#text.wrap(text, { size, weight }, width);

  /** Side by side from here on, over as many pages as their lines need. */
  #flow(
    tag: string,
    cells: readonly Cell[],
    lead = leading,
    parent = this.#root,
    onNewPage: () => void = () => {},
  ): void {
    const placed = this.#place(cells);
    const lineHeight = Math.max(...cells.map((cell) => cell.size)) * lead;
    const rows = Math.max(...placed.map(({ lines }) => lines.length));
    for (let from = 0; from < rows; ) {
      // What is short is not torn apart.
      const whole = rows * lineHeight;
      if (this.keep(from === 0 && whole < 200 ? whole : lineHeight)) onNewPage();
      const to = Math.min(rows, from + Math.floor((bottom - this.#y + 0.01) / lineHeight));
      const draws = placed.map((cell) => () => {
        if (cell.dot && from === 0) {
          const radius = cell.size * 0.3;
          this.#document
            .circle(cell.x - dotRoom + radius, this.#y + lineHeight / 2, radius)
            .fill(colours[cell.dot]);
        }
        this.#draw(cell.lines.slice(from, to), cell.size, { ...cell, y: this.#y, lineHeight });
      });
      const element = this.#document.struct(
        tag,
        {},
        tag === 'TR' ? draws.map((draw) => this.#document.struct('TD', {}, draw)) : draws,
      );
      parent.add(element);
      element.end();
      this.#y += (to - from) * lineHeight;
      from = to;
    }
  }

  #place(cells: readonly Cell[]) {
    let left = margin.side;
    return cells.map((cell) => {
      const inset = cell.dot ? dotRoom : 0;
      const width = contentWidth * cell.share;
      const x = left + inset;
      left += width;
      const lines = this.#wrap(
        cell.text,
        cell.size,
        cell.weight ?? 'regular',
        width - inset - (cell.share === 1 ? 0 : gap),
      );
      return { size: cell.size, dot: cell.dot, colour: cell.colour ?? ('ink' as const), x, lines };
    });
  }

  #draw(
    lines: readonly Line[],
    size: number,
    at: { x: number; y: number; colour: Colour; lineHeight?: number },
  ): void {
    const lineHeight = at.lineHeight ?? size * leading;
    lines.forEach((line, row) => {
      let x = at.x;
      // The baseline that puts the letters' middle into the line's.
      const y = at.y + row * lineHeight + lineHeight / 2 + size * 0.36;
      for (const { font, text, width } of line.runs) {
        this.#document.font(font, size).fillColor(colours[at.colour]);
        this.#document.text(text, x, y, layout);
        x += width;
      }
    });
  }

  #rule(colour: string): void {
    this.#artifact(() => {
      this.#document
        .moveTo(margin.side, this.#y)
        .lineTo(page.width - margin.side, this.#y)
        .lineWidth(0.7)
        .stroke(colour);
    });
  }

  #artifact(draw: () => void): void {
    this.#document.markContent('Artifact');
    draw();
    this.#document.endMarkedContent();
  }
}
