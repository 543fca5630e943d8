// Kiosk renderer. Takes pictures from a playing video: full-size stills and the small frames that the coach looks at.
import type { LiveFrame } from '../../../shared/contract/contract.ts';
import type { Quad } from '../../../shared/domain/geometry.ts';
import { sharpnessOf } from './sharpness.ts';

/** Wide enough for the coach to see the edges of a document, small enough to send many times a second. */
const frameWidthPx = 640;
const jpegQuality = 0.95;

export type Still = HTMLCanvasElement;

/** Draws the present picture at its full size. `onto` is used again where given: stills are 8 MB each. */
export function takeStill(video: HTMLVideoElement, onto?: Still): Still {
  const still = onto ?? document.createElement('canvas');
  if (still.width !== video.videoWidth || still.height !== video.videoHeight) {
    still.width = video.videoWidth;
    still.height = video.videoHeight;
  }
  still.getContext('2d')!.drawImage(video, 0, 0);
  return still;
}

/** Makes small frames of pictures on one canvas, read back often: its own, or one that the caller wants to see too. */
export function frameMaker(canvas = document.createElement('canvas')): (still: Still) => LiveFrame {
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  return (still) => {
    // A portrait camera must stay within the contract's 1280 px, so the longer side counts.
    const scale = Math.min(1, frameWidthPx / Math.max(still.width, still.height));
    const widthPx = Math.round(still.width * scale);
    const heightPx = Math.round(still.height * scale);
    if (canvas.width !== widthPx || canvas.height !== heightPx) {
      canvas.width = widthPx;
      canvas.height = heightPx;
    }
    context.drawImage(still, 0, 0, widthPx, heightPx);
    const { data } = context.getImageData(0, 0, widthPx, heightPx);
    return { widthPx, heightPx, rgba: new Uint8Array(data.buffer), photographWidthPx: still.width };
  };
}

/** Of the whole document this much at each end is rim and background. */
const rim = 0.08;

/** How sharp the still is where the document is. `quad`: in pixels of a frame that is `frameWidthPx` wide. */
export function documentSharpness(still: Still, quad: Quad, frameWidthPx: number): number {
  const scale = still.width / frameWidthPx;
  const range = (values: readonly number[], most: number) => {
    const [low, high] = [Math.min(...values) * scale, Math.max(...values) * scale];
    const start = Math.max(0, Math.round(low + rim * (high - low)));
    return [start, Math.min(most, Math.round(high - rim * (high - low))) - start] as const;
  };
  const [left, width] = range(
    quad.map(([x]) => x),
    still.width,
  );
  const [top, height] = range(
    quad.map(([, y]) => y),
    still.height,
  );
  if (width < 1 || height < 1) return 0;
  return sharpnessOf(still.getContext('2d')!.getImageData(left, top, width, height));
}

export async function encodeJpeg(still: Still): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => still.toBlob(resolve, 'image/jpeg', jpegQuality));
  // An empty image is refused by core with `image.empty`, which asks for another photograph.
  return blob ? new Uint8Array(await blob.arrayBuffer()) : new Uint8Array();
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** The next picture of the camera; also returns when none comes, so that a stalled camera cannot hold us. */
export function nextPicture(video: HTMLVideoElement): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, 500);
    video.requestVideoFrameCallback(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
