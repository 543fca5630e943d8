// Kiosk renderer. Photographs the face: a short burst, so that the engine can choose and compare frames; then the challenge.
import { ScanFace } from 'lucide-react';
import { useState } from 'react';
import type { Answered } from '../../../shared/contract/kiosk-contract.ts';
import type { Challenge } from '../../../shared/domain/challenge.ts';
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import { kioskApi } from '../../ui/api.ts';
import { useWords } from '../../ui/i18n.tsx';
import { CapturePane } from '../camera/capture-pane.tsx';
import { encodeJpeg, pause, type Still, takeStill } from '../camera/still.ts';
import type { Camera } from '../camera/use-camera.ts';
import { ChallengeScreen } from './challenge.tsx';

/** Five frames over about a second. */
const burstFrames = 5;
const burstIntervalMs = 220;

async function takeBurst(video: HTMLVideoElement): Promise<Uint8Array[]> {
  const stills: Still[] = [];
  while (stills.length < burstFrames) {
    if (stills.length > 0) await pause(burstIntervalMs);
    stills.push(takeStill(video));
  }
  return Promise.all(stills.map(encodeJpeg));
}

export function CaptureSelfie(props: {
  readonly camera: Camera;
  readonly advice: readonly ReasonCode[];
  readonly photoFailed: boolean;
  readonly onSign: () => void;
  /** Null where core could not say; the capture then begins again. */
  readonly askChallenge: () => Promise<Challenge | null>;
  readonly onTaken: (frames: Uint8Array[], answered: Answered | null) => void;
}) {
  const { t } = useWords();
  const [asked, setAsked] = useState<{ frames: Uint8Array[]; challenge: Challenge } | null>(null);
  if (asked) {
    return (
      <ChallengeScreen
        camera={props.camera}
        challenge={asked.challenge}
        onSign={props.onSign}
        onAnswered={(answered) => props.onTaken(asked.frames, answered)}
        onLost={() => setAsked(null)}
      />
    );
  }
  return (
    <CapturePane
      testId="capture-selfie"
      title={t('kiosk.capture.selfie')}
      body={t('kiosk.capture.selfie.body')}
      camera={props.camera}
      guide="face"
      mirrored
      hints="face"
      intro={{
        title: t('kiosk.capture.face.title'),
        body: t('kiosk.capture.face.body'),
        drawing: <ScanFace strokeWidth={1.5} aria-hidden />,
      }}
      advice={props.advice}
      photoFailed={props.photoFailed}
      ask={(frame) => kioskApi.call('guidance.face', { frame })}
      onSign={props.onSign}
      onShutter={async (video) => {
        const frames = await takeBurst(video);
        // Unplugged half-way: the frames are worthless, and another burst follows when the camera is back.
        if (video.srcObject === null) return;
        const challenge = await props.askChallenge();
        if (!challenge) return;
        const isEmpty = challenge.moves.length === 0 && !challenge.light;
        if (isEmpty) props.onTaken(frames, null);
        else setAsked({ frames, challenge });
      }}
    />
  );
}
