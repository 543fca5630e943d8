// Engine, thread of the barcodes. Decoding takes the time of many lines of text; on a thread of its own it costs the
// document none.
import { parentPort } from 'node:worker_threads';
import { serve } from '../../shared/contract/rpc.ts';
import { assert } from '../../shared/kernel/assert.ts';
import { toGrey } from '../image/pixels.ts';
import type { Raster } from '../image/raster.ts';
import { barcodeContract } from './barcode-contract.ts';
import type { GreyImage } from './edge-cells.ts';
import { decodeRegion, findBarcode } from './find-barcode.ts';

const port = parentPort;
assert(port, 'barcode-worker.ts runs as a thread of the engine');

const greyOf = (raster: Raster): GreyImage => ({
  widthPx: raster.widthPx,
  heightPx: raster.heightPx,
  grey: toGrey(raster),
});

serve(
  barcodeContract,
  {
    send: (message) => port.postMessage(message),
    onMessage: (listener) => {
      port.on('message', listener);
      return () => port.off('message', listener);
    },
  },
  {
    search: async ({ raster, budgetMs }) => {
      const { found, undecoded } = await findBarcode(greyOf(raster), performance.now() + budgetMs);
      return { found, undecoded: [...undecoded] };
    },
    decode: ({ raster, region }) => decodeRegion(greyOf(raster), region),
  },
  // Class names alone, as in main.ts.
  (call, thrown) => {
    const name = thrown instanceof Error ? thrown.constructor.name : typeof thrown;
    process.stderr.write(`engine ${process.pid}: a bug in ${call}: ${name}\n`);
  },
);
