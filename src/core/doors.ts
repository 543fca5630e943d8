// Core. The two contracts that core serves, each for one window. No rule lives here: a handler passes on.
import type { ConsoleContract } from '../shared/contract/console-contract.ts';
import type { KioskContract, Station } from '../shared/contract/kiosk-contract.ts';
import type { Handlers } from '../shared/contract/rpc.ts';
import { type Failure, FailureError } from '../shared/kernel/failure.ts';
import type { Result } from '../shared/kernel/result.ts';
import type { EngineClient } from './core.ts';
import type { Retention } from './retention/retention.ts';
import type { Cases } from './review/cases.ts';
import type { Reviewers } from './review/reviewers.ts';
import type { Scans } from './sessions/scans.ts';
import type { Sessions } from './sessions/sessions.ts';
import type { Store } from './store/store.ts';
import type { Subjects } from './subjects/subjects.ts';

export interface Rooms {
  readonly sessions: Sessions;
  readonly scans: Scans;
  readonly reviewers: Reviewers;
  readonly cases: Cases;
  readonly subjects: Subjects;
  readonly retention: Retention;
  readonly store: Store;
  readonly engine: EngineClient;
  readonly station: () => Station;
  readonly queueChanged: () => void;
}

function unwrap<T>(result: Result<T, Failure>): T {
  if (!result.ok) throw new FailureError(result.error.kind, result.error.message);
  return result.value;
}

export function kioskDoor(
  { sessions, scans, subjects, engine, station }: Rooms,
  owner: string,
): Handlers<KioskContract> {
  return {
    'station.describe': () => station(),
    'session.open': ({ language }) => sessions.open(owner, language),
    'session.current': () => sessions.current(owner),
    'session.consent': ({ sessionId, textVersion }) => sessions.consent(owner, sessionId, textVersion),
    'session.choose_document': ({ sessionId, type }) => sessions.chooseDocument(owner, sessionId, type),
    'session.camera': async ({ sessionId, camera }) => {
      await sessions.camera(owner, sessionId, camera);
      return undefined;
    },
    'session.capture_document': ({ sessionId, side, frames }) => {
      sessions.requireCamera(sessionId);
      return sessions.captureDocument(owner, sessionId, side, frames);
    },
    'devices.list': () => [...scans.list()],
    'session.scan': ({ sessionId, side, deviceId }) => scans.scan(owner, sessionId, deviceId, side),
    'session.cancel_scan': async ({ sessionId }) => {
      await scans.cancel(owner, sessionId);
      return undefined;
    },
    'session.challenge': ({ sessionId }) => sessions.challenge(owner, sessionId),
    'session.capture_selfie': ({ sessionId, frames, answered }) => {
      sessions.requireCamera(sessionId);
      return sessions.captureSelfie(owner, sessionId, frames, answered);
    },
    'session.verify': ({ sessionId }) => sessions.verify(owner, sessionId),
    'session.receipt': ({ sessionId }) => {
      sessions.requireOwn(owner, sessionId);
      return subjects.issueReceipt(sessionId);
    },
    'session.close': async ({ sessionId, reason }) => {
      // Whoever leaves takes along what is still on the glass.
      await scans.cancel(owner, sessionId);
      await sessions.close(owner, sessionId, reason);
      return undefined;
    },
    'guidance.document': async (input) => unwrap(await engine.call('guideDocument', input)),
    'guidance.face': async (input) => unwrap(await engine.call('guideFace', input)),
  };
}

export function consoleDoor(rooms: Rooms, clientId: string): Handlers<ConsoleContract> {
  const { reviewers, cases, subjects, retention, store, station, queueChanged } = rooms;
  /** Whoever is signed in at this window; every call below `auth` asks. */
  const reviewer = () => reviewers.require(clientId);
  const actor = () => `reviewer:${reviewer().reviewerId}` as const;
  const changed = <T>(value: T): T => {
    queueChanged();
    return value;
  };
  const leave = () => {
    reviewers.signOut(clientId);
    if (cases.releaseClient(clientId) > 0) queueChanged();
    return undefined;
  };
  return {
    'auth.state': () => reviewers.state(clientId),
    'auth.set_up': ({ name, password }) => reviewers.setUp(clientId, name, password),
    'auth.sign_in': ({ name, password }) => {
      leave();
      return reviewers.signIn(clientId, name, password);
    },
    'auth.sign_out': leave,
    'station.describe': () => {
      reviewer();
      const { status, detail } = station();
      return { status, detail, hasRecoveryKey: store.keyFile.hasRecovery };
    },
    'queue.list': (page) => {
      reviewer();
      return cases.list(page);
    },
    'case.claim': ({ caseId }) => changed(cases.claim(caseId, reviewer(), clientId)),
    'case.release': ({ caseId }) => {
      cases.release(caseId, reviewer());
      queueChanged();
      return undefined;
    },
    'case.open': ({ caseId }) => {
      return cases.open(caseId, reviewer());
    },
    'case.artefact': async ({ caseId, artefactId }) => {
      const bytes = await cases.artefact(caseId, artefactId, reviewer(), clientId);
      return { mediaType: 'image/jpeg' as const, bytes: new Uint8Array(bytes) };
    },
    'subject.find': ({ query }) => subjects.find(query, actor()),
    'subject.export': ({ sessionId, language }) => subjects.export(sessionId, language, actor()),
    'subject.erase': async ({ sessionId }) => changed(await subjects.erase(sessionId, actor())),
    'case.hold': ({ caseId, note }) => subjects.hold(caseId, note, actor()),
    'case.unhold': ({ caseId }) => subjects.unhold(caseId, actor()),
    'keys.make_recovery': () => {
      const who = actor();
      const code = store.keyFile.makeRecoveryCode();
      store.transaction(() => store.audit('keys.recovery_made', who, null));
      return { code };
    },
    'keys.rotate': async () => ({ sessions: await store.rotateKeys(actor()) }),
    'case.decide': async ({ caseId, ...decision }) => {
      const detail = changed(cases.decide(caseId, reviewer(), decision));
      // What goes with the decision goes now.
      await retention.sweepSession(detail.sessionId);
      return { detail, next: cases.next() };
    },
  };
}
