// Engine, main thread. The thread of the barcodes as the rest of the engine sees it; the work is done in
// barcode-worker.ts.
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Input, Output } from '../../shared/contract/contract.ts';
import { connect } from '../../shared/contract/rpc.ts';
import type { Point, Quad } from '../../shared/domain/geometry.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { cropRaster } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { type BarcodeContract, barcodeContract } from './barcode-contract.ts';
import type { DecodedBarcode } from './find-barcode.ts';

/** Never the first to give up: core's own deadlines are shorter, and end the whole engine. */
const deadlineMs = 10 * 60 * 1000;
/** No new attempt begins after it. On an idle core one takes 30 ms. */
const usualBudgetMs = 1500;
/** Around a region that is cut out of the photograph, of its extent. */
const surroundings = 0.3;

export interface FoundBarcode extends DecodedBarcode {
  readonly ms: number;
}

export interface BarcodeFinder {
  /**
   * A PDF417 symbol on one photographed side, turned and tilted as it may be; null where there is none that can be
   * decoded. Places are in pixels of `work`.
   * @param work upright copy of the photograph, some 3 megapixels at most: it is copied to the thread.
   * @param full the photograph as fine as there is one; of it only regions are looked at that `work` was too coarse for.
   */
  find(input: {
    readonly work: Raster;
    readonly full: Raster;
    readonly budgetMs?: number;
  }): Promise<FoundBarcode | null>;
  close(): Promise<void>;
}

export function startBarcodeThread(): BarcodeFinder {
  const worker = new Worker(join(import.meta.dirname, 'barcode-worker.ts'));
  // The engine without a part of itself is no engine: it ends, and core starts another.
  worker.on('error', (thrown) => {
    throw thrown;
  });
  const client = connect(
    barcodeContract,
    {
      send: (message) => worker.postMessage(message),
      onMessage: (listener) => {
        worker.on('message', listener);
        return () => worker.off('message', listener);
      },
    },
    () => deadlineMs,
  );
  const call = async <N extends keyof BarcodeContract['calls']>(
    name: N,
    ...input: Input<BarcodeContract, N> extends undefined ? [] : [Input<BarcodeContract, N>]
  ): Promise<Output<BarcodeContract, N>> => {
    const result = await client.call(name, ...input);
    if (!result.ok) throw new FailureError(result.error.kind, result.error.message);
    return result.value;
  };
  return {
    async find({ work, full, budgetMs = usualBudgetMs }) {
      const startMs = performance.now();
      const timed = (found: DecodedBarcode): FoundBarcode => ({ ...found, ms: performance.now() - startMs });
      const { found, undecoded } = await call('search', { raster: work, budgetMs });
      if (found) return timed(found);
      const scale = full.widthPx / work.widthPx;
      if (scale < finerFrom) return null;
      for (const region of undecoded) {
        if (performance.now() - startMs > budgetMs) return null;
        const cut = cutOut(full, region, scale);
        const fine = await call('decode', { raster: cut.raster, region: moved(region, cut.toCut) });
        if (fine) return timed({ ...fine, quad: moved(fine.quad, cut.toWork) });
      }
      return null;
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** Fewer pixels more tell a decoder nothing new. */
const finerFrom = 1.15;

function cutOut(full: Raster, region: Quad, scale: number) {
  const xs = region.map(([x]) => x * scale);
  const ys = region.map(([, y]) => y * scale);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const margin = surroundings * Math.max(right - left, bottom - top);
  const x = Math.floor(Math.max(0, left - margin));
  const y = Math.floor(Math.max(0, top - margin));
  const width = Math.ceil(Math.min(full.widthPx, right + margin)) - x;
  const height = Math.ceil(Math.min(full.heightPx, bottom + margin)) - y;
  return {
    raster: cropRaster(full, { x, y, width, height }),
    toCut: ([workX, workY]: Point): Point => [workX * scale - x, workY * scale - y],
    toWork: ([cutX, cutY]: Point): Point => [(cutX + x) / scale, (cutY + y) / scale],
  };
}

const moved = (quad: Quad, move: (point: Point) => Point): Quad => quad.map(move) as Quad;
