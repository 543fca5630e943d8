// Kiosk renderer. The live coach: one small frame at a time goes to the engine, the next only after the answer,
// and the picture on the screen never waits for it.
import { useEffect, useRef, useState } from 'react';
import type { LiveFrame } from '../../../shared/contract/contract.ts';
import type { DocumentPlace } from '../../../shared/contract/guidance.ts';
import type { Quad } from '../../../shared/domain/geometry.ts';
import type { Failure } from '../../../shared/kernel/failure.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { advance, fires, readyInARow, restingShutter, type Shutter } from './shutter.ts';
import { frameMaker, nextPicture, pause, type Still, takeStill } from './still.ts';

/** At most ten answers a second: more cannot be read, and the engine has other work. */
const minimumIntervalMs = 100;
/** After an answer that is no answer (the engine restarts), the coach waits before it asks again. */
const afterFailureMs = 800;

export interface Coaching<H extends string> {
  readonly hint: H | null;
  /** Where the hint applies; a face has no places. */
  readonly at: DocumentPlace | null;
  readonly quad: Quad | null;
  /** What the hint is about. */
  readonly region: Quad | null;
  readonly frame: { readonly widthPx: number; readonly heightPx: number } | null;
  /** 0 to 1: how near the shutter is. */
  readonly progress: number;
}

interface Answer<H extends string> {
  readonly hint: H;
  readonly ready: boolean;
  readonly at?: DocumentPlace | null;
  readonly quad: Quad | null;
  readonly region?: Quad | null;
  readonly sharpness: number;
}

export interface Coach<H extends string> {
  readonly video: HTMLVideoElement | null;
  readonly enabled: boolean;
  readonly ask: (frame: LiveFrame) => Promise<Result<Answer<H>, Failure>>;
  readonly onAnswer: (hint: H) => void;
  /** Compares good pictures at their full size; without it the coach's own number for its small frame counts. */
  readonly sharpnessOf?: (still: Still, quad: Quad, frameWidthPx: number) => number;
  /** The sharpest of the good pictures. The coach stops after it. */
  readonly onFire: (still: Still) => void;
}

const silent = { hint: null, at: null, quad: null, region: null, frame: null, progress: 0 };

async function coach<H extends string>(
  video: HTMLVideoElement,
  callbacks: { readonly current: Coach<H> },
  show: (coaching: Coaching<H>) => void,
  isStopped: () => boolean,
): Promise<void> {
  const makeFrame = frameMaker();
  let shutter: Shutter<Still> = restingShutter;
  let spare: Still | undefined;
  while (!isStopped()) {
    const startedAt = performance.now();
    await nextPicture(video);
    if (isStopped()) return;
    if (video.videoWidth === 0) continue;
    const still = takeStill(video, spare);
    spare = undefined;
    const frame = makeFrame(still);
    const result = await callbacks.current.ask(frame);
    if (isStopped()) return;
    if (!result.ok) {
      shutter = restingShutter;
      show(silent);
      await pause(afterFailureMs);
      continue;
    }
    const answer = result.value;
    const before: Still | undefined = shutter.best?.picture;
    const sharpness =
      answer.ready && answer.quad
        ? callbacks.current.sharpnessOf?.(still, answer.quad, frame.widthPx)
        : undefined;
    shutter = advance(shutter, { ...answer, sharpness: sharpness ?? answer.sharpness }, still);
    // Two canvases are enough: the best so far and one to draw on.
    spare = shutter.best?.picture === still ? before : still;
    show({
      hint: answer.hint,
      at: answer.at ?? null,
      quad: answer.quad,
      region: answer.region ?? null,
      frame: { widthPx: frame.widthPx, heightPx: frame.heightPx },
      progress: Math.min(1, shutter.ready / readyInARow),
    });
    callbacks.current.onAnswer(answer.hint);
    if (fires(shutter) && shutter.best) return callbacks.current.onFire(shutter.best.picture);
    await pause(Math.max(0, minimumIntervalMs - (performance.now() - startedAt)));
  }
}

export function useCoach<H extends string>(options: Coach<H>): Coaching<H> {
  const [coaching, setCoaching] = useState<Coaching<H>>(silent);
  const callbacks = useRef(options);
  callbacks.current = options;
  const { video, enabled } = options;
  useEffect(() => {
    if (!video || !enabled) return;
    let stopped = false;
    void coach(video, callbacks, setCoaching, () => stopped);
    return () => {
      stopped = true;
    };
  }, [video, enabled]);
  return coaching;
}
