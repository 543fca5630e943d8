// Kiosk renderer. Runs the calls behind the screens and feeds what comes back to the reducer.
import { useCallback, useEffect, useMemo, useReducer, useRef } from 'react';
import type { Answered } from '../../shared/contract/kiosk-contract.ts';
import type { Camera } from '../../shared/domain/camera.ts';
import type { Challenge } from '../../shared/domain/challenge.ts';
import type { DocumentType } from '../../shared/domain/document.ts';
import type { CloseReason, DocumentSide, SessionView } from '../../shared/domain/session.ts';
import type { Failure, FailureKind } from '../../shared/kernel/failure.ts';
import type { Result } from '../../shared/kernel/result.ts';
import { kioskApi } from '../ui/api.ts';
import type { Language } from '../ui/i18n.tsx';
import { initialState, type KioskState, reduce } from './kiosk-state.ts';

/** How often core is asked again while it starts or after a failure. */
const askAgainMs = 2000;
/** Changes with the meaning of the consent text; stored with the consent. */
const consentTextVersion = '2026-11-27';

/** Core must hear of it before the next applicant: else the reload would resume this session. */
async function closeSession(sessionId: SessionView['sessionId'], reason: CloseReason): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const result = await kioskApi.call('session.close', { sessionId, reason });
    // Anything but core being away means that there is no session to close any more.
    if (result.ok || result.error.kind !== 'core.unavailable') return;
    await new Promise((resolve) => setTimeout(resolve, askAgainMs));
  }
}

export interface Kiosk {
  readonly state: KioskState;
  open(language: Language): void;
  consent(language: Language): void;
  choose(type: DocumentType): void;
  /** Whether core allows this camera in this session; a failure is shown as any other. */
  admitCamera(camera: Camera): Promise<boolean>;
  captureDocument(side: DocumentSide, frames: Uint8Array[]): void;
  /** What went wrong with the scanner, `null` where all is well or it was stopped; all else is shown as any other failure. */
  scanDocument(side: DocumentSide, deviceId: string): Promise<FailureKind | null>;
  stopScan(): void;
  /** A failure is shown as any other; then there is none. */
  askChallenge(): Promise<Challenge | null>;
  captureSelfie(frames: Uint8Array[], answered: Answered | null): void;
  /** Core has stepped back by itself after a `retry`: fetch where to. */
  retry(): void;
  /** Whether there is one; then it is shown. */
  takeReceipt(): Promise<boolean>;
  close(reason: CloseReason): void;
  /** Settles when core knows that the session is over. */
  closed(): Promise<void>;
}

export function useKiosk(): Kiosk {
  const [state, dispatch] = useReducer(reduce, initialState);
  const latest = useRef(state);
  latest.current = state;
  const closing = useRef(Promise.resolve());

  const boot = useCallback(async () => {
    const station = await kioskApi.call('station.describe');
    if (!station.ok) return;
    const session = await kioskApi.call('session.current');
    if (session.ok) dispatch({ type: 'booted', station: station.value, session: session.value });
  }, []);

  const lastSession = useRef<SessionView['sessionId'] | null>(null);
  if (state.session) lastSession.current = state.session.sessionId;
  const waiting = state.screen.name === 'starting' || state.screen.name === 'trouble';
  useEffect(() => {
    if (!waiting) return;
    if (latest.current.screen.name === 'starting') void boot();
    const timer = setInterval(() => void boot(), askAgainMs);
    return () => clearInterval(timer);
  }, [waiting, boot]);

  useEffect(() => {
    const stops = [
      kioskApi.on('station.changed', (station) => dispatch({ type: 'station_changed', station })),
      kioskApi.on('session.progress', ({ sessionId, stage }) =>
        dispatch({ type: 'progressed', sessionId, stage }),
      ),
    ];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);

  const verifyingId = state.screen.name === 'verifying' ? (state.session?.sessionId ?? null) : null;
  useEffect(() => {
    if (verifyingId === null) return;
    let left = false;
    void kioskApi.call('session.verify', { sessionId: verifyingId }).then((result) => {
      if (left) return;
      if (result.ok) dispatch({ type: 'verified', result: result.value });
      else dispatch({ type: 'call_failed', kind: result.error.kind });
    });
    return () => {
      left = true;
    };
  }, [verifyingId]);

  const actions = useMemo(() => {
    const move = async (call: Promise<Result<SessionView, Failure>>) => {
      dispatch({ type: 'call_started' });
      const result = await call;
      if (result.ok) return dispatch({ type: 'session_moved', session: result.value });
      // Out of step with core (a double press, a restart): look where the session really is.
      if (result.error.kind === 'session.wrong_step') return boot();
      dispatch({ type: 'call_failed', kind: result.error.kind });
    };
    const inSession = (
      call: (sessionId: SessionView['sessionId']) => Promise<Result<SessionView, Failure>>,
    ) => {
      const { session, busy } = latest.current;
      if (session && !busy) void move(call(session.sessionId));
    };
    return {
      open: (language: Language) => {
        if (!latest.current.busy) void move(kioskApi.call('session.open', { language }));
      },
      consent: (language: Language) =>
        inSession((sessionId) =>
          kioskApi.call('session.consent', {
            sessionId,
            textVersion: `${consentTextVersion}.${language}`,
          }),
        ),
      choose: (type: DocumentType) =>
        inSession((sessionId) => kioskApi.call('session.choose_document', { sessionId, type })),
      admitCamera: async (camera: Camera) => {
        const { session } = latest.current;
        if (!session) return false;
        const result = await kioskApi.call('session.camera', { sessionId: session.sessionId, camera });
        if (!result.ok && result.error.kind !== 'camera.refused') {
          dispatch({ type: 'call_failed', kind: result.error.kind });
        }
        return result.ok;
      },
      captureDocument: (side: DocumentSide, frames: Uint8Array[]) =>
        inSession((sessionId) => kioskApi.call('session.capture_document', { sessionId, side, frames })),
      scanDocument: async (side: DocumentSide, deviceId: string) => {
        const { session } = latest.current;
        if (!session) return null;
        const result = await kioskApi.call('session.scan', { sessionId: session.sessionId, side, deviceId });
        if (result.ok) {
          dispatch({ type: 'session_moved', session: result.value });
          return null;
        }
        const { kind } = result.error;
        if (kind === 'device.cancelled') return null;
        if (/^(device|scan|image)\./.test(kind)) return kind;
        if (kind === 'session.wrong_step') await boot();
        else dispatch({ type: 'call_failed', kind });
        return null;
      },
      stopScan: () => {
        const { session } = latest.current;
        if (session) void kioskApi.call('session.cancel_scan', { sessionId: session.sessionId });
      },
      askChallenge: async () => {
        const { session } = latest.current;
        if (!session) return null;
        const result = await kioskApi.call('session.challenge', { sessionId: session.sessionId });
        if (result.ok) return result.value;
        dispatch({ type: 'call_failed', kind: result.error.kind });
        return null;
      },
      captureSelfie: (frames: Uint8Array[], answered: Answered | null) =>
        inSession((sessionId) => kioskApi.call('session.capture_selfie', { sessionId, frames, answered })),
      retry: async () => {
        const current = await kioskApi.call('session.current');
        if (!current.ok) return dispatch({ type: 'call_failed', kind: current.error.kind });
        if (current.value) dispatch({ type: 'session_moved', session: current.value });
        else dispatch({ type: 'call_failed', kind: 'session.unknown' });
      },
      takeReceipt: async () => {
        // After a session that ended early: what is deleted then must be gone before the receipt says so.
        await closing.current;
        const sessionId = latest.current.session?.sessionId ?? lastSession.current;
        if (!sessionId) return false;
        const result = await kioskApi.call('session.receipt', { sessionId });
        if (result.ok) dispatch({ type: 'receipt_issued', ...result.value });
        return result.ok;
      },
      close: (reason: CloseReason) => {
        const { session } = latest.current;
        if (session) closing.current = closeSession(session.sessionId, reason);
        dispatch({ type: 'closing', reason });
      },
      closed: () => closing.current,
    };
  }, [boot]);

  return { state, ...actions };
}
