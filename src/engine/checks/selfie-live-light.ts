// Engine. `selfie.live.light`: the skin took on the colours of the screen, in time and in hue. Score: the correlation, 1 being perfect.
import type { AnsweredChallenge } from '../../shared/contract/engine-contract.ts';
import type { Evidence, Finding } from '../../shared/domain/check.ts';
import { judgeLight } from '../face/light.ts';
import { lightSample, type WatchedFrame } from '../face/watch.ts';

/**
 * A screen at arm's length lights the face; what is behind the person is several times as far away and gets a few hundredths
 * of that. A picture that changes as a whole is coloured by a program.
 */
const everywhere = 0.7;

export function selfieLiveLight(input: {
  readonly answered: AnsweredChallenge;
  /** In order of time. */
  readonly frames: readonly WatchedFrame[];
}): Finding {
  const startMs = performance.now();
  const { challenge, answer } = input.answered;
  const done = (finding: Omit<Finding, 'code' | 'model' | 'ms'>): Finding => ({
    code: 'selfie.live.light',
    model: null,
    ms: performance.now() - startMs,
    ...finding,
  });
  if (answer.declined.includes('light')) {
    const evidence: Evidence[] = [{ kind: 'text', label: 'light.declined', value: 'light' }];
    return done({ score: null, status: 'inconclusive', reasons: ['selfie.challenge_declined'], evidence });
  }
  const shown = (challenge.light?.steps ?? []).flatMap(({ colour }, index) => {
    const shownAtMs = answer.lightShownAtMs[index];
    return shownAtMs === undefined ? [] : [{ colour, shownAtMs }];
  });
  const samples = input.frames.flatMap((frame) => lightSample(frame) ?? []);
  const frames: Evidence = {
    kind: 'frames',
    label: 'light.frames',
    image: 'selfie.light',
    frames: input.frames.map(({ position, atMs }) => ({ position, atMs })),
  };
  const whole = shown.length === (challenge.light?.steps.length ?? 0);
  const judged = whole ? judgeLight(shown, samples) : null;
  if (!judged) {
    return done({ score: 0, status: null, reasons: ['selfie.light_unanswered'], evidence: [frames] });
  }
  const evidence: Evidence[] = [
    { kind: 'number', label: 'light.correlation', value: judged.correlation },
    { kind: 'number', label: 'light.chance', value: judged.chance },
    { kind: 'number', label: 'light.latency', value: judged.latencyMs, unit: 'ms' },
    { kind: 'number', label: 'light.response', value: judged.response },
    { kind: 'number', label: 'light.surroundings', value: judged.surroundings },
    ...judged.curves.map(
      ({ axis, atMs, measured, expected }): Evidence => ({
        kind: 'plot',
        label: `light.${axis}`,
        unit: 's',
        x: atMs.map((ms) => ms / 1000),
        y: [...measured],
        expected: [...expected],
      }),
    ),
    frames,
  ];
  const score = judged.correlation;
  return judged.surroundings >= everywhere
    ? done({ score, status: 'failed', reasons: ['selfie.light_everywhere'], evidence })
    : done({ score, status: null, reasons: ['selfie.light_unanswered'], evidence });
}
