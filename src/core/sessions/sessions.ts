// Core. One applicant at the desk, step by step; each step is durable before it is acknowledged.

import type { Answered } from '../../shared/contract/kiosk-contract.ts';
import type { Act } from '../../shared/domain/audit.ts';
import type { Camera } from '../../shared/domain/camera.ts';
import type { Challenge } from '../../shared/domain/challenge.ts';
import type { DocumentType } from '../../shared/domain/document.ts';
import type { SessionId } from '../../shared/domain/identifiers.ts';
import {
  type ApplicantResult,
  applicantResultSchema,
  type CloseReason,
  type DocumentSide,
  type SessionView,
  sidesOf,
} from '../../shared/domain/session.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Details } from '../store/audit-table.ts';
import { unsealJson } from '../store/sealing.ts';
import { describeCamera, isSameCamera, requireAccepted } from './camera.ts';
import { keepDocument, keepSelfie } from './captures.ts';
import { sealContext } from './case-content.ts';
import { issueChallenge } from './challenges.ts';
import { byCamera, type Taken } from './device-record.ts';
import type { SessionRow } from './session-records.ts';
import { formatSides, parseSides, requireAllowed, sessionView } from './steps.ts';
import { videoDevices } from './usb-cameras.ts';
import { type VerificationParts, type Verified, verify } from './verification.ts';

export class Sessions {
  readonly #parts: VerificationParts;
  /** Which window holds a session. In memory: after a restart nobody does, and whoever asks first goes on with it. */
  readonly #owners = new Map<SessionId, string>();
  /** Being closed: nobody goes on with them. */
  readonly #leaving = new Set<SessionId>();
  readonly #verifying = new Map<SessionId, Promise<Verified>>();
  readonly #capturedAtMs = new Map<SessionId, number>();

  constructor(parts: VerificationParts) {
    this.#parts = parts;
  }

  async open(owner: string, language: string): Promise<SessionView> {
    // Before anything is asked of anybody: what cannot be kept must not be begun.
    this.#parts.refuseUnready();
    // A window shows one applicant at a time: what it leaves behind is closed, or filed where it can be.
    for (const session of this.#parts.records.unfinished()) {
      if (this.#owners.get(session.session_id) !== owner) continue;
      this.#owners.delete(session.session_id);
      await this.#settle(session);
    }
    const session = this.#parts.records.create(language);
    this.#owners.set(session.session_id, owner);
    this.#parts.log('session.opened', { sessionId: session.session_id });
    return this.#view(session.session_id);
  }

  /** The session this window holds, else a recent one that nobody holds. */
  current(owner: string): SessionView | null {
    const unfinished = this.#parts.records
      .unfinished()
      .filter(({ session_id }) => !this.#leaving.has(session_id));
    const found =
      unfinished.find(({ session_id }) => this.#owners.get(session_id) === owner) ??
      unfinished.find((session) => !this.#owners.has(session.session_id) && !this.#isStale(session));
    if (!found) return null;
    this.#owners.set(found.session_id, owner);
    return this.#view(found.session_id);
  }

  consent(owner: string, sessionId: SessionId, textVersion: string): Promise<SessionView> {
    return this.#step(owner, sessionId, async (session) => {
      requireAllowed('consent', session.step);
      if (session.step === 'consented' && session.consent_text === textVersion) return;
      this.#act('session.consented', sessionId, { text: textVersion }, ({ records }) => {
        records.update(sessionId, {
          step: 'consented',
          consent_text: textVersion,
          consented_at_ms: records.clock.nowMs(),
        });
      });
    });
  }

  chooseDocument(
    owner: string,
    sessionId: SessionId,
    type: DocumentType | null,
    sides: readonly DocumentSide[] = type ? sidesOf(type) : ['front'],
  ): Promise<SessionView> {
    return this.#step(owner, sessionId, async (session) => {
      requireAllowed('choose_document', session.step);
      await this.#parts.records.dropParts(sessionId, ['document'], () => {
        this.#parts.records.update(sessionId, {
          step: 'document_chosen',
          document_type: type,
          sides: formatSides(sides),
          document_capture: session.document_capture + 1,
          // What was read before was of another document.
          devices_sealed: null,
        });
        this.#audit('session.document_chosen', sessionId, { type });
      });
    });
  }

  /** Fails with `camera.refused`; with `camera.changed` where the session had another, and then it is closed. */
  async camera(owner: string, sessionId: SessionId, camera: Camera): Promise<void> {
    const { records, policy, log, videoDevicesFolder } = this.#parts;
    const seen = describeCamera(camera, await videoDevices(videoDevicesFolder));
    let isSame = true;
    await this.#step(owner, sessionId, async (session) => {
      requireAllowed('camera', session.step);
      requireAccepted(seen, policy.cameras, (verdict) => log('camera.refused', { sessionId, verdict }));
      isSame = isSameCamera(records.cameraOf(session), seen);
      if (!isSame) return;
      // Which one it is stays sealed: a serial number tells whose desk it was.
      this.#act('session.camera', sessionId, {}, () => records.keepCamera(session, seen));
    });
    if (isSame) return;
    this.#owners.delete(sessionId);
    await this.#close(sessionId, 'camera_changed');
    throw new FailureError('camera.changed', 'This session began with another camera.');
  }

  /** Fails with `camera.refused` until `camera` has allowed one: for windows, where there always is one. */
  requireCamera(sessionId: SessionId): void {
    if (this.#parts.records.find(sessionId)?.camera_sealed !== null) return;
    throw new FailureError('camera.refused', 'Core has not been told of the camera.');
  }

  captureDocument(
    owner: string,
    sessionId: SessionId,
    side: DocumentSide,
    frames: readonly Uint8Array[],
    taken: Taken = byCamera,
  ): Promise<SessionView> {
    this.#capturedAtMs.set(sessionId, performance.now());
    return this.#step(owner, sessionId, async (session) => {
      requireAllowed('capture_document', session.step);
      await keepDocument(this.#parts, session, side, frames, taken);
    });
  }

  async challenge(owner: string, sessionId: SessionId): Promise<Challenge> {
    const { records, policy } = this.#parts;
    const challenge = issueChallenge(policy.liveness);
    await this.#step(owner, sessionId, async (session) => {
      requireAllowed('capture_selfie', session.step);
      this.#act('session.challenged', sessionId, {}, () => {
        records.keepChallenge(session, { challenge, issuedAtMs: records.clock.nowMs(), answer: null });
      });
    });
    return challenge;
  }

  captureSelfie(
    owner: string,
    sessionId: SessionId,
    frames: readonly Uint8Array[],
    answered: Answered | null = null,
  ): Promise<SessionView> {
    this.#capturedAtMs.set(sessionId, performance.now());
    return this.#step(owner, sessionId, async (session) => {
      requireAllowed('capture_selfie', session.step);
      await keepSelfie(this.#parts, session, frames, answered);
    });
  }

  /** The same answer however often it is asked, until something is photographed again. */
  async verify(owner: string, sessionId: SessionId): Promise<ApplicantResult> {
    const session = this.#require(owner, sessionId);
    if (session.result_sealed) {
      const key = this.#parts.records.key(sessionId, 'fields');
      return applicantResultSchema.parse(
        unsealJson(key, sealContext.result(sessionId), session.result_sealed),
      );
    }
    return (await this.verified(sessionId)).applicant;
  }

  /** Verifies now, or joins the verification that runs. */
  verified(sessionId: SessionId): Promise<Verified> {
    const running = this.#verifying.get(sessionId);
    if (running) return running;
    requireAllowed('verify', this.#parts.records.get(sessionId).step);
    const capturedAtMs = this.#capturedAtMs.get(sessionId) ?? performance.now();
    const mayRetry = () => this.#owners.has(sessionId) && !this.#leaving.has(sessionId);
    const started = verify(this.#parts, sessionId, mayRetry, capturedAtMs).finally(() => {
      this.#verifying.delete(sessionId);
      this.#capturedAtMs.delete(sessionId);
    });
    this.#verifying.set(sessionId, started);
    return started;
  }

  async close(owner: string, sessionId: SessionId, reason: CloseReason): Promise<void> {
    const session = this.#require(owner, sessionId);
    if (session.step === 'closed') return;
    this.#leaving.add(sessionId);
    try {
      // Work that is nearly done is not thrown away because a camera went or a person stepped aside; a person who
      // cancels means it.
      const running = reason === 'cancelled' ? undefined : this.#verifying.get(sessionId);
      await running?.catch(() => {});
      await this.#close(sessionId, reason);
    } finally {
      this.#leaving.delete(sessionId);
      this.#owners.delete(sessionId);
    }
  }

  /** The window is gone; its session waits a while for another. */
  release(owner: string): void {
    for (const [sessionId, holder] of this.#owners) if (holder === owner) this.#owners.delete(sessionId);
  }

  /** Files what nobody holds but is complete, closes what nobody came back to. At start, and every few seconds. */
  async tidy(): Promise<void> {
    for (const session of this.#parts.records.unfinished()) {
      if (this.#owners.has(session.session_id)) continue;
      if (session.step === 'selfie_captured' || this.#isStale(session)) await this.#settle(session);
    }
  }

  /** When nothing runs any more. */
  async idle(): Promise<void> {
    await Promise.allSettled(this.#verifying.values());
    await this.#parts.queue.idle();
  }

  #isStale(session: SessionRow): boolean {
    const { records, policy } = this.#parts;
    return records.clock.nowMs() - session.touched_at_ms > policy.idleSeconds * 1000;
  }

  async #settle(session: SessionRow): Promise<void> {
    const sessionId = session.session_id;
    if (session.step === 'selfie_captured') {
      // Not awaited: it takes as long as the engine does.
      void this.verified(sessionId).then(
        () => {},
        (thrown: unknown) => {
          const kind = thrown instanceof FailureError ? thrown.kind : 'internal';
          this.#parts.log('session.not_filed', { sessionId, kind });
        },
      );
      return;
    }
    await this.#close(sessionId, session.step === 'verified' ? 'completed' : 'interrupted');
  }

  async #close(sessionId: SessionId, reason: CloseReason): Promise<void> {
    await this.#parts.queue.run(sessionId, async () => {
      if (this.#parts.records.get(sessionId).step === 'closed') return;
      const hasCase = this.#parts.records.caseIdOf(sessionId) !== null;
      this.#act('session.closed', sessionId, { reason, case: hasCase }, ({ records, retention }) => {
        const closed_at_ms = records.clock.nowMs();
        records.update(sessionId, { step: 'closed', close_reason: reason, closed_at_ms });
        if (!hasCase) retention.endWithoutCase(sessionId);
      });
      // Without a case nothing personal is left of it; with one, nothing that goes with the decision.
      await this.#parts.retention.sweepSession(sessionId);
      this.#parts.log('session.closed', { sessionId, reason });
    });
    this.#parts.analyses.forget(sessionId);
    this.#capturedAtMs.delete(sessionId);
  }

  /** Fails with `session.unknown` where another window holds it. */
  requireOwn(owner: string, sessionId: SessionId): SessionRow {
    return this.#require(owner, sessionId);
  }

  /** Those that a window shows now, the one touched last first. */
  held(): SessionRow[] {
    return this.#parts.records.unfinished().filter(({ session_id }) => this.#owners.has(session_id));
  }

  /** A session that another window holds does not exist for this one. */
  #require(owner: string, sessionId: SessionId): SessionRow {
    const session = this.#parts.records.get(sessionId);
    const holder = this.#owners.get(sessionId);
    if (holder !== undefined && holder !== owner) {
      throw new FailureError('session.unknown', 'There is no such session.');
    }
    if (session.step !== 'closed') this.#owners.set(sessionId, owner);
    return session;
  }

  #step(
    owner: string,
    sessionId: SessionId,
    work: (session: SessionRow) => Promise<void>,
  ): Promise<SessionView> {
    return this.#parts.queue.run(sessionId, async () => {
      const session = this.#require(owner, sessionId);
      if (this.#verifying.has(sessionId)) {
        throw new FailureError('session.wrong_step', 'This session is being verified.');
      }
      await work(session);
      return this.#view(sessionId);
    });
  }

  /** What happens, and its entry in the audit log. */
  #act(act: Act, sessionId: SessionId, details: Details, work: (parts: VerificationParts) => void): void {
    this.#parts.records.store.transaction(() => {
      work(this.#parts);
      this.#audit(act, sessionId, details);
    });
  }

  #audit(act: Act, sessionId: SessionId, details: Details): void {
    this.#parts.records.store.audit(act, 'kiosk', sessionId, details);
  }

  #view(sessionId: SessionId): SessionView {
    const { records } = this.#parts;
    const session = records.get(sessionId);
    return sessionView(
      {
        sessionId,
        step: session.step,
        documentType: session.document_type,
        caseId: records.caseIdOf(sessionId),
      },
      parseSides(session.sides),
      records.capturedSides(sessionId),
    );
  }
}
