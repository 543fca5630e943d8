// Any process. What core asks of a person before the camera, at random, and what the kiosk brings back.
import { z } from 'zod';
import { identifier } from '../kernel/brand.ts';

/** As the person does it: `turn_left` is towards their own left, which a mirrored picture shows on the left. */
export const moves = ['turn_left', 'turn_right', 'look_up', 'look_down', 'come_closer'] as const;
export const moveSchema = z.enum(moves);
export type Move = z.infer<typeof moveSchema>;

/** A colour of the screen: sRGB, 0 to 255. */
export const screenColourSchema = z.tuple([
  z.number().int().min(0).max(255),
  z.number().int().min(0).max(255),
  z.number().int().min(0).max(255),
]);
export type ScreenColour = z.infer<typeof screenColourSchema>;

export const challengeIdSchema = identifier('ChallengeId');
export type ChallengeId = z.infer<typeof challengeIdSchema>;

export const challengeSchema = z.object({
  challengeId: challengeIdSchema,
  /** One after another; before each the person looks straight for `afterMs`. Empty where policy asks for none. */
  moves: z.array(z.object({ move: moveSchema, afterMs: z.number().int().min(0) })).max(4),
  /** The screen shows these colours one after another, each for its time. `null` where policy asks for none. */
  light: z
    .object({
      steps: z
        .array(z.object({ colour: screenColourSchema, ms: z.number().int().positive() }))
        .min(1)
        .max(16),
    })
    .nullable(),
});
export type Challenge = z.infer<typeof challengeSchema>;

/** The parts that a person may decline (a stiff neck, photosensitivity): staff see to it instead. */
export const challengeParts = ['moves', 'light'] as const;
export type ChallengePart = (typeof challengeParts)[number];

/** Milliseconds on the kiosk's own clock since it received the challenge. */
const timeSchema = z.number().min(0).max(600_000);

/** When things happened at the kiosk. The frames themselves travel beside it, in the same order. */
export const answerSchema = z.object({
  challengeId: challengeIdSchema,
  /** One for each move that was asked, in order: when the words came on. */
  movesAskedAtMs: z.array(timeSchema).max(4),
  /** Of each frame taken during the moves. */
  moveFramesAtMs: z.array(timeSchema).max(32),
  /** One for each colour, in order: when it came on. */
  lightShownAtMs: z.array(timeSchema).max(16),
  lightFramesAtMs: z.array(timeSchema).max(48),
  declined: z.array(z.enum(challengeParts)).max(2),
});
export type Answer = z.infer<typeof answerSchema>;

/**
 * The head's pose, from five landmarks in the affine frame of eyes and mouth: whatever a flat picture does before the
 * camera (turned, tilted, bent back) leaves `side` and `height` as they are; only a nose that stands out moves them.
 */
export const headPoseSchema = z.object({
  /** The nose's place along the line of the eyes, in eye distances from their middle; positive towards the person's left. */
  side: z.number(),
  /** The nose's place from the eyes (0) to the mouth (1). */
  height: z.number(),
  /** Between the eyes, as a share of the frame's shorter side. */
  eyeDistance: z.number(),
  /** Between the eyes, over eyes to mouth: what turning foreshortens. */
  aspect: z.number(),
});
export type HeadPose = z.infer<typeof headPoseSchema>;

/**
 * How far a move goes before it counts, beyond looking straight: a turn or a nod of some 15 degrees, a quarter nearer.
 * Heads that turn by 18 degrees and nod by 15 reach 0.20 and 0.16 at least; prints at any angle 0.11 and 0.04 where flat,
 * and no more than 0.13 in one of the two where bent (virtual applicants of four photographs).
 */
export const enoughOf = { side: 0.16, height: 0.14, closer: 1.22 } as const;

/** How much of the move was made between two poses: 1 is enough, negative is the other way. */
export function progressOf(move: Move, straight: HeadPose, now: HeadPose): number {
  switch (move) {
    case 'turn_left':
      return (now.side - straight.side) / enoughOf.side;
    case 'turn_right':
      return (straight.side - now.side) / enoughOf.side;
    case 'look_up':
      return (straight.height - now.height) / enoughOf.height;
    case 'look_down':
      return (now.height - straight.height) / enoughOf.height;
    case 'come_closer':
      return (now.eyeDistance / straight.eyeDistance - 1) / (enoughOf.closer - 1);
  }
}
