// Engine. How large a scanned document is: its own outline on the glass where that is seen, else the page that was found.
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentSide } from '../../shared/domain/document.ts';
import type { Quad } from '../../shared/domain/geometry.ts';
import { type MeasuredSize, sizeOnScan } from '../scan/card-size.ts';
import { findOnGlass } from '../scan/find.ts';
import { areaOf } from './page-quad.ts';
import { type Side, toSource } from './side.ts';

export interface SideSize extends MeasuredSize {
  /** In pixels of the picture as scanned. */
  readonly quad: Quad;
  /** The outline of what lay on the glass; a `page` was found on it, and lay on nothing that could be told from it. */
  readonly from: 'outline' | 'page';
  readonly resolutionDpi: number;
}

export interface ScannedSide {
  readonly image: ImageRole;
  /** Null where nothing was found to measure. */
  readonly size: SideSize | null;
}

const mmPerInch = 25.4;
/** Cut out with 4 mm of glass around it, of which the lamp's shadow takes two. */
const rimMm = 1.2;
/** Nearer to the picture's border there was no glass between this document and the next, and no edge to be seen. */
const borderMm = 0.8;
/** Share of its picture that a sheet takes which covers the glass, and ends with it. */
const sheetFrom = 0.94;
/** An outline that has lost a part of the page, as white paper on white may: then the page is measured. */
const wholeFrom = 0.97;

/** Null where neither was found. */
async function measureSide(side: Side, resolutionDpi: number): Promise<SideSize | null> {
  const { full } = side;
  const pxPerMm = resolutionDpi / mmPerInch;
  const { documents } = await findOnGlass(full, pxPerMm / full.sourceScale, rimMm);
  const outline = documents
    .map(({ quad }) => quad.map(([x, y]) => [x * full.sourceScale, y * full.sourceScale]) as unknown as Quad)
    .reduce<Quad | null>((a, b) => (a && areaOf(a) >= areaOf(b) ? a : b), null);
  const page = side.page?.from === 'outline' ? toSource(side, side.page.quad) : null;
  const isWhole = (found: Quad) =>
    !page || (areaOf(found) >= wholeFrom * areaOf(page) && !isAtBorder(found, side, borderMm * pxPerMm));
  const quad = outline && isWhole(outline) ? outline : page;
  if (!quad) return null;
  return { ...sizeOnScan(quad, pxPerMm), quad, from: quad === outline ? 'outline' : 'page', resolutionDpi };
}

const isAtBorder = (quad: Quad, { full }: Side, reachPx: number): boolean =>
  quad.some(
    ([x, y]) =>
      Math.min(x, y, full.sourceWidthPx - x, full.sourceHeightPx - y) < reachPx &&
      // A sheet that covers the glass ends with the picture.
      areaOf(quad) < sheetFrom * full.sourceWidthPx * full.sourceHeightPx,
  );

/** Of those sides that a scanner took. */
export async function sizesOf(
  sides: Readonly<Record<DocumentSide, Side | null>>,
  resolutionDpi: Readonly<Record<DocumentSide, number | null>> | undefined,
): Promise<ScannedSide[]> {
  const sizes: ScannedSide[] = [];
  for (const name of ['front', 'back'] as const) {
    const [side, dpi] = [sides[name], resolutionDpi?.[name] ?? null];
    if (side && dpi !== null) sizes.push({ image: `document.${name}`, size: await measureSide(side, dpi) });
  }
  return sizes;
}
