// Kiosk renderer. One side of the document: scanned where a scanner stands at the desk, else photographed.
import { ScanLine } from 'lucide-react';
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import type { DocumentSide } from '../../../shared/domain/session.ts';
import type { FailureKind } from '../../../shared/kernel/failure.ts';
import { kioskApi } from '../../ui/api.ts';
import { useWords } from '../../ui/i18n.tsx';
import { CapturePane } from '../camera/capture-pane.tsx';
import { encodeJpeg, takeStill } from '../camera/still.ts';
import type { Camera } from '../camera/use-camera.ts';
import type { Screen } from '../kiosk-state.ts';
import { ReaderNote } from '../parts/reader-note.tsx';
import { TurnDrawing } from '../parts/turn-drawing.tsx';
import type { Devices, ReadOutcome } from '../use-devices.ts';
import { ScanDocument } from './scan-document.tsx';

export function CaptureDocument(props: {
  readonly screen: Extract<Screen, { name: 'document' }>;
  readonly camera: Camera;
  readonly devices: Devices;
  readonly read: ReadOutcome | null;
  readonly advice: readonly ReasonCode[];
  readonly photoFailed: boolean;
  readonly onSign: () => void;
  readonly onTaken: (side: DocumentSide, frames: Uint8Array[]) => void;
  readonly onScan: (side: DocumentSide, deviceId: string) => Promise<FailureKind | null>;
  readonly onStopScan: () => void;
}) {
  const { t } = useWords();
  const { side, type } = props.screen;
  const { scanner, way, hasReader, isLost } = props.devices;
  const note = hasReader ? <ReaderNote read={props.read} /> : null;
  if (scanner && way === 'scanner') {
    return (
      <ScanDocument
        screen={props.screen}
        device={scanner}
        note={note}
        advice={props.advice}
        onScan={(deviceId) => props.onScan(side, deviceId)}
        onStop={props.onStopScan}
        onCamera={() => props.devices.go('camera')}
        onSign={props.onSign}
      />
    );
  }
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
      foot={
        <>
          {scanner ? (
            <button
              type="button"
              className="button button--plain button--big"
              data-testid="use-scanner"
              onClick={() => props.devices.go('scanner')}
            >
              <ScanLine aria-hidden />
              {t('kiosk.scan.use')}
            </button>
          ) : isLost ? (
            <p className="reader-note" role="status" data-testid="scanner-lost">
              {t('kiosk.scan.lost')}
            </p>
          ) : null}
          {note}
        </>
      }
      onShutter={async (video, frames) => {
        props.onTaken(side, frames.length > 0 ? [...frames] : [await encodeJpeg(takeStill(video))]);
      }}
    />
  );
}
