// Core. The order of a session's steps. Pure: what may be done when, and which step follows.
import {
  type DocumentSide,
  documentSides,
  type SessionStep,
  type SessionView,
} from '../../shared/domain/session.ts';
import { FailureError } from '../../shared/kernel/failure.ts';

export type Action =
  | 'consent'
  | 'camera'
  | 'choose_document'
  | 'capture_document'
  | 'capture_selfie'
  | 'verify';

/** A step may be repeated until the next one is taken: people turn the card over, choose again, blink. */
const allowedAt: Record<Action, readonly SessionStep[]> = {
  consent: ['opened', 'consented'],
  choose_document: ['consented', 'document_chosen', 'document_captured'],
  camera: ['document_chosen', 'document_captured', 'selfie_captured'],
  capture_document: ['document_chosen', 'document_captured'],
  capture_selfie: ['document_captured', 'selfie_captured'],
  verify: ['selfie_captured'],
};

export const isAllowed = (action: Action, step: SessionStep): boolean => allowedAt[action].includes(step);

/** Fails with `session.closed` or `session.wrong_step`. */
export function requireAllowed(action: Action, step: SessionStep): void {
  if (isAllowed(action, step)) return;
  if (step === 'closed') throw new FailureError('session.closed', 'This session is closed.');
  throw new FailureError('session.wrong_step', `${action} cannot follow ${step}.`);
}

/** After a photograph was taken or dropped: how far the session is with what it has. */
export function stepWith(
  wanted: readonly DocumentSide[],
  captured: ReadonlySet<DocumentSide>,
  hasSelfie: boolean,
): SessionStep {
  if (wanted.some((side) => !captured.has(side))) return 'document_chosen';
  return hasSelfie ? 'selfie_captured' : 'document_captured';
}

export const parseSides = (sides: string): DocumentSide[] =>
  documentSides.filter((side) => sides.split(',').includes(side));

export const formatSides = (sides: readonly DocumentSide[]): string => sides.join(',');

export function sessionView(
  session: Pick<SessionView, 'sessionId' | 'step' | 'documentType' | 'caseId'>,
  wanted: readonly DocumentSide[],
  captured: ReadonlySet<DocumentSide>,
): SessionView {
  const { sessionId, step, documentType, caseId } = session;
  return { sessionId, step, documentType, caseId, sidesLeft: wanted.filter((side) => !captured.has(side)) };
}
