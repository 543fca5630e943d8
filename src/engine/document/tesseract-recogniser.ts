// Engine. Reads MRZ lines with Tesseract's LSTM and the traineddata made for OCR-B MRZ, in worker threads.
import path from 'node:path';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';
import type { LineImage, LineReading, MrzRecogniser } from './mrz-recogniser.ts';

/** On 126 web crops 36 and 48 read 116 right and 56 read 117; ten pixels more of free space around cost six lines. */
const lineHeightPx = 56;
const mrzCharacter = /[A-Z0-9<]/;

interface TesseractOptions {
  /** Where the verified `mrz.traineddata` lies. */
  readonly traineddataPath: () => Promise<string>;
  readonly version: string;
  /** Lines read at the same time, each in a thread of its own. */
  readonly workers: number;
  /** Wraps every inference, to count it. */
  readonly count?: <T>(infer: () => Promise<T>) => Promise<T>;
}

export function createTesseractRecogniser(options: TesseractOptions): MrzRecogniser {
  let starting: Promise<Worker[]> | null = null;
  let turn = 0;
  const count = options.count ?? (<T>(infer: () => Promise<T>) => infer());

  const start = async (): Promise<Worker[]> => {
    const traineddataPath = await options.traineddataPath();
    return Promise.all(
      Array.from({ length: options.workers }, async () => {
        // A folder as `langPath` and no cache: tesseract.js then reads this one file and never the network.
        const worker = await createWorker(path.parse(traineddataPath).name, OEM.LSTM_ONLY, {
          langPath: path.dirname(traineddataPath),
          cacheMethod: 'none',
          gzip: false,
        });
        await worker.setParameters({
          tessedit_pageseg_mode: PSM.RAW_LINE,
          tessedit_char_whitelist: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<',
        });
        return worker;
      }),
    );
  };

  return {
    model: { name: 'tesseract-mrz', version: options.version },
    lineHeightPx,
    async recognise(lines) {
      starting ??= start().catch((thrown: unknown) => {
        starting = null;
        throw thrown;
      });
      const workers = await starting;
      return Promise.all(
        lines.map((line) => {
          turn = (turn + 1) % workers.length;
          const worker = workers[turn]!;
          return count(() => recogniseWith(worker, line));
        }),
      );
    },
    async close() {
      const workers = await starting?.catch(() => []);
      starting = null;
      await Promise.all((workers ?? []).map((worker) => worker.terminate()));
    },
  };
}

async function recogniseWith(worker: Worker, line: LineImage): Promise<LineReading> {
  const { data } = await worker.recognize(toPgm(line), {}, { blocks: true, text: false });
  const symbols = (data.blocks ?? [])
    .flatMap((block) => block.paragraphs)
    .flatMap((paragraph) => paragraph.lines)
    .flatMap((textLine) => textLine.words)
    .flatMap((word) => word.symbols)
    .filter((symbol) => mrzCharacter.test(symbol.text));
  return {
    text: symbols.map((symbol) => symbol.text).join(''),
    confidences: symbols.map((symbol) => symbol.confidence / 100),
    centresPx: symbols.map((symbol) => (symbol.bbox.x0 + symbol.bbox.x1) / 2),
  };
}

/** Portable grey map: the plainest format that Leptonica reads, so nothing is compressed on the way to the thread. */
function toPgm({ widthPx, heightPx, grey }: LineImage): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${widthPx} ${heightPx}\n255\n`, 'latin1'), grey]);
}
