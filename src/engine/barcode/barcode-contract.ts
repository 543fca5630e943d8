// Engine, both threads. What the engine's main thread asks of the thread that looks for barcodes.
import { z } from 'zod';
import { type Contract, nothing } from '../../shared/contract/contract.ts';
import { quadSchema } from '../../shared/domain/geometry.ts';
import type { Raster } from '../image/raster.ts';

// Both ends are one program: what crosses is ours, so its class is checked and not every number in it.
const raster = z.custom<Raster>((value) => (value as Raster | null)?.rgb instanceof Uint8Array);
const decoded = z.object({ text: z.string(), quad: quadSchema });
const budgetMs = z.number();

export const barcodeContract = {
  calls: {
    /** Anywhere in the picture; all places in its pixels. */
    search: {
      input: z.object({ raster, budgetMs }),
      output: z.object({ found: decoded.nullable(), undecoded: z.array(quadSchema) }),
    },
    /** In one place of it. */
    decode: { input: z.object({ raster, region: quadSchema }), output: decoded.nullable() },
  },
  events: { ready: nothing },
} as const satisfies Contract;
export type BarcodeContract = typeof barcodeContract;
