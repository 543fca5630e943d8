// Plain Node. Projects a flat surface into the frame: its colours, and how much of each pixel it covers.
import type { Point } from '../../shared/domain/geometry.ts';
import { openCv, withMats } from '../opencv.ts';
import { resizeRaster } from '../raster.ts';
import { sampleMicrostructure } from './microstructure.ts';
import { chain, type Homography, project } from './pose.ts';
import type { Surface } from './surface.ts';

export interface Projection {
  /** 8-bit sRGB of the whole frame; runs on past the surface's edge. */
  readonly rgb: Uint8Array;
  /** 0 to 255. */
  readonly coverage: Uint8Array;
}

/** Finest image scale over the surface, pixels a millimetre. */
function scaleOf(toImage: Homography, surface: Surface): number {
  const steps: Point[] = [
    [0, 0],
    [surface.widthMm, 0],
    [0, surface.heightMm],
    [surface.widthMm, surface.heightMm],
  ];
  return Math.max(
    ...steps.flatMap(([x, y]) => {
      const here = project(toImage, [x, y]);
      return (
        [
          [x + 1, y],
          [x, y + 1],
        ] as const
      ).map(([nextX, nextY]) => {
        const next = project(toImage, [nextX, nextY]);
        return Math.hypot(next[0] - here[0], next[1] - here[1]);
      });
    }),
  );
}

/** White inside the (rounded) outline, with the raster's own soft edge. */
function outlineMask(widthPx: number, heightPx: number, radiusPx: number): Uint8Array {
  const mask = new Uint8Array(widthPx * heightPx).fill(255);
  const radius = Math.ceil(radiusPx);
  for (let y = 0; y < radius; y++) {
    for (let x = 0; x < radius; x++) {
      const beyond = Math.hypot(radiusPx - x - 0.5, radiusPx - y - 0.5) - radiusPx;
      const value = Math.round(255 * Math.min(1, Math.max(0, 0.5 - beyond)));
      for (const row of [y, heightPx - 1 - y]) {
        mask[row * widthPx + x] = value;
        mask[row * widthPx + widthPx - 1 - x] = value;
      }
    }
  }
  return mask;
}

export async function projectSurface(
  surface: Surface,
  toImage: Homography,
  widthPx: number,
  heightPx: number,
): Promise<Projection> {
  const cv = await openCv();
  // Reduced to about the image's scale first (area-averaged), so that the bilinear warp does not alias.
  const perMm = Math.min(surface.pxPerMm, scaleOf(toImage, surface) * 1.1);
  const raster =
    perMm < surface.pxPerMm * 0.95 && !surface.micro
      ? await resizeRaster(
          surface.raster,
          Math.round(surface.widthMm * perMm),
          Math.round(surface.heightMm * perMm),
        )
      : surface.raster;
  const [perMmX, perMmY] = [raster.widthPx / surface.widthMm, raster.heightPx / surface.heightMm];
  // Pixel centres lie at half units on both sides.
  const warp = chain(chain([1, 0, -0.5, 0, 1, -0.5, 0, 0, 1], toImage), [
    1 / perMmX,
    0,
    0.5 / perMmX,
    0,
    1 / perMmY,
    0.5 / perMmY,
    0,
    0,
    1,
  ]);
  const mask = outlineMask(raster.widthPx, raster.heightPx, surface.cornerRadiusMm * perMmX);
  const flat = withMats((keep) => {
    const matrix = keep(cv.matFromArray(3, 3, cv.CV_64FC1, [...warp]));
    const size = new cv.Size(widthPx, heightPx);
    const warped = (type: number, pixels: Uint8Array, border: number) => {
      const source = keep(new cv.Mat(raster.heightPx, raster.widthPx, type));
      source.data.set(pixels);
      const target = keep(new cv.Mat());
      cv.warpPerspective(source, target, matrix, size, cv.INTER_LINEAR, border, new cv.Scalar());
      return Uint8Array.from(target.data);
    };
    return {
      // The page's colour runs on past its edge, so that the edge blends with the background alone.
      rgb: surface.micro ? null : warped(cv.CV_8UC3, raster.rgb, cv.BORDER_REPLICATE),
      coverage: warped(cv.CV_8UC1, mask, cv.BORDER_CONSTANT),
    };
  });
  const rgb = flat.rgb ?? (await sampleMicrostructure(surface, surface.micro!, toImage, widthPx, heightPx));
  return { rgb, coverage: flat.coverage };
}
