// Engine. The second half of a side, once it is known what its machine-readable data say: straightened, its portrait found,
// its quality judged, its print under way.
import type { DerivedImage } from '../../shared/contract/engine-contract.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentSide } from '../../shared/domain/document.ts';
import type { FaceAnalyser } from '../face/face.ts';
import { encodeJpeg } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import type { LineReader } from '../printed/line-reader.ts';
import type { PrintReading } from '../printed/read-printed.ts';
import { resolutionOf } from './page.ts';
import { judgePageQuality } from './page-quality.ts';
import { type StraightPage, straighten } from './portrait.ts';
import { type PrintHints, readPrintOf } from './print.ts';
import type { Side } from './side.ts';

export interface FinishedSide {
  readonly straight: StraightPage;
  /** Under way on a thread of its own. */
  readonly print: Promise<PrintReading>;
  readonly quality: ReturnType<typeof judgePageQuality> | null;
  readonly straightMs: number;
  readonly qualityMs: number;
}

export async function finishSide(
  side: Side,
  wishes: {
    readonly name: DocumentSide;
    readonly wantFace: boolean;
    readonly hints: PrintHints | null;
    readonly nowMs: number;
  },
  { faces, print: reader }: { readonly faces: FaceAnalyser; readonly print: LineReader },
): Promise<FinishedSide> {
  const start = performance.now();
  const straight = await straighten(side, faces, wishes.wantFace);
  const isUpright = side.mrz !== null || straight.face !== null;
  const print = readPrintOf(side, { ...wishes, page: straight.page, isUpright }, reader);
  // Handled where it is awaited.
  print.catch(() => {});
  const straightMs = performance.now() - start;
  const qualityStart = performance.now();
  const quality = straight.page
    ? judgePageQuality(straight.raster, resolutionOf(straight.page) * side.workScale)
    : null;
  return {
    straight,
    print,
    quality,
    straightMs,
    qualityMs: performance.now() - qualityStart,
  };
}

export const encodeAll = (images: readonly (readonly [ImageRole, Raster])[]): Promise<DerivedImage[]> =>
  Promise.all(
    images.map(async ([role, raster]) => ({
      role,
      jpeg: await encodeJpeg(raster),
      widthPx: raster.widthPx,
      heightPx: raster.heightPx,
    })),
  );
