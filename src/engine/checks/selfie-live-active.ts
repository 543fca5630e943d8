// Engine. `selfie.live.active`: the head made the moves that were asked, when they were asked, as a head makes them.
// Score: how far the least of the moves went, 1 being enough.
import type { AnsweredChallenge } from '../../shared/contract/engine-contract.ts';
import type { Evidence, Finding, ModelReference } from '../../shared/domain/check.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import { judgeMoves, type MoveJudgement } from '../face/moves.ts';
import type { WatchedFrame } from '../face/watch.ts';

/** Another move than the one asked, made as far as this, is an answer to something else. */
const strayedTooFar = 1.4;
/**
 * A nose that stands out less is on paper: on virtual heads of four photographs turns show 0.32 to 0.73 and nods 0.45 to
 * 0.96, on flat prints at most 0.13.
 */
const leastRelief = { turn: 0.25, nod: 0.35 } as const;
/** A person cannot change places with another in less; the kiosk takes some ten frames a second. */
const longestGapMs = 1200;

export function selfieLiveActive(input: {
  readonly answered: AnsweredChallenge;
  /** In order of time. */
  readonly frames: readonly WatchedFrame[];
  readonly model: ModelReference;
  readonly ms: number;
}): Finding {
  const { frames, model, ms } = input;
  const { challenge, answer } = input.answered;
  const common = { code: 'selfie.live.active', model, ms } as const;
  if (answer.declined.includes('moves')) {
    const evidence: Evidence[] = [{ kind: 'text', label: 'active.declined', value: 'moves' }];
    return {
      ...common,
      score: null,
      status: 'inconclusive',
      reasons: ['selfie.challenge_declined'],
      evidence,
    };
  }
  const asked = challenge.moves.flatMap(({ move, afterMs }, index) => {
    const askedAtMs = answer.movesAskedAtMs[index];
    return askedAtMs === undefined ? [] : [{ move, afterMs, askedAtMs }];
  });
  const judged = judgeMoves(frames, asked);
  // A move that was never shown to the applicant was never made.
  const score = asked.length < challenge.moves.length ? 0 : Math.min(...judged.map((move) => move.progress));
  const strayed = Math.max(0, ...judged.map((move) => move.strayed));
  const flat = judged.filter(isFlat);
  const longestGap = gapIn(frames.filter(({ pose }) => pose !== null).map(({ atMs }) => atMs));
  const evidence: Evidence[] = [
    ...judged.flatMap(({ move, progress, relief }): Evidence[] => [
      { kind: 'number', label: `active.${move}`, value: progress },
      ...(relief === null ? [] : [{ kind: 'number' as const, label: 'active.relief', value: relief }]),
    ]),
    { kind: 'number', label: 'active.strayed', value: strayed },
    { kind: 'number', label: 'active.longest_gap', value: longestGap, unit: 'ms' },
    ...curves(frames),
    {
      kind: 'frames',
      label: 'active.moves',
      image: 'selfie.moves',
      frames: frames.map(({ position, atMs }) => ({ position, atMs })),
    },
  ];
  // Suspicion is not proof: a person looks.
  const suspicious: ReasonCode[] = [
    ...(flat.length > 0 ? ['selfie.flat' as const] : []),
    ...(strayed >= strayedTooFar ? ['selfie.moved_otherwise' as const] : []),
  ];
  if (suspicious.length > 0) {
    return { ...common, score, status: 'inconclusive', reasons: suspicious, evidence };
  }
  if (longestGap > longestGapMs) {
    return { ...common, score, status: 'failed', reasons: ['selfie.watch_interrupted'], evidence };
  }
  return { ...common, score, status: null, reasons: ['selfie.moves_missed'], evidence };
}

/** Of a move that was made; one that was not shows nothing. */
function isFlat({ move, progress, relief }: MoveJudgement): boolean {
  if (relief === null || progress < 1) return false;
  return relief < (move.startsWith('turn_') ? leastRelief.turn : leastRelief.nod);
}

function curves(frames: readonly WatchedFrame[]): Evidence[] {
  const posed = frames.flatMap(({ atMs, pose }) => (pose ? [{ atMs, pose }] : []));
  const x = posed.map(({ atMs }) => atMs / 1000);
  const plot = (label: string, y: readonly number[]): Evidence => ({
    kind: 'plot',
    label,
    unit: 's',
    x,
    y: [...y],
  });
  return [
    plot(
      'active.side',
      posed.map(({ pose }) => pose.side),
    ),
    plot(
      'active.height',
      posed.map(({ pose }) => pose.height),
    ),
    plot(
      'active.size',
      posed.map(({ pose }) => pose.eyeDistance),
    ),
  ];
}

/** The longest time between two neighbours; beyond any limit with fewer than two. */
function gapIn(times: readonly number[]): number {
  if (times.length < 2) return 600_000;
  return Math.max(...times.slice(1).map((atMs, index) => atMs - times[index]!));
}
