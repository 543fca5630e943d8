// Engine. The active challenge: did the head before the camera make the moves that were asked, and is it a head?
import { moves as allMoves, type HeadPose, type Move, progressOf } from '../../shared/domain/challenge.ts';

/** One frame of the recording; `pose` is `null` where no face was found. */
export interface PosedFrame {
  readonly atMs: number;
  readonly pose: HeadPose | null;
}

export interface MoveJudgement {
  readonly move: Move;
  readonly askedAtMs: number;
  /** How far the move went at its farthest: 1 is enough, negative the other way. */
  readonly progress: number;
  readonly peakAtMs: number | null;
  /** How far another move went in the meantime, on the same scale. */
  readonly strayed: number;
  /** How much narrower the face became than a head of this turn can: 0 for a head, more for a sheet that is turned. */
  readonly flatness: number;
}

/** Nobody answers sooner; what is seen until then belongs to looking straight. */
const reactionMs = 150;
/** Frames of looking straight before a move, of which the median is its starting pose: before them the last move ends. */
const straightFrames = 4;
/** How far the nose stands out before the plane of eyes and mouth, in eye distances: what `headPose` sees of it. */
const noseRelief = 0.6;

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
};

export function medianPose(poses: readonly HeadPose[]): HeadPose | null {
  if (poses.length === 0) return null;
  const of = (key: keyof HeadPose) => median(poses.map((pose) => pose[key]));
  return { side: of('side'), height: of('height'), eyeDistance: of('eyeDistance'), aspect: of('aspect') };
}

/** @param asked one for each move, in order; each lasts until the next one's time. Frames are in order of time. */
export function judgeMoves(
  frames: readonly PosedFrame[],
  asked: readonly { readonly move: Move; readonly askedAtMs: number; readonly afterMs: number }[],
): MoveJudgement[] {
  return asked.map(({ move, askedAtMs }, index) => {
    const next = asked[index + 1];
    // The next move's time of looking straight is its own.
    const endMs = next ? next.askedAtMs - next.afterMs : Number.POSITIVE_INFINITY;
    const before = frames.filter(({ atMs }) => atMs < askedAtMs + reactionMs);
    const during = frames.filter(({ atMs }) => atMs >= askedAtMs + reactionMs && atMs < endMs);
    const straight = medianPose(before.flatMap(({ pose }) => (pose ? [pose] : [])).slice(-straightFrames));
    const judgement = { move, askedAtMs, progress: 0, peakAtMs: null, strayed: 0, flatness: 0 };
    if (!straight) return judgement;
    let best: MoveJudgement = judgement;
    let strayed = 0;
    let flatness = 0;
    for (const { atMs, pose } of during) {
      if (!pose) continue;
      const progress = progressOf(move, straight, pose);
      if (progress > best.progress) best = { ...best, progress, peakAtMs: atMs };
      strayed = Math.max(
        strayed,
        ...allMoves.filter((each) => each !== move).map((each) => progressOf(each, straight, pose)),
      );
      flatness = Math.max(flatness, flatnessOf(move, straight, pose));
    }
    return { ...best, strayed, flatness };
  });
}

/**
 * A head whose nose has moved by `s` is turned by about `atan(s / relief)`, and its eyes have come closer together by the
 * cosine of that. A sheet, flat or bent, has to be turned much farther for the little its nose moves.
 */
function flatnessOf(move: Move, straight: HeadPose, { side, aspect }: HeadPose): number {
  if (move !== 'turn_left' && move !== 'turn_right') return 0;
  const shift = Math.abs(side - straight.side);
  return Math.max(0, Math.cos(Math.atan(shift / noseRelief)) - aspect / straight.aspect);
}
