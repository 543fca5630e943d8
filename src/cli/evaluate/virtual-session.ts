// Command line. One virtual applicant before a virtual kiosk: the walk that the real kiosk takes a person through, on a clock of
// its own, seen by the real engine and judged under the real policy. No time passes while a picture is drawn.
import { consequenceOf, graver, judge } from '../../core/policy/judge.ts';
import type { DocumentAnalysis } from '../../shared/contract/engine-contract.ts';
import type { Challenge, ScreenColour } from '../../shared/domain/challenge.ts';
import { type ChallengeView, type Recording, walkThrough } from '../../shared/domain/challenge-walk.ts';
import type { Check } from '../../shared/domain/check.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { Outcome } from '../../shared/domain/session.ts';
import { encodeJpeg, type Presenter, type Raster, type ScreenView } from '../../studio/index.ts';
import { type Engine, measuredOrNull } from './measured.ts';

/** The webcam's pictures; ten milliseconds go by until one is there, some thirty until the coach has answered. */
const cameraMs = 10;
const coachMs = 30;
/** From the command to the light of the screen. */
const paintMs = 25;
const jpegQuality = 95;
/** The kiosk's own burst: five frames over about a second, after it has looked for a moment. */
const burst = { fromMs: 1500, frames: 5, intervalMs: 220 } as const;
/** The kiosk's background around the live picture. */
const resting: ScreenColour = [245, 247, 248];

export interface SessionRecording {
  readonly frames: readonly Uint8Array[];
  readonly answered: Recording;
  readonly seconds: number;
}

/** What a presenter shows to the kiosk, from the first photograph to the last colour. */
export async function record(
  engine: Engine,
  presenter: Presenter,
  challenge: Challenge,
): Promise<SessionRecording> {
  let nowMs = 0;
  let screen: ScreenView = { instruction: { kind: 'hold' }, colour: resting };
  const showing = (next: ScreenView) => {
    screen = next;
    presenter.look(nowMs, screen);
  };
  const instructionOf = (view: ChallengeView): ScreenView['instruction'] =>
    view.phase === 'move' ? { kind: 'move', move: view.move } : { kind: 'hold' };
  const picture = () => presenter.frame(nowMs, screen);

  const frames: Uint8Array[] = [];
  for (let i = 0; i < burst.frames; i++) {
    nowMs = burst.fromMs + i * burst.intervalMs;
    frames.push(await encodeJpeg(picture(), jpegQuality));
  }
  const startedMs = nowMs;
  const answered = await walkThrough(challenge, {
    nowMs: () => nowMs,
    pause: async (ms) => {
      nowMs += ms;
    },
    take: async () => {
      nowMs += cameraMs;
      const raster = picture();
      return {
        jpeg: encodeJpeg(raster, jpegQuality),
        pose: async () => {
          nowMs += coachMs;
          const guidance = measuredOrNull(await engine.call('guideFace', { frame: liveFrame(raster) }));
          return guidance?.pose ?? null;
        },
      };
    },
    show: (view) => showing({ ...screen, instruction: instructionOf(view) }),
    paint: async (colour) => {
      nowMs += paintMs;
      showing({ ...screen, colour: colour ?? resting });
    },
    isStopped: () => false,
    isDeclined: () => false,
    onSign: () => {},
  });
  if (!answered) throw new Error('the walk ended before its end');
  return { frames, answered, seconds: (nowMs - startedMs + burst.fromMs) / 1000 };
}

function liveFrame({ widthPx, heightPx, rgb }: Raster) {
  const rgba = new Uint8Array(widthPx * heightPx * 4).fill(255);
  for (let from = 0, to = 0; from < rgb.length; from += 3, to += 4) {
    rgba[to] = rgb[from]!;
    rgba[to + 1] = rgb[from + 1]!;
    rgba[to + 2] = rgb[from + 2]!;
  }
  return { widthPx, heightPx, rgba };
}

export interface JudgedSession {
  readonly outcome: Outcome;
  /** The checks of face and match. */
  readonly checks: readonly Check[];
  /** Engine time for the selfie and its challenge, milliseconds. */
  readonly ms: number;
}

/** Judges a recording as core does a session with this document. */
export async function judgeRecording(
  engine: Engine,
  policy: Policy,
  document: DocumentAnalysis,
  challenge: Challenge,
  { frames, answered }: Pick<SessionRecording, 'frames' | 'answered'>,
): Promise<JudgedSession> {
  const { answer, moveFrames, lightFrames } = answered;
  const startedMs = performance.now();
  const selfie = measuredOrNull(
    await engine.call('analyseSelfie', {
      frames: [...frames],
      challenge: { challenge, answer, moveFrames, lightFrames },
    }),
  );
  const ms = performance.now() - startedMs;
  const match =
    selfie?.template && document.portraitTemplate
      ? measuredOrNull(
          await engine.call('compareFaces', {
            portrait: document.portraitTemplate,
            selfie: selfie.template,
          }),
        )
      : null;
  // Nothing is asked here of the camera, of the document or of earlier applicants: faces alone decide.
  const decides = (code: string) =>
    (code.startsWith('selfie.') || code.startsWith('match.')) && code !== 'selfie.camera';
  const findings = [...(selfie?.findings ?? []), ...(match ? [match] : [])];
  const { checks } = judge(findings, document.reading, null, policy);
  const deciding = checks.filter(({ code }) => decides(code));
  return {
    outcome: deciding.map((check) => consequenceOf(check, policy.checks[check.code])).reduce(graver),
    checks: deciding,
    ms,
  };
}
