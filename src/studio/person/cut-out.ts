// Plain Node. Cuts a person out of a photograph, so that they can stand before another background.
import sharp from 'sharp';
import type { Box } from '../../shared/domain/geometry.ts';
import { openCv, withMats } from '../opencv.ts';
import { decodeRaster, type Raster } from '../raster.ts';

export interface CutOut {
  readonly raster: Raster;
  /** 0 to 255 for each pixel: how much of it is the person. */
  readonly alpha: Uint8Array;
}

/** The cut is found at this height and enlarged: hair is not cut strand by strand in any case. */
const workingPx = 420;

/**
 * GrabCut from a rough idea of where head and shoulders are. `face` and `crown` are fractions of the picture.
 * The border is a pixel or two soft, as a lens leaves it.
 */
export async function cutOut(image: Uint8Array, face: Box, crown: number): Promise<CutOut> {
  const cv = await openCv();
  const raster = await decodeRaster(image);
  const scale = Math.min(1, workingPx / raster.heightPx);
  const [w, h] = [Math.round(raster.widthPx * scale), Math.round(raster.heightPx * scale)];
  const small = await sharp(raster.rgb, {
    raw: { width: raster.widthPx, height: raster.heightPx, channels: 3 },
  })
    .resize(w, h, { fit: 'fill' })
    .raw()
    .toBuffer();
  const soft = withMats((keep) => {
    const source = keep(new cv.Mat(h, w, cv.CV_8UC3));
    source.data.set(small);
    const mask = keep(new cv.Mat(h, w, cv.CV_8UC1));
    mask.data.set(roughMask(w, h, face, crown));
    const [backgroundModel, foregroundModel] = [keep(new cv.Mat()), keep(new cv.Mat())];
    cv.grabCut(
      source,
      mask,
      new cv.Rect(0, 0, 1, 1),
      backgroundModel,
      foregroundModel,
      4,
      cv.GC_INIT_WITH_MASK,
    );
    const alpha = keep(new cv.Mat(h, w, cv.CV_8UC1));
    for (let index = 0; index < w * h; index++) {
      const label = mask.data[index];
      alpha.data[index] = label === cv.GC_FGD || label === cv.GC_PR_FGD ? 255 : 0;
    }
    // Specks go; a pixel is taken off all around, against a fringe of the old background.
    const element = keep(cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(5, 5)));
    cv.morphologyEx(alpha, alpha, cv.MORPH_OPEN, element);
    cv.morphologyEx(alpha, alpha, cv.MORPH_CLOSE, element);
    const pixel = keep(cv.getStructuringElement(cv.MORPH_ELLIPSE, new cv.Size(3, 3)));
    // Beyond the picture counts as person: hair and shoulders run on there.
    cv.erode(alpha, alpha, pixel);
    cv.GaussianBlur(alpha, alpha, new cv.Size(0, 0), 1.6);
    const large = keep(new cv.Mat());
    cv.resize(alpha, large, new cv.Size(raster.widthPx, raster.heightPx), 0, 0, cv.INTER_LINEAR);
    return Uint8Array.from(large.data);
  });
  return { raster, alpha: soft };
}

/** GrabCut's labels: 0 surely background, 1 surely person, 2 and 3 probably. */
function roughMask(w: number, h: number, face: Box, crown: number): Uint8Array {
  const mask = new Uint8Array(w * h);
  const centreX = (face.x + face.width / 2) * w;
  const [top, chin] = [crown * h, (face.y + face.height) * h];
  const faceWidth = face.width * w;
  const headY = (top + chin) / 2;
  const headHeight = chin - top;
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      const [dx, dy] = [x - centreX, y - headY];
      const head = Math.hypot(dx / (faceWidth * 0.46), dy / (headHeight * 0.47));
      const around = Math.hypot(dx / (faceWidth * 0.9), dy / (headHeight * 0.62));
      const label = head < 1 ? 1 : around < 1 || y > chin - headHeight * 0.08 ? 3 : 2;
      const above = y < top - headHeight * 0.02;
      const besideCrown = y < top + headHeight * 0.12 && Math.abs(dx) > faceWidth * 0.62;
      mask[y * w + x] = above || besideCrown ? 0 : label;
    }
  }
  return mask;
}
