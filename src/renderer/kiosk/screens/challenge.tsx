// Kiosk renderer. The challenge as the applicant sees it: one move at a time with an arrow, then soft colours over the screen.
import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, Check, ZoomIn } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Answered } from '../../../shared/contract/kiosk-contract.ts';
import type { Challenge, ChallengePart, Move, ScreenColour } from '../../../shared/domain/challenge.ts';
import {
  type ChallengeStage,
  type ChallengeView,
  walkThrough,
} from '../../../shared/domain/challenge-walk.ts';
import { kioskApi } from '../../ui/api.ts';
import { useWords } from '../../ui/i18n.tsx';
import { CameraProblem } from '../camera/camera-problem.tsx';
import { Stage } from '../camera/stage.tsx';
import { encodeJpeg, frameMaker, nextPicture, pause, type Still, takeStill } from '../camera/still.ts';
import type { Camera } from '../camera/use-camera.ts';
import { Title } from '../parts/title.tsx';

/** In the mirrored picture the person's own left is on the left. */
const arrows = {
  turn_left: ArrowLeft,
  turn_right: ArrowRight,
  look_up: ArrowUp,
  look_down: ArrowDown,
  come_closer: ZoomIn,
} satisfies Record<Move, unknown>;

const rgb = (colour: ScreenColour) => `rgb(${colour.join(' ')})`;

/** Two frames: one that takes the colour over, one by which it is on the glass. */
const painted = () =>
  new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve())));

export function ChallengeScreen(props: {
  readonly camera: Camera;
  readonly challenge: Challenge;
  readonly onSign: () => void;
  readonly onAnswered: (answered: Answered) => void;
  /** The camera went: the recording is worthless. */
  readonly onLost: () => void;
}) {
  const { t } = useWords();
  const [view, setView] = useState<ChallengeView>({ phase: 'straight' });
  const [colour, setColour] = useState<ScreenColour | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const declined = useRef(new Set<ChallengePart>());
  const latest = useRef(props);
  latest.current = props;
  const live = props.camera.status === 'live';

  useEffect(() => {
    if (!live) latest.current.onLost();
  }, [live]);

  const { challenge } = props;
  useEffect(() => {
    if (!video) return;
    let stopped = false;
    const small = document.createElement('canvas');
    const makeFrame = frameMaker(small);
    let still: Still | undefined;
    const stage: ChallengeStage = {
      nowMs: () => performance.now(),
      pause,
      take: async () => {
        await nextPicture(video);
        if (stopped || video.videoWidth === 0) return null;
        still = takeStill(video, still);
        const frame = makeFrame(still);
        return {
          jpeg: encodeJpeg(small),
          pose: async () => {
            const answer = await kioskApi.call('guidance.face', { frame });
            return answer.ok ? answer.value.pose : null;
          },
        };
      },
      show: setView,
      paint: (next) => {
        setColour(next);
        return painted();
      },
      isStopped: () => stopped,
      isDeclined: (part) => declined.current.has(part),
      onSign: () => latest.current.onSign(),
    };
    void walkThrough(challenge, stage).then((answered) => {
      if (answered && !stopped) latest.current.onAnswered(answered);
    });
    return () => {
      stopped = true;
    };
  }, [video, challenge]);

  const light = view.phase === 'light' || view.phase === 'notice';
  const decline = (part: ChallengePart) => declined.current.add(part);
  if (!live) return <CameraProblem status={props.camera.status} />;
  return (
    <main
      className={`screen capture challenge challenge--${view.phase}`}
      data-testid="challenge"
      data-phase={view.phase}
      data-move={view.phase === 'move' ? view.move : undefined}
    >
      {colour ? (
        <div className="challenge__light" data-testid="light" style={{ backgroundColor: rgb(colour) }} />
      ) : null}
      <div className="screen__head capture__head">
        <Title>{t('kiosk.challenge.title')}</Title>
        <p className="lead">{t('kiosk.challenge.body')}</p>
      </div>
      <div className="capture__space">
        <Stage stream={props.camera.stream} mirrored onVideo={setVideo} label={t('kiosk.challenge.picture')}>
          {view.phase === 'move' ? <MoveSign move={view.move} progress={view.progress} /> : null}
          {view.phase === 'good' ? (
            <span className="challenge__sign challenge__sign--good">
              <Check aria-hidden />
            </span>
          ) : null}
          <p
            className={view.phase === 'good' ? 'hint hint--good' : 'hint'}
            aria-live="polite"
            data-testid="challenge-words"
          >
            {view.phase === 'move' ? t(`kiosk.challenge.${view.move}`) : t(`kiosk.challenge.${view.phase}`)}
          </p>
        </Stage>
      </div>
      <div className="capture__foot">
        <button
          type="button"
          className="button button--plain"
          data-testid={light ? 'decline-light' : 'decline-moves'}
          onClick={() => decline(light ? 'light' : 'moves')}
        >
          {t(light ? 'kiosk.challenge.declineLight' : 'kiosk.challenge.declineMoves')}
        </button>
      </div>
    </main>
  );
}

/** The arrow, in a ring that closes as the move goes on. */
function MoveSign({ move, progress }: { readonly move: Move; readonly progress: number }) {
  const Arrow = arrows[move];
  return (
    <span className={`challenge__sign challenge__sign--${move}`}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle className="challenge__track" cx="50" cy="50" r="46" />
        <circle
          className="challenge__progress"
          cx="50"
          cy="50"
          r="46"
          pathLength={1}
          strokeDasharray={`${progress} 1`}
        />
      </svg>
      <Arrow strokeWidth={2.4} aria-hidden />
    </span>
  );
}
