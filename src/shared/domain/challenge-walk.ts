// Any process. Walks an applicant through a challenge and records what the camera sees meanwhile. It judges nothing: poses
// only tell when to go on; the verdict is the engine's, from the recording. The kiosk walks a person through it, `evaluate`
// a virtual applicant, on a clock of its own.
import {
  type Answer,
  type Challenge,
  type ChallengePart,
  type HeadPose,
  type Move,
  progressOf,
  type ScreenColour,
} from './challenge.ts';

export type ChallengeView =
  | { readonly phase: 'straight' }
  | { readonly phase: 'move'; readonly move: Move; readonly progress: number }
  | { readonly phase: 'good' }
  | { readonly phase: 'notice' }
  | { readonly phase: 'light' };

/** A picture that was just taken, encoded as JPEG. */
export interface Picture {
  readonly jpeg: Promise<Uint8Array>;
  /** Asks the coach; `null` where it saw no face or could not say. */
  readonly pose: () => Promise<HeadPose | null>;
}

/** Where it happens: a screen, a camera, a clock. */
export interface ChallengeStage {
  readonly nowMs: () => number;
  readonly pause: (ms: number) => Promise<void>;
  /** The camera's next picture; `null` where there is none just now. */
  readonly take: () => Promise<Picture | null>;
  readonly show: (view: ChallengeView) => void;
  /** Colours the screen; `null` ends it. Resolves when it is seen. */
  readonly paint: (colour: ScreenColour | null) => Promise<void>;
  readonly isStopped: () => boolean;
  readonly isDeclined: (part: ChallengePart) => boolean;
  /** Somebody is there. */
  readonly onSign: () => void;
}

export interface Recording {
  readonly answer: Answer;
  readonly moveFrames: Uint8Array[];
  readonly lightFrames: Uint8Array[];
}

/** Ten pictures a second are enough for a head and for colours that stay half a second. */
const intervalMs = 100;
/** What core takes at most. */
const mostMoveFrames = 32;
const mostLightFrames = 48;
/** A move goes on a little farther than enough, because the recording is measured more finely than the coach can. */
const farEnough = 1.1;
/** However slow somebody is, nobody is locked out: the engine judges what there is. */
const moveTimeoutMs = 7000;
const straightTimeoutMs = 3000;
/** Straight again: no farther from the first pose than this share of a move. */
const straightShare = 0.45;
const goodMs = 300;
const noticeMs = 1300;

interface Taken {
  readonly atMs: number;
  readonly jpeg: Promise<Uint8Array>;
  /** The end of a move, where it went farthest: not left out. */
  atEnd: boolean;
}

/** `null` where it was stopped. */
export async function walkThrough(challenge: Challenge, stage: ChallengeStage): Promise<Recording | null> {
  const startMs = stage.nowMs();
  const sinceStart = () => stage.nowMs() - startMs;
  const declined: ChallengePart[] = [];
  const moves = await walkMoves(challenge, stage, sinceStart);
  if (!moves) return null;
  if (stage.isDeclined('moves')) declined.push('moves');
  const light = await walkLight(challenge, stage, sinceStart);
  if (!light) return null;
  if (stage.isDeclined('light')) declined.push('light');
  const bytes = (frames: readonly Taken[]) => Promise.all(frames.map(({ jpeg }) => jpeg));
  const [moveFrames, lightFrames] = await Promise.all([bytes(moves.frames), bytes(light.frames)]);
  return {
    answer: {
      challengeId: challenge.challengeId,
      movesAskedAtMs: moves.askedAtMs,
      moveFramesAtMs: moves.frames.map(({ atMs }) => atMs),
      lightShownAtMs: light.shownAtMs,
      lightFramesAtMs: light.frames.map(({ atMs }) => atMs),
      declined,
    },
    moveFrames,
    lightFrames,
  };
}

async function walkMoves(challenge: Challenge, stage: ChallengeStage, sinceStart: () => number) {
  const frames: Taken[] = [];
  const askedAtMs: number[] = [];
  /** Records until `isDone` or the time is over, and says which; without `isDone` nobody asks the coach. */
  const record = async (timeoutMs: number, isDone?: (pose: HeadPose | null, forMs: number) => boolean) => {
    const fromMs = stage.nowMs();
    while (!stage.isStopped() && !stage.isDeclined('moves') && stage.nowMs() - fromMs < timeoutMs) {
      const frameMs = stage.nowMs();
      const picture = await stage.take();
      if (picture) {
        frames.push({ atMs: sinceStart(), jpeg: picture.jpeg, atEnd: false });
        const pose = isDone ? await picture.pose() : null;
        if (pose) stage.onSign();
        if (isDone?.(pose, stage.nowMs() - fromMs)) return true;
      }
      await stage.pause(Math.max(0, intervalMs - (stage.nowMs() - frameMs)));
    }
    return false;
  };
  let straight: HeadPose | null = null;
  for (const { move, afterMs } of challenge.moves) {
    stage.show({ phase: 'straight' });
    await record(afterMs + straightTimeoutMs, (pose, forMs) => {
      straight ??= pose;
      return forMs >= afterMs && pose !== null && straight !== null && isStraight(straight, pose);
    });
    if (stage.isStopped()) return null;
    if (stage.isDeclined('moves')) break;
    askedAtMs.push(sinceStart());
    stage.show({ phase: 'move', move, progress: 0 });
    const made = await record(moveTimeoutMs, (pose) => {
      const progress = pose && straight ? progressOf(move, straight, pose) : 0;
      stage.show({ phase: 'move', move, progress: Math.max(0, Math.min(1, progress / farEnough)) });
      return progress >= farEnough;
    });
    if (stage.isStopped()) return null;
    if (made) stage.show({ phase: 'good' });
    const last = frames.at(-1);
    if (last) last.atEnd = true;
    await record(goodMs);
  }
  return { askedAtMs, frames: thinned(frames, mostMoveFrames) };
}

async function walkLight({ light }: Challenge, stage: ChallengeStage, sinceStart: () => number) {
  const frames: Taken[] = [];
  const shownAtMs: number[] = [];
  if (!light) return { frames, shownAtMs };
  const stopped = () => stage.isStopped() || stage.isDeclined('light');
  stage.show({ phase: 'notice' });
  for (let waited = 0; waited < noticeMs && !stopped(); waited += intervalMs) await stage.pause(intervalMs);
  if (!stopped()) stage.show({ phase: 'light' });
  for (const { colour, ms } of light.steps) {
    if (stopped()) break;
    await stage.paint(colour);
    const shownMs = stage.nowMs();
    shownAtMs.push(sinceStart());
    while (stage.nowMs() - shownMs < ms && !stopped()) {
      const frameMs = stage.nowMs();
      const picture = await stage.take();
      if (picture && frames.length < mostLightFrames) {
        frames.push({ atMs: sinceStart(), jpeg: picture.jpeg, atEnd: false });
      }
      await stage.pause(Math.max(0, intervalMs - (stage.nowMs() - frameMs)));
    }
    stage.onSign();
  }
  await stage.paint(null);
  return stage.isStopped() ? null : { frames, shownAtMs };
}

const isStraight = (straight: HeadPose, pose: HeadPose): boolean =>
  (['turn_left', 'look_up', 'come_closer'] as const).every(
    (move) => Math.abs(progressOf(move, straight, pose)) <= straightShare,
  );

/** As many as may be sent: the ends of the moves, and of the others as many as there is room for, evenly over the time. */
function thinned(frames: readonly Taken[], most: number): Taken[] {
  if (frames.length <= most) return [...frames];
  const ends = frames.filter(({ atEnd }) => atEnd);
  const others = frames.filter(({ atEnd }) => !atEnd);
  const room = most - ends.length;
  const evenly = Array.from(
    { length: room },
    (_, i) => others[Math.round((i * (others.length - 1)) / (room - 1))]!,
  );
  return [...ends, ...evenly].sort((a, b) => a.atMs - b.atMs);
}
