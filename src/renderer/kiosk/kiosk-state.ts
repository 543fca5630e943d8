// Kiosk renderer. What the applicant sees, as one pure function of what happened. Core owns the session;
// this only follows it: after every answer the screen is derived from the step that core says is durable.

import type { Station, StationState } from '../../shared/contract/kiosk-contract.ts';
import type { DocumentType } from '../../shared/domain/document.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { Receipt } from '../../shared/domain/receipt.ts';
import type { ApplicantResult, CloseReason, DocumentSide, SessionView } from '../../shared/domain/session.ts';
import { unreachable } from '../../shared/kernel/assert.ts';
import type { FailureKind } from '../../shared/kernel/failure.ts';

export type Stage = 'document' | 'selfie' | 'match' | 'filing';

export type Screen =
  | { readonly name: 'starting' }
  | { readonly name: 'welcome' }
  | { readonly name: 'consent' }
  | { readonly name: 'choose' }
  | { readonly name: 'document'; readonly side: DocumentSide; readonly type: DocumentType }
  | { readonly name: 'selfie' }
  | { readonly name: 'verifying'; readonly stage: Stage }
  | { readonly name: 'result'; readonly result: ApplicantResult }
  | { readonly name: 'receipt'; readonly receipt: Receipt; readonly digest: string }
  /** The last words of a session that did not reach a result. */
  | { readonly name: 'farewell'; readonly reason: CloseReason }
  /** A call failed and core is asked again by itself until it answers. */
  | { readonly name: 'trouble'; readonly kind: FailureKind };

export interface KioskState {
  readonly station: Station | null;
  readonly session: SessionView | null;
  readonly screen: Screen;
  /** A call is under way: buttons wait. */
  readonly busy: boolean;
  /** The last photograph was refused; said once above the live picture. */
  readonly photoFailed: boolean;
  /** What to mend, while a `retry` is being photographed. */
  readonly advice: readonly ReasonCode[];
  /** Counts photographs, so that each starts with a fresh coach and shutter. */
  readonly attempt: number;
}

export type KioskEvent =
  | { readonly type: 'booted'; readonly station: Station; readonly session: SessionView | null }
  | { readonly type: 'station_changed'; readonly station: StationState }
  | { readonly type: 'call_started' }
  | { readonly type: 'session_moved'; readonly session: SessionView }
  | { readonly type: 'call_failed'; readonly kind: FailureKind }
  | { readonly type: 'progressed'; readonly sessionId: string; readonly stage: Stage }
  | { readonly type: 'verified'; readonly result: ApplicantResult }
  | { readonly type: 'receipt_issued'; readonly receipt: Receipt; readonly digest: string }
  | { readonly type: 'closing'; readonly reason: CloseReason };

export const initialState: KioskState = {
  station: null,
  session: null,
  screen: { name: 'starting' },
  busy: false,
  photoFailed: false,
  advice: [],
  attempt: 0,
};

/** The screen that a durable step leads to. */
export function screenOf(session: SessionView): Screen {
  const { step, documentType, sidesLeft } = session;
  switch (step) {
    case 'opened':
      return { name: 'consent' };
    case 'consented':
      return { name: 'choose' };
    case 'document_chosen':
    case 'document_captured': {
      const side = sidesLeft[0];
      if (documentType === null) return { name: 'choose' };
      return side === undefined ? { name: 'selfie' } : { name: 'document', side, type: documentType };
    }
    case 'selfie_captured':
    // A result that was reached while this window was down: asking again gives it.
    case 'verified':
      return { name: 'verifying', stage: 'document' };
    case 'closed':
      return { name: 'farewell', reason: 'interrupted' };
    default:
      return unreachable(step);
  }
}

/** Whoever ended it, or saw it end, may want to know what became of it. */
export const offersReceipt = (reason: CloseReason): boolean => reason !== 'completed' && reason !== 'idle';

/** Failures of the photograph itself: the same photograph is taken again. */
const photoKinds: readonly FailureKind[] = [
  'image.empty',
  'image.unsupported',
  'image.corrupt',
  'image.too_small',
  'image.too_large',
  // Asked too long ago: something else is asked.
  'challenge.expired',
];

function afterFailure(state: KioskState, kind: FailureKind): KioskState {
  const idle = { ...state, busy: false };
  if (kind === 'session.unknown' || kind === 'session.closed') {
    return { ...idle, session: null, screen: { name: 'farewell', reason: 'interrupted' } };
  }
  if (kind === 'camera.changed') {
    return { ...idle, session: null, screen: { name: 'farewell', reason: 'camera_changed' } };
  }
  const photographing = state.screen.name === 'document' || state.screen.name === 'selfie';
  if (photographing && photoKinds.includes(kind)) {
    return { ...idle, photoFailed: true, attempt: state.attempt + 1 };
  }
  return { ...idle, screen: { name: 'trouble', kind } };
}

export function reduce(state: KioskState, event: KioskEvent): KioskState {
  // The last words stay until the page is reloaded: a late answer must not bring an applicant's screen back.
  if (state.screen.name === 'farewell' && event.type !== 'station_changed') {
    const isAsked = event.type === 'receipt_issued' && offersReceipt(state.screen.reason);
    if (!isAsked) return state;
  }
  switch (event.type) {
    case 'booted':
      return {
        ...state,
        station: event.station,
        session: event.session,
        busy: false,
        attempt: state.attempt + 1,
        screen: event.session ? screenOf(event.session) : { name: 'welcome' },
      };
    case 'station_changed':
      return state.station === null ? state : { ...state, station: { ...state.station, ...event.station } };
    case 'call_started':
      return { ...state, busy: true };
    case 'session_moved': {
      const screen = screenOf(event.session);
      const advice = screen.name === 'document' || screen.name === 'selfie' ? state.advice : [];
      return {
        ...state,
        session: event.session,
        screen,
        advice,
        busy: false,
        photoFailed: false,
        attempt: state.attempt + 1,
      };
    }
    case 'call_failed':
      return afterFailure(state, event.kind);
    case 'progressed':
      return state.screen.name === 'verifying' && state.session?.sessionId === event.sessionId
        ? { ...state, screen: { name: 'verifying', stage: event.stage } }
        : state;
    case 'verified':
      return {
        ...state,
        busy: false,
        screen: { name: 'result', result: event.result },
        advice: event.result.outcome === 'retry' ? event.result.advice : [],
      };
    case 'receipt_issued':
      return { ...state, screen: { name: 'receipt', receipt: event.receipt, digest: event.digest } };
    case 'closing':
      return { ...state, busy: false, session: null, screen: { name: 'farewell', reason: event.reason } };
    default:
      return unreachable(event);
  }
}

/** Which of the four steps in the header is the present one; 0 before the first. */
export function stepNumber(screen: Screen): number {
  switch (screen.name) {
    case 'consent':
      return 1;
    case 'choose':
    case 'document':
      return 2;
    case 'selfie':
      return 3;
    case 'verifying':
    case 'result':
    case 'receipt':
      return 4;
    case 'starting':
    case 'welcome':
    case 'farewell':
    case 'trouble':
      return 0;
    default:
      return unreachable(screen);
  }
}
