// Engine. `selfie.live.active`: the head made the moves that were asked, when they were asked, as a head makes them.
// Score: how far the least of the moves went, 1 being enough.
import type { AnsweredChallenge } from '../../shared/contract/engine-contract.ts';
import type { Evidence, Finding, ModelReference } from '../../shared/domain/check.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import { judgeMoves } from '../face/moves.ts';
import type { WatchedFrame } from '../face/watch.ts';

/** Another move than the one asked, made as far as this, is an answer to something else. */
const strayedTooFar = 1.4;
/** Narrower by this much than a head's turn explains: a sheet. */
const tooFlat = 0.2;
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
  const flatness = Math.max(0, ...judged.map((move) => move.flatness));
  const longestGap = gapIn(frames.filter(({ pose }) => pose !== null).map(({ atMs }) => atMs));
  const evidence: Evidence[] = [
    ...judged.map(
      ({ move, progress }): Evidence => ({ kind: 'number', label: `active.${move}`, value: progress }),
    ),
    { kind: 'number', label: 'active.strayed', value: strayed },
    { kind: 'number', label: 'active.flatness', value: flatness },
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
    ...(flatness >= tooFlat ? ['selfie.flat' as const] : []),
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

function curves(frames: readonly WatchedFrame[]): Evidence[] {
  const posed = frames.flatMap(({ atMs, pose }) => (pose ? [{ atMs, pose }] : []));
  const x = posed.map(({ atMs }) => atMs / 1000);
  const plot = (label: string, y: readonly number[]): Evidence => ({ kind: 'plot', label, x, y: [...y] });
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
