// Any process. What a contract between two processes is: one schema per call and per event; types are inferred from it.
import { z } from 'zod';

export interface CallSchema {
  readonly input: z.ZodType;
  readonly output: z.ZodType;
}
export interface Contract {
  readonly calls: Readonly<Record<string, CallSchema>>;
  readonly events: Readonly<Record<string, z.ZodType>>;
}

export type CallName<C extends Contract> = keyof C['calls'] & string;
export type EventName<C extends Contract> = keyof C['events'] & string;
export type Input<C extends Contract, N extends CallName<C>> = z.input<C['calls'][N]['input']>;
export type Output<C extends Contract, N extends CallName<C>> = z.output<C['calls'][N]['output']>;
export type EventOf<C extends Contract, N extends EventName<C>> = z.output<C['events'][N]>;

/** Nothing to send, or nothing to say back. */
export const nothing = z.undefined();

/** Bytes in whatever memory they lie: `z.instanceof` would insist on an ArrayBuffer of their own. */
export const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'bytes expected');

/** Encoded image file (JPEG, PNG, WebP, TIFF), as photographed. */
export const imageBytesSchema = bytesSchema.refine(
  (bytes) => bytes.byteLength <= 64 * 1024 * 1024,
  'An image file may have at most 64 MiB.',
);

/** Photographs of one side of a document, taken within a second of each other, the best first. */
export const documentFramesSchema = z.array(imageBytesSchema).min(1).max(4);

/** A small live frame for coaching: 8-bit RGBA, row by row, no padding. */
export const liveFrameSchema = z
  .object({
    widthPx: z.number().int().min(16).max(1280),
    heightPx: z.number().int().min(16).max(1280),
    rgba: bytesSchema,
    /** Width of the photograph that would be taken, where this is a smaller copy of it. */
    photographWidthPx: z.number().int().min(16).max(32_768).optional(),
  })
  .refine(
    (frame) => frame.rgba.byteLength === frame.widthPx * frame.heightPx * 4,
    'A frame needs 4 bytes a pixel.',
  );
export type LiveFrame = z.infer<typeof liveFrameSchema>;
