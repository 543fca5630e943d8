// Kiosk renderer. Walks an applicant through the challenge that core chose, and records what the camera sees meanwhile.
// It judges nothing: the coach's answers only tell when to go on; the verdict is the engine's, from the recording.
import type { LiveFrame } from '../../../shared/contract/contract.ts';
import type { FaceGuidance } from '../../../shared/contract/guidance.ts';
import type { Answered } from '../../../shared/contract/kiosk-contract.ts';
import {
  type Challenge,
  type ChallengePart,
  type HeadPose,
  type Move,
  progressOf,
  type ScreenColour,
} from '../../../shared/domain/challenge.ts';
import type { Failure } from '../../../shared/kernel/failure.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { encodeJpeg, frameMaker, nextPicture, pause, takeStill } from './still.ts';

export type ChallengeView =
  | { readonly phase: 'straight' }
  | { readonly phase: 'move'; readonly move: Move; readonly progress: number }
  | { readonly phase: 'good' }
  | { readonly phase: 'notice' }
  | { readonly phase: 'light' };

export interface ChallengeStage {
  readonly video: HTMLVideoElement;
  readonly ask: (frame: LiveFrame) => Promise<Result<FaceGuidance, Failure>>;
  readonly show: (view: ChallengeView) => void;
  /** Colours the screen; `null` ends it. Resolves when it is painted. */
  readonly paint: (colour: ScreenColour | null) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly isDeclined: (part: ChallengePart) => boolean;
  /** Somebody is there. */
  readonly onSign: () => void;
}

/** Ten pictures a second are enough for a head and for colours that stay half a second. */
const intervalMs = 100;
/** What core takes at most. */
const mostMoveFrames = 32;
const mostLightFrames = 48;
/** A move goes on a little farther than enough, because the recording is measured more finely than the coach can. */
const farEnough = 1.2;
/** However slow somebody is, nobody is locked out: the engine judges what there is. */
const moveTimeoutMs = 7000;
const straightTimeoutMs = 3000;
/** Straight again: no farther from the first pose than this share of a move. */
const straightShare = 0.45;
const goodMs = 350;
const noticeMs = 1600;

interface Taken {
  readonly atMs: number;
  readonly jpeg: Promise<Uint8Array>;
}

/** `null` where it was stopped. */
export async function runChallenge(challenge: Challenge, stage: ChallengeStage): Promise<Answered | null> {
  const startMs = performance.now();
  const sinceStart = () => performance.now() - startMs;
  const small = document.createElement('canvas');
  const makeFrame = frameMaker(small);
  const moveFrames: Taken[] = [];
  const lightFrames: Taken[] = [];
  const declined: ChallengePart[] = [];

  const still = document.createElement('canvas');
  const take = (): { taken: Taken; frame: LiveFrame } => {
    const atMs = sinceStart();
    const frame = makeFrame(takeStill(stage.video, still));
    return { taken: { atMs, jpeg: encodeJpeg(small) }, frame };
  };
  const waitFrom = (fromMs: number) => pause(Math.max(0, intervalMs - (performance.now() - fromMs)));

  /** Records until `isDone` or the time is over; `null` poses are answers without a face. */
  const record = async (timeoutMs: number, isDone: (pose: HeadPose | null, forMs: number) => boolean) => {
    const fromMs = performance.now();
    while (!stage.isStopped() && !stage.isDeclined('moves') && performance.now() - fromMs < timeoutMs) {
      const frameMs = performance.now();
      await nextPicture(stage.video);
      if (stage.video.videoWidth === 0) continue;
      const { taken, frame } = take();
      moveFrames.push(taken);
      const answer = await stage.ask(frame);
      const pose = answer.ok ? answer.value.pose : null;
      if (pose) stage.onSign();
      if (isDone(pose, performance.now() - fromMs)) return;
      await waitFrom(frameMs);
    }
  };

  const movesAskedAtMs: number[] = [];
  let straight: HeadPose | null = null;
  for (const { move, afterMs } of challenge.moves) {
    stage.show({ phase: 'straight' });
    await record(afterMs + straightTimeoutMs, (pose, forMs) => {
      straight ??= pose;
      return forMs >= afterMs && pose !== null && straight !== null && isStraight(straight, pose);
    });
    if (stage.isStopped()) return null;
    if (stage.isDeclined('moves')) break;
    movesAskedAtMs.push(sinceStart());
    stage.show({ phase: 'move', move, progress: 0 });
    await record(moveTimeoutMs, (pose) => {
      const progress = pose && straight ? progressOf(move, straight, pose) : 0;
      stage.show({ phase: 'move', move, progress: Math.max(0, Math.min(1, progress / farEnough)) });
      return progress >= farEnough;
    });
    if (stage.isStopped()) return null;
    stage.show({ phase: 'good' });
    await pause(goodMs);
  }
  if (stage.isDeclined('moves')) declined.push('moves');

  const lightShownAtMs: number[] = [];
  if (challenge.light) {
    stage.show({ phase: 'notice' });
    for (let waited = 0; waited < noticeMs && !stage.isDeclined('light'); waited += intervalMs) {
      await pause(intervalMs);
      if (stage.isStopped()) return null;
    }
    if (!stage.isDeclined('light')) stage.show({ phase: 'light' });
    for (const { colour, ms } of challenge.light.steps) {
      if (stage.isDeclined('light')) break;
      await stage.paint(colour);
      const shownMs = performance.now();
      lightShownAtMs.push(sinceStart());
      while (performance.now() - shownMs < ms) {
        const frameMs = performance.now();
        await nextPicture(stage.video);
        if (stage.isStopped()) return null;
        if (stage.video.videoWidth > 0 && lightFrames.length < mostLightFrames)
          lightFrames.push(take().taken);
        await waitFrom(frameMs);
      }
      stage.onSign();
    }
    await stage.paint(null);
    if (stage.isDeclined('light')) declined.push('light');
  }

  const kept = thinned(moveFrames, mostMoveFrames);
  const bytes = (frames: readonly Taken[]) => Promise.all(frames.map(({ jpeg }) => jpeg));
  const [movesJpeg, lightJpeg] = await Promise.all([bytes(kept), bytes(lightFrames)]);
  return {
    answer: {
      challengeId: challenge.challengeId,
      movesAskedAtMs,
      moveFramesAtMs: kept.map(({ atMs }) => atMs),
      lightShownAtMs,
      lightFramesAtMs: lightFrames.map(({ atMs }) => atMs),
      declined,
    },
    moveFrames: movesJpeg,
    lightFrames: lightJpeg,
  };
}

const isStraight = (straight: HeadPose, pose: HeadPose): boolean =>
  (['turn_left', 'look_up', 'come_closer'] as const).every(
    (move) => Math.abs(progressOf(move, straight, pose)) <= straightShare,
  );

/** As many as may be sent, evenly over the time. */
export function thinned<T>(frames: readonly T[], most: number): T[] {
  if (frames.length <= most) return [...frames];
  return Array.from({ length: most }, (_, i) => frames[Math.round((i * (frames.length - 1)) / (most - 1))]!);
}
