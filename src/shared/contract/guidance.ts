// Any process. What the live coach says about one frame.
import { z } from 'zod';
import { headPoseSchema } from '../domain/challenge.ts';
import { quadSchema } from '../domain/geometry.ts';

/** One instruction at a time: the first that applies, in this order. `hold_still` means all is well. */
export const documentHints = [
  'show_document',
  'move_back',
  'whole_document',
  'too_steep',
  'move_closer',
  'fingers',
  'too_dark',
  'shadow',
  'glare',
  'blurred',
  'hold_still',
] as const;
export type DocumentHint = (typeof documentHints)[number];

/**
 * Where on the document. Fields and the ends of the machine-readable lines (as one reads them) are the document's own;
 * `top`, `right`, `bottom`, `left` are sides of the picture, which the applicant sees.
 */
export const documentPlaces = [
  'portrait',
  'mrz',
  'print',
  'mrz_start',
  'mrz_end',
  'top',
  'right',
  'bottom',
  'left',
] as const;
export type DocumentPlace = (typeof documentPlaces)[number];

/** Which hints name a place, and which places they may name. Each has words of its own: `hint.document.<hint>.<place>`. */
export const placesOfHint: Readonly<Partial<Record<DocumentHint, readonly DocumentPlace[]>>> = {
  whole_document: ['mrz', 'mrz_start', 'mrz_end', 'top', 'right', 'bottom', 'left'],
  fingers: ['portrait', 'mrz', 'print'],
  shadow: ['mrz', 'print'],
  glare: ['portrait', 'mrz', 'print'],
};

export const faceHints = [
  'show_face',
  'show_yourself',
  'one_person',
  'move_closer',
  'move_back',
  'center_face',
  'too_dark',
  'too_bright',
  'uneven_light',
  'uncover_face',
  'take_off_glasses',
  'look_straight',
  'blurred',
  'open_eyes',
  'close_mouth',
  'hold_still',
] as const;

const guidanceSchema = z.object({
  /** Good enough to photograph: the shutter fires after a few of these in a row. */
  ready: z.boolean(),
  /** Where the document or the face is, in the frame's pixels. */
  quad: quadSchema.nullable(),
  /** Higher is sharper; comparable between frames of one capture only. */
  sharpness: z.number(),
});
export const documentGuidanceSchema = guidanceSchema.extend({
  hint: z.enum(documentHints),
  /** `null` where it concerns the whole document. */
  at: z.enum(documentPlaces).nullable(),
  /** What the hint is about (the shine, the fingers), in the frame's pixels, for drawing over the live picture. */
  region: quadSchema.nullable(),
});
export const faceGuidanceSchema = guidanceSchema.extend({
  hint: z.enum(faceHints),
  /** `null` where there is no face. */
  pose: headPoseSchema.nullable(),
});

export type FaceHint = (typeof faceHints)[number];
export type DocumentGuidance = z.infer<typeof documentGuidanceSchema>;
export type FaceGuidance = z.infer<typeof faceGuidanceSchema>;
