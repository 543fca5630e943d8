// Kiosk renderer. Photographs the face: a short burst, so that the engine can choose and compare frames.
import { ScanFace } from 'lucide-react';
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import { kioskApi } from '../../ui/api.ts';
import { useWords } from '../../ui/i18n.tsx';
import { CapturePane } from '../camera/capture-pane.tsx';
import { encodeJpeg, pause, type Still, takeStill } from '../camera/still.ts';
import type { Camera } from '../camera/use-camera.ts';

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
  readonly onTaken: (frames: Uint8Array[]) => void;
}) {
  const { t } = useWords();
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
        if (video.srcObject !== null) props.onTaken(frames);
      }}
    />
  );
}
