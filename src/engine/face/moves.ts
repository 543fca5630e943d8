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
  /**
   * How far the nose stands out before the plane of eyes and mouth, in eye distances, as this turn or nod shows it;
   * `null` where the move does not show it.
   */
  readonly relief: number | null;
}

/** Nobody answers sooner; what is seen until then belongs to looking straight. */
const reactionMs = 250;
/** The last frames before a move, of which the median is its starting pose: earlier ones may still be of the move before. */
const straightFrames = 3;
/** Smaller angles than 10 degrees are taken for 10: the noise of the landmarks shrinks and stretches by as much. */
const leastTurned = Math.cos((10 * Math.PI) / 180);

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
    const judgement = { move, askedAtMs, progress: 0, peakAtMs: null, strayed: 0, relief: null };
    if (!straight) return judgement;
    let best: MoveJudgement = judgement;
    let strayed = 0;
    for (const { atMs, pose } of during) {
      if (!pose) continue;
      const progress = progressOf(move, straight, pose);
      if (progress > best.progress) {
        best = { ...best, progress, peakAtMs: atMs, relief: reliefOf(move, straight, pose) };
      }
      strayed = Math.max(
        strayed,
        ...allMoves.filter((each) => each !== move).map((each) => progressOf(each, straight, pose)),
      );
    }
    return { ...best, strayed };
  });
}

/**
 * Turning by an angle moves the nose by `relief * tan(angle)` and brings the eyes closer together by its cosine; nodding
 * does the same to the height of the nose and to the way from eyes to mouth. A sheet, flat or bent, has to be turned much
 * farther for the little its nose moves.
 */
function reliefOf(move: Move, straight: HeadPose, { side, height, aspect }: HeadPose): number | null {
  if (move === 'come_closer') return null;
  const turned = move === 'turn_left' || move === 'turn_right';
  const shrunk = turned ? aspect / straight.aspect : straight.aspect / aspect;
  // A nod's height counts in ways from eyes to mouth.
  const shift = turned ? side - straight.side : (height - straight.height) / straight.aspect;
  return Math.abs(shift) / Math.tan(Math.acos(Math.min(shrunk, leastTurned)));
}
