// Kiosk renderer. When to release the shutter, and which of the frames to keep. Pure, so that it can be tested.

/** Good answers in a row before the shutter fires: one alone may be a lucky frame of a moving hand. */
export const readyInARow = 6;
/** What one frame of a zone leaves open two more mostly settle; each costs a megabyte to send and to keep. */
const mostFrames = 3;
/**
 * Of the best frame's sharpness; a hand that moves by 10 pixels makes half of a sharp frame of full HD. Frames add up where
 * each shows what others hide (shine, noise, a finger). What blur hides is hidden throughout, and a blurred frame is
 * misread with as much confidence as a sharp one is read: it takes away from the others.
 */
const leastSharpness = 0.5;

export interface Frame<P> {
  readonly picture: P;
  readonly sharpness: number;
}

export interface Shutter<P> {
  readonly ready: number;
  /** The sharpest first. */
  readonly frames: readonly Frame<P>[];
}

export const restingShutter: Shutter<never> = { ready: 0, frames: [] };

/** Counts one good answer of the coach, about `frame` where it is to be kept. A bad one makes the shutter rest again. */
export function advance<P>({ ready, frames }: Shutter<P>, frame: Frame<P> | null): Shutter<P> {
  const sorted = (frame ? [...frames, frame] : [...frames]).sort((a, b) => b.sharpness - a.sharpness);
  const least = leastSharpness * (sorted[0]?.sharpness ?? 0);
  return {
    ready: ready + 1,
    frames: sorted.slice(0, mostFrames).filter(({ sharpness }) => sharpness >= least),
  };
}

export const fires = (shutter: Shutter<unknown>): boolean => shutter.ready >= readyInARow;
