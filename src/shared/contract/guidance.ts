// Any process. What the live coach says about one frame.
import { z } from 'zod';
import { quadSchema } from '../domain/geometry.ts';

/** One instruction at a time: the first that applies, in this order. `hold_still` means all is well. */
export const documentHints = [
  'show_document',
  'move_closer',
  'move_back',
  'whole_document',
  'too_dark',
  'glare',
  'blurred',
  'hold_still',
] as const;
export const faceHints = [
  'show_face',
  'one_person',
  'move_closer',
  'move_back',
  'center_face',
  'too_dark',
  'look_straight',
  'blurred',
  'hold_still',
] as const;

export const documentGuidanceSchema = z.object({
  hint: z.enum(documentHints),
  /** Good enough to photograph: the shutter fires after a few of these in a row. */
  ready: z.boolean(),
  /** Where the document is, in the frame's pixels. */
  quad: quadSchema.nullable(),
  /** Higher is sharper; comparable between frames of one capture only. */
  sharpness: z.number(),
});
export const faceGuidanceSchema = documentGuidanceSchema.extend({ hint: z.enum(faceHints) });

export type DocumentHint = (typeof documentHints)[number];
export type FaceHint = (typeof faceHints)[number];
export type DocumentGuidance = z.infer<typeof documentGuidanceSchema>;
export type FaceGuidance = z.infer<typeof faceGuidanceSchema>;
