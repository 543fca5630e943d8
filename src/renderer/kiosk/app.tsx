// Kiosk renderer. Puts the present screen between header and dialogs, and owns what outlives a screen: camera, idle time, language.
import { useCallback, useEffect, useState } from 'react';
import { isLanguage, type Language, useWords, WordsProvider } from '../ui/i18n.tsx';
import { useCamera } from './camera/use-camera.ts';
import { CancelDialog, IdleDialog } from './parts/dialogs.tsx';
import { Header } from './parts/header.tsx';
import { CaptureDocument } from './screens/capture-document.tsx';
import { CaptureSelfie } from './screens/capture-selfie.tsx';
import { ChooseDocument } from './screens/choose-document.tsx';
import { Consent } from './screens/consent.tsx';
import { Farewell } from './screens/farewell.tsx';
import { Message } from './screens/message.tsx';
import { ReceiptScreen } from './screens/receipt.tsx';
import { ResultScreen } from './screens/result.tsx';
import { Verifying } from './screens/verifying.tsx';
import { Welcome } from './screens/welcome.tsx';
import { type Devices, type ReadOutcome, useDevices, useRead } from './use-devices.ts';
import { useIdle } from './use-idle.ts';
import { type Kiosk, useKiosk } from './use-kiosk.ts';

/** A session whose camera stays away this long goes to the staff. */
const cameraLostAfterMs = 60_000;

/** Kept in the address, so that it survives a reload in the middle of a session and nothing else does. */
function languageFromAddress(): Language {
  const language = decodeURIComponent(location.hash.slice(1));
  return isLanguage(language) ? language : 'en';
}

export function App() {
  const [language, setLanguage] = useState(languageFromAddress);
  const choose = useCallback((chosen: Language) => {
    history.replaceState(null, '', `#${chosen}`);
    setLanguage(chosen);
  }, []);
  return (
    <WordsProvider language={language}>
      <Station onLanguage={choose} />
    </WordsProvider>
  );
}

function Station({ onLanguage }: { onLanguage: (language: Language) => void }) {
  const kiosk = useKiosk();
  const { state, close } = kiosk;
  const { name } = state.screen;
  const [cancelling, setCancelling] = useState(false);

  const photographing = name === 'document' || name === 'selfie';
  const devices = useDevices();
  const read = useRead(state.session?.sessionId ?? null);
  const camera = useCamera(photographing, kiosk.admitCamera);
  const cameraAway = photographing && camera.status !== 'live';
  useEffect(() => {
    if (!cameraAway) return;
    const timer = setTimeout(() => close('camera_lost'), cameraLostAfterMs);
    return () => clearTimeout(timer);
  }, [cameraAway, close]);

  const mayIdle =
    photographing ||
    name === 'consent' ||
    name === 'choose' ||
    (state.screen.name === 'result' && state.screen.result.outcome === 'retry');
  const idle = useIdle(state.station?.idleSeconds ?? 90, mayIdle, () => close('idle'));

  return (
    <div className="kiosk" data-screen={name}>
      <Header
        screen={state.screen}
        onLanguage={onLanguage}
        onStop={photographing || name === 'consent' || name === 'choose' ? () => setCancelling(true) : null}
      />
      <Present kiosk={kiosk} camera={camera} devices={devices} read={read} touch={idle.touch} />
      {cancelling && state.session ? (
        <CancelDialog
          onStop={() => {
            setCancelling(false);
            close('cancelled');
          }}
          onStay={() => setCancelling(false)}
        />
      ) : null}
      {idle.secondsLeft !== null && mayIdle && !cancelling ? (
        <IdleDialog secondsLeft={idle.secondsLeft} onStay={idle.touch} />
      ) : null}
    </div>
  );
}

interface PresentProps {
  readonly kiosk: Kiosk;
  readonly camera: ReturnType<typeof useCamera>;
  readonly devices: Devices;
  readonly read: ReadOutcome | null;
  readonly touch: () => void;
}

function Present({ kiosk, camera, devices, read, touch }: PresentProps) {
  const { t, language } = useWords();
  const { state } = kiosk;
  const { screen, station } = state;
  switch (screen.name) {
    case 'starting':
      return <Message tone="wait" title={t('kiosk.starting.title')} body={t('kiosk.starting.body')} />;
    case 'welcome':
      return station?.status === 'refusing' ? (
        <Message
          tone="stop"
          title={t('kiosk.unavailable.title')}
          body={t('kiosk.unavailable.body')}
          staff={station.detail}
        />
      ) : (
        <Welcome station={station} busy={state.busy} onStart={() => kiosk.open(language)} />
      );
    case 'consent':
      return (
        <Consent
          station={station}
          busy={state.busy}
          onAccept={() => kiosk.consent(language)}
          onDecline={() => kiosk.close('cancelled')}
        />
      );
    case 'choose':
      return (
        <ChooseDocument
          types={station?.acceptedTypes ?? []}
          busy={state.busy}
          onChoose={kiosk.choose}
          onNone={() => kiosk.close('cancelled')}
        />
      );
    case 'document':
      return (
        <CaptureDocument
          key={`${screen.side}-${state.attempt}`}
          screen={screen}
          camera={camera}
          devices={devices}
          read={read}
          advice={state.advice}
          photoFailed={state.photoFailed}
          onSign={touch}
          onTaken={kiosk.captureDocument}
          onScan={kiosk.scanDocument}
          onStopScan={kiosk.stopScan}
        />
      );
    case 'selfie':
      return (
        <CaptureSelfie
          key={state.attempt}
          camera={camera}
          advice={state.advice}
          photoFailed={state.photoFailed}
          onSign={touch}
          askChallenge={kiosk.askChallenge}
          onTaken={kiosk.captureSelfie}
        />
      );
    case 'verifying':
      return <Verifying stage={screen.stage} />;
    case 'result':
      return (
        <ResultScreen
          result={screen.result}
          onRetry={kiosk.retry}
          onReceipt={kiosk.takeReceipt}
          onDone={() => kiosk.close('completed')}
        />
      );
    case 'receipt':
      return (
        <ReceiptScreen
          receipt={screen.receipt}
          digest={screen.digest}
          onDone={() => kiosk.close('completed')}
        />
      );
    case 'farewell':
      return <Farewell reason={screen.reason} closed={kiosk.closed} onReceipt={kiosk.takeReceipt} />;
    case 'trouble':
      return screen.kind.startsWith('store.') ? (
        <Message tone="stop" title={t('kiosk.trouble.full.title')} body={t('kiosk.trouble.full.body')} />
      ) : (
        <Message tone="wait" title={t('kiosk.trouble.title')} body={t('kiosk.trouble.body')} />
      );
  }
}
