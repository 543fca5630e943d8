// Kiosk renderer. Photographs one side of the document.
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import type { DocumentSide } from '../../../shared/domain/session.ts';
import { kioskApi } from '../../ui/api.ts';
import { useWords } from '../../ui/i18n.tsx';
import { CapturePane } from '../camera/capture-pane.tsx';
import { encodeJpeg, takeStill } from '../camera/still.ts';
import type { Camera } from '../camera/use-camera.ts';
import type { Screen } from '../kiosk-state.ts';
import { TurnDrawing } from '../parts/turn-drawing.tsx';

export function CaptureDocument(props: {
  readonly screen: Extract<Screen, { name: 'document' }>;
  readonly camera: Camera;
  readonly advice: readonly ReasonCode[];
  readonly photoFailed: boolean;
  readonly onSign: () => void;
  readonly onTaken: (side: DocumentSide, frames: Uint8Array[]) => void;
}) {
  const { t } = useWords();
  const { side, type } = props.screen;
  return (
    <CapturePane
      testId="capture-document"
      side={side}
      title={t(side === 'front' ? `kiosk.capture.front.${type}` : 'kiosk.capture.back')}
      body={t('kiosk.capture.body')}
      camera={props.camera}
      guide={type === 'passport' || type === 'visa' ? 'page' : 'card'}
      mirrored={false}
      hints="document"
      intro={
        side === 'back'
          ? {
              title: t('kiosk.capture.turn.title'),
              body: t('kiosk.capture.turn.body'),
              drawing: <TurnDrawing />,
            }
          : null
      }
      advice={props.advice}
      photoFailed={props.photoFailed}
      ask={(frame) => kioskApi.call('guidance.document', { frame })}
      onSign={props.onSign}
      onShutter={async (video, frames) => {
        props.onTaken(side, frames.length > 0 ? [...frames] : [await encodeJpeg(takeStill(video))]);
      }}
    />
  );
}
