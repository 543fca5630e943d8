// Engine. Reads MRZ lines with our own network (models/training/mrz-lines): convolutions and CTC, one run a line.
import { type InferenceSession, Tensor } from 'onnxruntime-node';
import type { ModelStore } from '../models/model-store.ts';
import { floats } from '../models/tensor.ts';
import { type LineImage, type LineReading, type MrzRecogniser, readingOf } from './mrz-recogniser.ts';

const modelName = 'mrz-lines';
const lineHeightPx = 32;
/** The network halves the width twice: the input is a multiple of this, and there is one frame for each. */
const pixelsPerFrame = 4;
const minWidthPx = 16;

/** Lines run singly: a batch is no quicker on one thread, and padding would shift the contrast the network sees. */
export function createLineNetworkRecogniser(models: ModelStore): MrzRecogniser {
  return {
    model: models.reference(modelName),
    lineHeightPx,
    async recognise(lines) {
      const session = await models.session(modelName);
      const readings: LineReading[] = [];
      for (const line of lines) readings.push(await runLine(session, line));
      return readings;
    },
  };
}

async function runLine(
  session: InferenceSession,
  { widthPx, heightPx, grey }: LineImage,
): Promise<LineReading> {
  if (heightPx !== lineHeightPx) throw new Error(`Lines are ${lineHeightPx} pixels high, not ${heightPx}.`);
  const width = Math.max(minWidthPx, Math.ceil(widthPx / pixelsPerFrame) * pixelsPerFrame);
  const values = new Float32Array(width * heightPx);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < width; x += 1) values[y * width + x] = grey[y * widthPx + Math.min(x, widthPx - 1)]!;
  }
  const output = await session.run({
    [session.inputNames[0]!]: new Tensor('float32', values, [1, 1, heightPx, width]),
  });
  return readingOf(floats(output[session.outputNames[0]!]), width);
}
