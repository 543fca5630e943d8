// Engine. One photographed side of a document: decoded once, searched for text, MRZ and page side by side.
import { setImmediate } from 'node:timers/promises';
import type { DocumentReading, MrzReading } from '../../shared/domain/document.ts';
import type { Box, Point, Quad } from '../../shared/domain/geometry.ts';
import { type DecodedImage, decodeImage } from '../image/decode.ts';
import { resizeRaster } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import type { ModelStore } from '../models/model-store.ts';
import { contentOf } from './fields.ts';
import type { MrzDecoding } from './mrz-decode.ts';
import { layoutOf } from './mrz-formats.ts';
import { type MrzFound, readMrz, type ZoneLines } from './mrz-reader.ts';
import type { MrzRecogniser } from './mrz-recogniser.ts';
import { choosePage, findPage, type Page } from './page.ts';
import { type PageSight, pageFrom, pageModel } from './page-network.ts';
import { findPageText, isAslant } from './page-text.ts';
import { measureRecapture, type RecaptureFeatures } from './recapture-features.ts';
import { findTextLines, type TextLine } from './text-detection.ts';

/** More pixels than this are shrunk while loading: patterns of a copy need the rest, memory does not. */
const decodeMaxPixels = 16_000_000;
/** Reading works on this many: a card that fills half of it still has 9 pixels a millimetre. */
const workMaxPixels = 3_000_000;

export interface Side {
  /** As photographed (or shrunk to `decodeMaxPixels`). */
  readonly full: DecodedImage;
  readonly work: Raster;
  /** Source pixels per pixel of `work`. */
  readonly workScale: number;
  /** In pixels of `work`; empty where neither zone nor print was asked for. */
  readonly lines: readonly TextLine[];
  readonly mrz: MrzFound | null;
  /** Behind `mrz`, or an unreadable zone's. */
  readonly zone: ZoneLines | null;
  readonly unreadable: boolean;
  readonly sight: PageSight;
  /** In pixels of `work`. */
  readonly page: Page | null;
  /** `null` where it was not asked for, or there was too little to measure on. */
  readonly recapture: RecaptureFeatures | null;
  readonly timings: Readonly<Record<string, number>>;
}

export interface SideTools {
  readonly models: ModelStore;
  readonly recogniser: MrzRecogniser;
}

export interface SideWishes {
  /** False where the other side has given one already. */
  readonly mrz: boolean;
  readonly print: boolean;
  /** Traces of a copy. */
  readonly recapture: boolean;
}

export async function inspectSide(bytes: Uint8Array, tools: SideTools, wishes: SideWishes): Promise<Side> {
  const timings: Record<string, number> = {};
  const timed = async <T>(name: string, work: () => Promise<T> | T): Promise<T> => {
    const start = performance.now();
    const result = await work();
    timings[name] = performance.now() - start;
    return result;
  };
  const { full, work } = await timed('decodeMs', async () => {
    const decoded = await decodeImage(bytes, { maxPixels: decodeMaxPixels });
    const shrink = Math.min(1, Math.sqrt(workMaxPixels / (decoded.widthPx * decoded.heightPx)));
    const size = [Math.round(decoded.widthPx * shrink), Math.round(decoded.heightPx * shrink)] as const;
    return { full: decoded, work: await resizeRaster(decoded, ...size) };
  });
  const sight = await timed('outlineMs', async () => findPage(await tools.models.session(pageModel), work));
  const lines =
    wishes.mrz || wishes.print
      ? await timed('textMs', async () => {
          const detector = await tools.models.session('pp-ocr-det');
          return sight.presence >= pageFrom && isAslant(sight.quad, work.widthPx, work.heightPx)
            ? findPageText(detector, work, sight.quad)
            : findTextLines(detector, work);
        })
      : [];
  const search = timed('mrzMs', () => readMrz(work, wishes.mrz ? lines : [], tools.recogniser));
  // Handled where it is awaited; without this a failure meanwhile would count as unhandled.
  search.catch(() => {});
  const measure = (page: Page | null) =>
    timed('recaptureMs', () => measureRecapture(full, page && pageBox(full, work, page)));
  // The lines are on their way to the recogniser's threads: while they read, this one looks at the spectrum.
  await setImmediate();
  const outline = wishes.recapture ? choosePage(work, sight, null) : null;
  const early = outline ? await measure(outline) : null;
  const { found, lines: zone, unreadable } = await search;
  const page = pageOf(work, sight, found);
  const recapture = early ?? (wishes.recapture ? await measure(page) : null);
  return {
    full,
    work,
    workScale: full.sourceWidthPx / work.widthPx,
    lines,
    mrz: found,
    zone,
    unreadable,
    sight,
    page,
    recapture,
    timings,
  };
}

export const pageOf = (work: Raster, sight: PageSight, mrz: MrzFound | null): Page | null =>
  choosePage(work, sight, mrz && { layout: layoutOf(mrz.decoding.format), quads: mrz.quads });

export const toSource = ({ workScale }: Side, quad: Quad): Quad =>
  quad.map(([x, y]): Point => [x * workScale, y * workScale]) as Quad;

/** The middle of the page in pixels of `full`, without the rim where the background shows. */
function pageBox(full: Raster, work: Raster, page: Page): Box {
  const scale = full.widthPx / work.widthPx;
  const xs = page.quad.map(([x]) => x * scale);
  const ys = page.quad.map(([, y]) => y * scale);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - top];
  return { x: left + 0.1 * width, y: top + 0.1 * height, width: 0.8 * width, height: 0.8 * height };
}

export function mrzReadingOf(side: Side): MrzReading | null {
  if (!side.mrz) return null;
  const { decoding, quads } = side.mrz;
  return {
    lines: [...decoding.lines],
    asRead: [...decoding.asRead],
    valid: decoding.judgement.valid,
    invalidFields: [...decoding.judgement.invalidFields],
    confidences: decoding.confidences.map((line) => [...line]),
    quads: quads.map((quad) => toSource(side, quad)),
  };
}

/** The reading of a side: what its MRZ says, and where the page is. */
export function readingOf(side: Side, nowMs: number, totalMs: number): DocumentReading {
  const decoding: MrzDecoding | null = side.mrz?.decoding ?? null;
  const content = decoding ? contentOf(decoding, nowMs) : null;
  return {
    format: decoding?.format ?? null,
    type: content?.type ?? null,
    country: content?.country ?? null,
    fields: content?.fields ?? {},
    mrz: mrzReadingOf(side),
    barcode: null,
    printed: [],
    unread: [],
    quad: side.page ? toSource(side, side.page.quad) : null,
    timings: { ...side.timings, totalMs },
  };
}
