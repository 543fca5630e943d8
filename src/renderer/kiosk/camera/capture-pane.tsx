// Kiosk renderer. One photograph: the live picture with guide and hint, the coach that releases the shutter, the manual one.
import { Camera as CameraIcon, Check } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { LiveFrame } from '../../../shared/contract/contract.ts';
import type { DocumentGuidance, FaceGuidance } from '../../../shared/contract/guidance.ts';
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import type { Failure } from '../../../shared/kernel/failure.ts';
import type { Result } from '../../../shared/kernel/result.ts';
import { useWords } from '../../ui/i18n.tsx';
import { Title } from '../parts/title.tsx';
import { CameraProblem } from './camera-problem.tsx';
import { type GuideShape, Overlay } from './overlay.tsx';
import { Stage } from './stage.tsx';
import { documentSharpness } from './still.ts';
import type { Camera } from './use-camera.ts';
import { useCoach } from './use-coach.ts';
import { useSteadyHint } from './use-steady-hint.ts';

/** After this long the applicant may release the shutter: no coach may lock anybody out. */
const manualAfterMs = 20_000;
const introMs = 3200;

type Answer = DocumentGuidance | FaceGuidance;

export interface CapturePaneProps {
  readonly testId: string;
  readonly side?: string;
  readonly title: string;
  readonly body: string;
  readonly camera: Camera;
  readonly guide: GuideShape;
  readonly mirrored: boolean;
  readonly hints: 'document' | 'face';
  readonly intro: { readonly title: string; readonly body: string; readonly drawing: ReactNode } | null;
  readonly advice: readonly ReasonCode[];
  /** Beside the manual shutter. */
  readonly foot?: ReactNode;
  readonly photoFailed: boolean;
  readonly ask: (frame: LiveFrame) => Promise<Result<Answer, Failure>>;
  /** Somebody is there. */
  readonly onSign: () => void;
  /** Takes what it needs; the picture freezes when it is done. `frames` are the coach's choice, none for a manual shutter. */
  readonly onShutter: (video: HTMLVideoElement, frames: readonly Uint8Array[]) => Promise<void>;
}

type Phase = 'intro' | 'aiming' | 'taking' | 'taken';

export function CapturePane(props: CapturePaneProps) {
  const { t, open } = useWords();
  const [phase, setPhase] = useState<Phase>(props.intro ? 'intro' : 'aiming');
  const [manual, setManual] = useState(false);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const live = props.camera.status === 'live';

  useEffect(() => {
    if (phase !== 'intro' || !live) return;
    const timer = setTimeout(() => setPhase('aiming'), introMs);
    return () => clearTimeout(timer);
  }, [phase, live]);

  useEffect(() => {
    if (phase !== 'aiming' || !live) return;
    const timer = setTimeout(() => setManual(true), manualAfterMs);
    return () => clearTimeout(timer);
  }, [phase, live]);

  // A camera that goes while the burst is taken: aim again when it is back.
  useEffect(() => {
    if (!live) setPhase((present) => (present === 'taking' ? 'aiming' : present));
  }, [live]);

  const release = useRef(props.onShutter);
  release.current = props.onShutter;
  const shoot = useCallback(
    async (frames: readonly Promise<Uint8Array>[]) => {
      if (!video) return;
      setPhase('taking');
      await release.current(video, await Promise.all(frames));
      video.pause();
      setPhase((present) => (present === 'taking' ? 'taken' : present));
    },
    [video],
  );

  const coaching = useCoach<Answer['hint']>({
    video,
    enabled: live && phase === 'aiming',
    ask: props.ask,
    ...(props.hints === 'document' ? { sharpnessOf: documentSharpness } : {}),
    onAnswer: (hint) => {
      if (hint !== 'show_document' && hint !== 'show_face') props.onSign();
    },
    onFire: (frames) => void shoot(frames),
  });
  // With its place, which changes the words as another hint does.
  const hint = useSteadyHint(coaching.at ? `${coaching.hint}.${coaching.at}` : coaching.hint);
  const good = hint === 'hold_still' || phase === 'taking';
  const words = phase === 'taking' ? 'hold_still' : (hint ?? 'waiting');

  return (
    <main
      className="screen capture"
      data-testid={props.testId}
      data-side={props.side}
      data-phase={phase}
      data-camera={props.camera.status}
    >
      <div className="screen__head capture__head">
        <Title>{props.title}</Title>
        <p className="lead" hidden={!live}>
          {props.photoFailed
            ? t('kiosk.capture.failed')
            : props.advice[0]
              ? open('advice', props.advice[0])
              : props.body}
        </p>
      </div>
      <div className="capture__space">
        {live ? (
          <Stage
            stream={props.camera.stream}
            mirrored={props.mirrored}
            onVideo={setVideo}
            label={t('kiosk.capture.picture')}
          >
            <Overlay
              shape={props.guide}
              mirrored={props.mirrored}
              coaching={phase === 'aiming' ? coaching : null}
              complete={phase === 'taking' || phase === 'taken'}
            />
            {phase === 'intro' && props.intro ? (
              <div className="capture__cover capture__cover--intro">
                {props.intro.drawing}
                <h2>{props.intro.title}</h2>
                <p>{props.intro.body}</p>
              </div>
            ) : null}
            {phase === 'taken' ? (
              <div className="capture__cover capture__cover--taken">
                <Check strokeWidth={2.6} aria-hidden />
                <h2>{t('kiosk.capture.saving')}</h2>
              </div>
            ) : null}
            {phase === 'aiming' || phase === 'taking' ? (
              <p
                className={`hint ${good ? 'hint--good' : ''}`}
                aria-live="polite"
                data-testid="hint"
                data-hint={words}
              >
                {open(`hint.${props.hints}`, words)}
              </p>
            ) : null}
          </Stage>
        ) : (
          <CameraProblem status={props.camera.status} />
        )}
      </div>
      <div className="capture__foot">
        {manual && live && phase === 'aiming' ? (
          <>
            <span>{t('kiosk.capture.manual.body')}</span>
            <button
              type="button"
              className="button button--primary button--big"
              data-testid="manual-shutter"
              onClick={() => void shoot([])}
            >
              <CameraIcon aria-hidden />
              {t('kiosk.capture.manual')}
            </button>
          </>
        ) : null}
        {props.foot}
      </div>
    </main>
  );
}
