// Engine, both threads. What the engine's main thread asks of the thread that reads print.
import { z } from 'zod';
import { type Contract, nothing } from '../../shared/contract/contract.ts';
import { engineContract } from '../../shared/contract/engine-contract.ts';
import type { TextLine } from '../document/text-detection.ts';
import type { Raster } from '../image/raster.ts';
import type { LineCrop } from './line-crop.ts';
import type { ReadLine } from './line-recogniser.ts';

/** Alphabets that lines are read in, each by a network of its own. */
export const alphabets = ['latin', 'chinese'] as const;
export type Alphabet = (typeof alphabets)[number];

// Both ends are one program: what crosses is ours, so its class is checked and not every number in it.
const crop = z.custom<LineCrop>((value) => (value as LineCrop | null)?.rgb instanceof Uint8Array);
const raster = z.custom<Raster>((value) => (value as Raster | null)?.rgb instanceof Uint8Array);
const textLine = z.custom<TextLine>((value) => Array.isArray((value as TextLine | null)?.centre));
const line = z.custom<ReadLine>((value) => typeof (value as ReadLine | null)?.text === 'string');

export const printContract = {
  calls: {
    findLines: { input: z.object({ raster }), output: z.array(textLine) },
    recognise: {
      input: z.object({ alphabet: z.enum(alphabets), crops: z.array(crop) }),
      output: z.array(line),
    },
    inferenceTally: engineContract.calls.inferenceTally,
  },
  events: { ready: nothing },
} as const satisfies Contract;
export type PrintContract = typeof printContract;
