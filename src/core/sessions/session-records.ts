// Core. Sessions and what belongs to them, in the store: rows, data keys, sealed images.
import { randomUUID } from 'node:crypto';
import type { Selectable, Updateable } from 'kysely';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { ArtefactId, CaseId, SessionId } from '../../shared/domain/identifiers.ts';
import type { CloseReason, DocumentSide } from '../../shared/domain/session.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { ImageFiles } from '../store/image-files.ts';
import type { ArtefactTable, Part, SessionTable } from '../store/schema.ts';
import { newKey, seal, sealJson, unseal, unsealJson } from '../store/sealing.ts';
import type { Store } from '../store/store.ts';
import { corrupt } from '../store/store-failure.ts';
import { type KeptCamera, keptCameraSchema } from './camera.ts';
import { sealContext } from './case-content.ts';
import { type KeptChallenge, keptChallengeSchema } from './challenges.ts';
import { reference } from './reference.ts';

export type SessionRow = Selectable<SessionTable>;
export type ArtefactRow = Selectable<ArtefactTable>;

export interface NewImage {
  readonly role: ImageRole;
  /** Of several images in one role: their order. */
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

const rolesOf: Record<Part, readonly ImageRole[]> = {
  document: ['document.front', 'document.back', 'document.page', 'document.page_back', 'document.portrait'],
  selfie: ['selfie', 'selfie.face', 'selfie.moves', 'selfie.light'],
};

export class SessionRecords {
  readonly store: Store;
  readonly images: ImageFiles;
  readonly clock: Clock;

  constructor(store: Store, images: ImageFiles, clock: Clock) {
    this.store = store;
    this.images = images;
    this.clock = clock;
  }

  create(language: string): SessionRow {
    const sessionId = randomUUID() as SessionId;
    const nowMs = this.clock.nowMs();
    const row: SessionRow = {
      session_id: sessionId,
      step: 'opened',
      reference: reference(),
      language,
      document_type: null,
      sides: '',
      consent_text: null,
      consented_at_ms: null,
      retries_used: 0,
      document_capture: 0,
      selfie_capture: 0,
      images_key: this.store.wrapKey(newKey(), `${sessionId}/images`),
      case_key: this.store.wrapKey(newKey(), `${sessionId}/case`),
      result_sealed: null,
      challenge_sealed: null,
      camera_sealed: null,
      close_reason: null,
      opened_at_ms: nowMs,
      touched_at_ms: nowMs,
      closed_at_ms: null,
    };
    this.store.run(this.store.sql.insertInto('sessions').values(row));
    return row;
  }

  find(sessionId: SessionId): SessionRow | undefined {
    return this.store.first(
      this.store.sql.selectFrom('sessions').selectAll().where('session_id', '=', sessionId),
    );
  }

  /** Fails with `session.unknown`. */
  get(sessionId: SessionId): SessionRow {
    const row = this.find(sessionId);
    if (!row) throw new FailureError('session.unknown', 'There is no such session.');
    return row;
  }

  unfinished(): SessionRow[] {
    return this.store.all(
      this.store.sql
        .selectFrom('sessions')
        .selectAll()
        .where('step', '<>', 'closed')
        .orderBy('touched_at_ms', 'desc'),
    );
  }

  update(sessionId: SessionId, change: Updateable<SessionTable>): void {
    this.store.run(
      this.store.sql
        .updateTable('sessions')
        .set({ touched_at_ms: this.clock.nowMs(), ...change })
        .where('session_id', '=', sessionId),
    );
  }

  caseIdOf(sessionId: SessionId): CaseId | null {
    const query = this.store.sql.selectFrom('cases').select('case_id').where('session_id', '=', sessionId);
    return this.store.first(query)?.case_id ?? null;
  }

  /** The key that seals the session's images. Fails with `session.closed` once it is destroyed. */
  imagesKey(row: Pick<SessionRow, 'session_id' | 'images_key'>): Buffer {
    if (!row.images_key) throw new FailureError('session.closed', 'The images of this session are deleted.');
    return this.store.unwrapKey(row.images_key, `${row.session_id}/images`);
  }

  /** The key that seals readings, checks, notes and templates. */
  caseKey(row: Pick<SessionRow, 'session_id' | 'case_key'>): Buffer {
    if (!row.case_key) throw new FailureError('session.closed', 'The records of this session are deleted.');
    return this.store.unwrapKey(row.case_key, `${row.session_id}/case`);
  }

  cameraOf(row: Pick<SessionRow, 'session_id' | 'case_key' | 'camera_sealed'>): KeptCamera | null {
    if (!row.camera_sealed) return null;
    return keptCameraSchema.parse(
      unsealJson(this.caseKey(row), sealContext.camera(row.session_id), row.camera_sealed),
    );
  }

  keepCamera(row: Pick<SessionRow, 'session_id' | 'case_key'>, kept: KeptCamera): void {
    const sealed = sealJson(this.caseKey(row), sealContext.camera(row.session_id), kept);
    this.update(row.session_id, { camera_sealed: sealed });
  }

  challengeOf(row: Pick<SessionRow, 'session_id' | 'case_key' | 'challenge_sealed'>): KeptChallenge | null {
    if (!row.challenge_sealed) return null;
    const context = sealContext.challenge(row.session_id);
    return keptChallengeSchema.parse(unsealJson(this.caseKey(row), context, row.challenge_sealed));
  }

  keepChallenge(row: Pick<SessionRow, 'session_id' | 'case_key'>, kept: KeptChallenge): void {
    const sealed = sealJson(this.caseKey(row), sealContext.challenge(row.session_id), kept);
    this.update(row.session_id, { challenge_sealed: sealed });
  }

  artefacts(sessionId: SessionId): ArtefactRow[] {
    return this.store.all(
      this.store.sql
        .selectFrom('artefacts')
        .selectAll()
        .where('session_id', '=', sessionId)
        .orderBy('role')
        .orderBy('position'),
    );
  }

  capturedSides(sessionId: SessionId): Set<DocumentSide> {
    const roles = new Set(this.artefacts(sessionId).map(({ role }) => role));
    return new Set((['front', 'back'] as const).filter((side) => roles.has(`document.${side}`)));
  }

  hasSelfie(sessionId: SessionId): boolean {
    return this.artefacts(sessionId).some(({ role }) => role === 'selfie');
  }

  /** Fails with `store.corrupt` for a file that is gone or changed. */
  async readImage(session: SessionRow, artefactId: ArtefactId): Promise<Uint8Array> {
    const key = this.imagesKey(session);
    const sealed = await this.images.read(artefactId);
    try {
      return unseal(key, `${session.session_id}/image/${artefactId}`, sealed);
    } catch (thrown) {
      throw thrown instanceof FailureError ? corrupt('This image') : thrown;
    }
  }

  /**
   * Makes images durable, then `record` in one transaction with the rows that name them. `record` may refuse by
   * throwing; then nothing is kept. Images of the same role in `replaces` go, files and all.
   */
  async addImages(
    session: SessionRow,
    images: readonly NewImage[],
    replaces: readonly ImageRole[],
    record: () => void,
  ): Promise<void> {
    const key = this.imagesKey(session);
    const sessionId = session.session_id;
    const added = images.map((image) => {
      const artefactId = randomUUID() as ArtefactId;
      const sealed = seal(key, `${sessionId}/image/${artefactId}`, image.bytes);
      return { ...image, artefactId, sealed };
    });
    try {
      await this.images.write(added);
    } catch (thrown) {
      this.store.noteFailure(thrown);
      throw thrown;
    }
    let replaced: ArtefactId[] = [];
    try {
      this.store.transaction(() => {
        record();
        replaced = this.#deleteRows(sessionId, replaces);
        for (const { artefactId, role, position, widthPx, heightPx } of added) {
          this.store.run(
            this.store.sql.insertInto('artefacts').values({
              artefact_id: artefactId,
              session_id: sessionId,
              role,
              position,
              width_px: widthPx,
              height_px: heightPx,
            }),
          );
        }
      });
    } catch (thrown) {
      await this.images.delete(added.map(({ artefactId }) => artefactId)).catch(() => {});
      throw thrown;
    }
    await this.#deleteFiles(replaced);
  }

  /** Drops the photographs of these parts and everything derived from them; `record` in the same transaction. */
  async dropParts(sessionId: SessionId, parts: readonly Part[], record: () => void): Promise<void> {
    let dropped: ArtefactId[] = [];
    this.store.transaction(() => {
      dropped = this.#deleteRows(
        sessionId,
        parts.flatMap((part) => rolesOf[part]),
      );
      for (const part of parts) this.deleteAnalysis(sessionId, part);
      record();
    });
    await this.#deleteFiles(dropped);
  }

  /** Closes the session. Without a case nothing personal is left of it: keys destroyed, images deleted. */
  async close(sessionId: SessionId, reason: CloseReason): Promise<void> {
    const nowMs = this.clock.nowMs();
    const closed = { step: 'closed', close_reason: reason, closed_at_ms: nowMs } as const;
    if (this.caseIdOf(sessionId)) {
      this.update(sessionId, closed);
      return;
    }
    await this.dropParts(sessionId, ['document', 'selfie'], () => {
      this.update(sessionId, {
        ...closed,
        images_key: null,
        case_key: null,
        result_sealed: null,
        challenge_sealed: null,
        camera_sealed: null,
      });
    });
    this.store.forget();
  }

  deleteAnalysis(sessionId: SessionId, part: Part): void {
    this.store.run(
      this.store.sql.deleteFrom('analyses').where('session_id', '=', sessionId).where('part', '=', part),
    );
  }

  #deleteRows(sessionId: SessionId, roles: readonly ImageRole[]): ArtefactId[] {
    if (roles.length === 0) return [];
    const query = this.store.sql
      .deleteFrom('artefacts')
      .where('session_id', '=', sessionId)
      .where('role', 'in', roles)
      .returning('artefact_id');
    return this.store.all(query).map(({ artefact_id }) => artefact_id);
  }

  /** A file that will not go now is an orphan without a row: the next start sweeps it. */
  async #deleteFiles(artefactIds: readonly ArtefactId[]): Promise<void> {
    await this.images.delete(artefactIds).catch(() => {});
  }
}
