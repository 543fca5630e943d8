// Kiosk renderer. When to release the shutter, and which of the pictures to keep. Pure, so that it can be tested.

/** Good answers in a row before the shutter fires: one alone may be a lucky frame of a moving hand. */
export const readyInARow = 4;

export interface Shutter<P> {
  readonly ready: number;
  readonly best: { readonly picture: P; readonly sharpness: number } | null;
}

export const restingShutter: Shutter<never> = { ready: 0, best: null };

/** Counts one answer of the coach about `picture`; a bad one starts the count, and the choice, again. */
export function advance<P>(
  shutter: Shutter<P>,
  answer: { readonly ready: boolean; readonly sharpness: number },
  picture: P,
): Shutter<P> {
  if (!answer.ready) return restingShutter;
  const sharper = shutter.best === null || answer.sharpness > shutter.best.sharpness;
  return {
    ready: shutter.ready + 1,
    best: sharper ? { picture, sharpness: answer.sharpness } : shutter.best,
  };
}

export const fires = (shutter: Shutter<unknown>): boolean => shutter.ready >= readyInARow;
