// Engine. OpenCV (WebAssembly), loaded once when first needed. Its matrices live outside the garbage collector's
// reach, so they are made and deleted inside `withMats` only.
import type { loadOpenCV } from '@opencvjs/node';
import type { Quad } from '../../shared/domain/geometry.ts';
import type { Raster } from './raster.ts';

export type OpenCv = Awaited<ReturnType<typeof loadOpenCV>>;
export type Mat = InstanceType<OpenCv['Mat']>;

let loading: Promise<OpenCv> | null = null;

/** One WASM instance a process; callers that arrive while it compiles share the same promise. */
export function loadOpenCv(): Promise<OpenCv> {
  loading ??= import('@opencvjs/node').then((module) => module.loadOpenCV());
  return loading;
}

interface Deletable {
  delete(): void;
}
export type Keep = <T extends Deletable>(mat: T) => T;

/** Runs `work`, which hands everything it allocates to `keep`; all of it is deleted at the end, thrown or not. */
export function withMats<T>(work: (keep: Keep) => T): T {
  const kept: Deletable[] = [];
  try {
    return work((mat) => {
      kept.push(mat);
      return mat;
    });
  } finally {
    for (const mat of kept.reverse()) mat.delete();
  }
}

/** Copies a raster (RGB) into a matrix of type CV_8UC3. The caller keeps it. */
export function rasterToMat(cv: OpenCv, raster: Raster): Mat {
  const mat = new cv.Mat(raster.heightPx, raster.widthPx, cv.CV_8UC3);
  mat.data.set(raster.rgb);
  return mat;
}

/** Copies 8-bit grey pixels into a matrix of type CV_8UC1. The caller keeps it. */
export function greyToMat(cv: OpenCv, grey: Uint8Array, widthPx: number, heightPx: number): Mat {
  const mat = new cv.Mat(heightPx, widthPx, cv.CV_8UC1);
  mat.data.set(grey);
  return mat;
}

/** Straightens `quad` (clockwise from the top left) of a matrix to `widthPx` x `heightPx`. The caller keeps the result. */
export function warpQuad(cv: OpenCv, source: Mat, quad: Quad, widthPx: number, heightPx: number): Mat {
  return withMats((keep) => {
    const from = keep(cv.matFromArray(4, 1, cv.CV_32FC2, quad.flat()));
    const to = keep(cv.matFromArray(4, 1, cv.CV_32FC2, [0, 0, widthPx, 0, widthPx, heightPx, 0, heightPx]));
    const transform = keep(cv.getPerspectiveTransform(from, to));
    const straight = new cv.Mat();
    cv.warpPerspective(
      source,
      straight,
      transform,
      new cv.Size(widthPx, heightPx),
      cv.INTER_CUBIC,
      cv.BORDER_REPLICATE,
    );
    return straight;
  });
}

/** Straightens `quad` of a raster to a new raster. */
export function warpRaster(
  cv: OpenCv,
  raster: Raster,
  quad: Quad,
  widthPx: number,
  heightPx: number,
): Raster {
  return withMats((keep) => {
    const straight = keep(warpQuad(cv, keep(rasterToMat(cv, raster)), quad, widthPx, heightPx));
    return { widthPx, heightPx, rgb: new Uint8Array(straight.data) };
  });
}
