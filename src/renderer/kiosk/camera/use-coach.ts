// Kiosk renderer. The live coach: one small frame at a time goes to the engine, the next only after the answer,
// and the picture on the screen never waits for it.
import { useEffect, useRef, useState } from 'react';
import type { LiveFrame } from '../../../shared/contract/contract.ts';
import type { DocumentPlace } from '../../../shared/contract/guidance.ts';
import type { Quad } from '../../../shared/domain/geometry.ts';
import type { Failure } from '../../../shared/kernel/failure.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { advance, fires, readyInARow, restingShutter, type Shutter } from './shutter.ts';
import { encodeJpeg, frameMaker, nextPicture, pause, type Still, takeStill } from './still.ts';

/** At most some sixteen answers a second: the drawing over the picture follows the hand, and the engine has other work. */
const minimumIntervalMs = 60;
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
}

export interface Coach<H extends string> {
  readonly video: HTMLVideoElement | null;
  readonly enabled: boolean;
  readonly ask: (frame: LiveFrame) => Promise<Result<Answer<H>, Failure>>;
  readonly onAnswer: (hint: H) => void;
  /** Compares good pictures at their full size; without it none is kept. */
  readonly sharpnessOf?: (still: Still, quad: Quad, frameWidthPx: number) => number;
  /** JPEGs of the sharpest good pictures, the best first. The coach stops after it. */
  readonly onFire: (frames: readonly Promise<Uint8Array>[]) => void;
}

const silent = { hint: null, at: null, quad: null, region: null, frame: null, progress: 0 };

async function coach<H extends string>(
  video: HTMLVideoElement,
  callbacks: { readonly current: Coach<H> },
  show: (coaching: Coaching<H>) => void,
  isStopped: () => boolean,
): Promise<void> {
  const makeFrame = frameMaker();
  let shutter: Shutter<Promise<Uint8Array>> = restingShutter;
  let still: Still | undefined;
  while (!isStopped()) {
    const startedAt = performance.now();
    await nextPicture(video);
    if (isStopped()) return;
    if (video.videoWidth === 0) continue;
    still = takeStill(video, still);
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
    const { sharpnessOf } = callbacks.current;
    const isKept = answer.ready && answer.quad && sharpnessOf;
    // As a JPEG it takes a tenth of the memory; the encoder makes a copy at once, so one canvas is enough for all.
    const kept = isKept
      ? { picture: encodeJpeg(still), sharpness: sharpnessOf(still, answer.quad, frame.widthPx) }
      : null;
    shutter = answer.ready ? advance(shutter, kept) : restingShutter;
    show({
      hint: answer.hint,
      at: answer.at ?? null,
      quad: answer.quad,
      region: answer.region ?? null,
      frame: { widthPx: frame.widthPx, heightPx: frame.heightPx },
      progress: Math.min(1, shutter.ready / readyInARow),
    });
    callbacks.current.onAnswer(answer.hint);
    if (fires(shutter)) return callbacks.current.onFire(shutter.frames.map(({ picture }) => picture));
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
