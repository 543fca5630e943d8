// Engine. From a side that was inspected to what is printed on it: the same photograph, seen as the print's reader asks.
import type { DocumentFields, DocumentSide, DocumentType, MrzFormat } from '../../shared/domain/document.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import type { LineReader } from '../printed/line-reader.ts';
import { type PrintReading, readPrinted } from '../printed/read-printed.ts';
import type { Page } from './page.ts';
import type { Side } from './side.ts';

/** What machine-readable data of either side say. */
export interface PrintHints {
  readonly format: MrzFormat | null;
  readonly type: DocumentType | null;
  readonly country: string | null;
  readonly fields: DocumentFields;
}

export function readPrintOf(
  side: Side,
  input: {
    /** In pixels of `side.work`, and whether its first corner is known to be the page's own top left. */
    readonly page: Page | null;
    readonly isUpright: boolean;
    readonly hints: PrintHints | null;
    readonly name: DocumentSide;
    readonly nowMs: number;
  },
  reader: LineReader,
): Promise<PrintReading> {
  const { full, work } = side;
  const { page, hints } = input;
  const scale = full.widthPx / work.widthPx;
  const toFull = (quad: Quad): Quad => quad.map(([x, y]): Point => [x * scale, y * scale]) as Quad;
  return readPrinted(
    {
      raster: full,
      sourceScale: full.sourceWidthPx / full.widthPx,
      copy: work,
      lines: side.lines,
      page: page && {
        quad: toFull(page.quad),
        widthMm: page.widthMm,
        heightMm: page.heightMm,
        isUpright: input.isUpright,
      },
      hints: hints && { ...hints, mrzQuads: side.mrz?.quads.map(toFull) ?? [] },
      side: input.name,
      nowMs: input.nowMs,
    },
    { reader },
  );
}
