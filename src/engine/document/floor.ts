// Engine. Bare inference times of the document's models: what no code around them can go below.
import type { ModelStore } from '../models/model-store.ts';
import type { MrzRecogniser } from './mrz-recogniser.ts';
import { runDetector } from './text-detection.ts';

/** Usual inputs: a 16:9 photograph at the detector's size, and a line of 44 characters. */
const detectorInput = { widthPx: 960, heightPx: 544 };
const lineWidthPx = 928;

/** Milliseconds, median of `runs`, after one that warms. */
export async function documentFloor(
  models: ModelStore,
  recogniser: MrzRecogniser,
  runs: number,
): Promise<Record<string, number>> {
  const session = await models.session('pp-ocr-det');
  const { widthPx, heightPx } = detectorInput;
  const raster = { widthPx, heightPx, rgb: striped(widthPx * 3, heightPx) };
  const line = {
    widthPx: lineWidthPx,
    heightPx: recogniser.lineHeightPx,
    grey: striped(lineWidthPx, recogniser.lineHeightPx),
  };
  return {
    'pp-ocr-det': await medianMs(runs, () => runDetector(session, raster)),
    [recogniser.model.name]: await medianMs(runs, () => recogniser.recognise([line])),
  };
}

/** Strokes as wide as letters. */
const striped = (widthPx: number, heightPx: number): Uint8Array =>
  Uint8Array.from({ length: widthPx * heightPx }, (_, at) =>
    (at % widthPx) % 35 < 8 && Math.floor(at / widthPx) > heightPx / 5 ? 30 : 220,
  );

async function medianMs(runs: number, work: () => Promise<unknown>): Promise<number> {
  await work();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b)[runs >> 1]!;
}
