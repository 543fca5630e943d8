// Kiosk renderer. One side of the document by way of the scanner at the desk, or of a document camera.
import { Camera as CameraIcon, ScanLine, X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { KioskDevice } from '../../../shared/contract/kiosk-contract.ts';
import type { ReasonCode } from '../../../shared/domain/reason-code.ts';
import type { FailureKind } from '../../../shared/kernel/failure.ts';
import { useWords } from '../../ui/i18n.tsx';
import type { Screen } from '../kiosk-state.ts';
import { ScanDrawing, type ScanDrawn } from '../parts/scan-drawing.tsx';
import { Title } from '../parts/title.tsx';
import { useScanPreview, useScanProgress } from '../use-devices.ts';

/** What is said in words of its own; all else is for the staff (`device-remedies.ts`). */
const troubles = {
  'scan.empty': 'empty',
  'scan.several': 'several',
  'device.gone': 'unplugged',
  'device.unknown': 'unplugged',
  'device.unavailable': 'unplugged',
  'device.jam': 'jam',
  'device.cover_open': 'cover',
  'device.empty': 'empty',
  'device.busy': 'busy',
  'device.timeout': 'slow',
} as const satisfies Partial<Record<FailureKind, string>>;
type Trouble = (typeof troubles)[keyof typeof troubles] | 'staff' | 'picture';

function troubleOf(kind: FailureKind): Trouble {
  if (kind.startsWith('image.')) return 'picture';
  return kind in troubles ? troubles[kind as keyof typeof troubles] : 'staff';
}

const drawnFor: Record<Trouble, ScanDrawn> = {
  empty: 'empty',
  several: 'several',
  unplugged: 'unplugged',
  jam: 'attention',
  cover: 'attention',
  busy: 'attention',
  slow: 'attention',
  picture: 'attention',
  staff: 'attention',
};

export function ScanDocument(props: {
  readonly screen: Extract<Screen, { name: 'document' }>;
  readonly device: KioskDevice;
  readonly note: ReactNode;
  readonly advice: readonly ReasonCode[];
  /** Answers what went wrong, `null` where all is well or it was stopped. */
  readonly onScan: (deviceId: string) => Promise<FailureKind | null>;
  readonly onStop: () => void;
  readonly onCamera: () => void;
  /** Somebody is there. */
  readonly onSign: () => void;
}) {
  const { t, open } = useWords();
  const { side, type } = props.screen;
  const { kind, deviceId } = props.device;
  const [scanning, setScanning] = useState(false);
  const [failure, setFailure] = useState<FailureKind | null>(null);
  const progress = useScanProgress(scanning);
  const preview = useScanPreview(scanning);
  const gone = useRef(false);
  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
    };
  }, []);

  // A scan takes longer than an applicant who has left: its progress is a sign too.
  const { onSign } = props;
  useEffect(() => {
    if (progress) onSign();
  }, [progress, onSign]);

  const under = kind === 'document_camera';
  const trouble = failure ? troubleOf(failure) : null;
  const toDo = under ? 'under' : side === 'back' ? 'turn' : 'lay';
  const drawn = scanning ? (under ? 'under' : 'working') : trouble ? drawnFor[trouble] : toDo;
  const titleKey = under
    ? ('kiosk.scan.title.under' as const)
    : side === 'back'
      ? ('kiosk.scan.title.back' as const)
      : type === 'passport' || type === 'visa'
        ? ('kiosk.scan.title.page' as const)
        : ('kiosk.scan.title.card' as const);
  const percent = progress?.fraction === null || !progress ? null : Math.round(progress.fraction * 100);

  const scan = async () => {
    setFailure(null);
    setScanning(true);
    const failed = await props.onScan(deviceId);
    if (gone.current) return;
    setScanning(false);
    setFailure(failed);
  };

  return (
    <main
      className="screen capture scan"
      data-testid="scan-document"
      data-side={side}
      data-trouble={trouble ?? 'none'}
      data-scanning={scanning}
      data-stage={progress?.stage}
    >
      <div className="screen__head capture__head">
        <Title>{t(titleKey)}</Title>
        <p className="lead">
          {props.advice[0]
            ? open('advice', props.advice[0])
            : t(under ? 'kiosk.scan.body.under' : 'kiosk.scan.body')}
        </p>
      </div>
      <div className="card scan__panel">
        {preview ? (
          <img className="scan__preview" src={preview} alt="" data-testid="scan-preview" />
        ) : (
          <ScanDrawing shows={drawn} />
        )}
        <div className="scan__state" role="status">
          {scanning ? (
            <>
              <p className="scan__words">
                {t(
                  `kiosk.scan.stage.${under && progress?.stage !== 'cutting' ? 'under' : (progress?.stage ?? 'preparing')}`,
                )}
              </p>
              <progress
                className="scan__progress"
                {...(percent === null ? {} : { value: percent })}
                max={100}
                aria-label={t('kiosk.scan.progress')}
              />
            </>
          ) : trouble ? (
            <div className="note note--warn" data-testid="scan-trouble">
              <span>
                <strong>{t(`kiosk.scan.trouble.${trouble}.title`)}</strong>{' '}
                {t(`kiosk.scan.trouble.${trouble}.body`)}
              </span>
            </div>
          ) : null}
        </div>
      </div>
      <div className="capture__foot scan__foot">
        {scanning ? (
          <button
            type="button"
            className="button button--plain button--big"
            data-testid="scan-stop"
            onClick={props.onStop}
          >
            <X aria-hidden />
            {t('kiosk.scan.stop')}
          </button>
        ) : (
          <>
            <button
              type="button"
              className="button button--primary button--big"
              data-testid="scan-start"
              onClick={() => void scan()}
            >
              <ScanLine aria-hidden />
              {t(trouble ? 'kiosk.scan.again' : under ? 'kiosk.scan.start.under' : 'kiosk.scan.start')}
            </button>
            <button
              type="button"
              className="button button--quiet button--big"
              data-testid="scan-camera"
              onClick={props.onCamera}
            >
              <CameraIcon aria-hidden />
              {t('kiosk.scan.camera')}
            </button>
          </>
        )}
        {props.note}
      </div>
    </main>
  );
}
