// Core. Sessions and what belongs to them, in the store: rows, data keys, sealed images.
import { randomUUID } from 'node:crypto';
import { sql as raw, type Selectable, type Updateable } from 'kysely';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { ArtefactId, CaseId, ImageFileId, SessionId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { DataKind } from '../../shared/domain/retention.ts';
import type { DocumentSide } from '../../shared/domain/session.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import { auditDeletion, deletionAtMs, type ImageKind } from '../retention/clocks.ts';
import type { ImageFiles } from '../store/image-files.ts';
import type { ArtefactTable, Part, SessionTable } from '../store/schema.ts';
import { sealJson, unseal, unsealJson } from '../store/sealing.ts';
import type { Store } from '../store/store.ts';
import { corrupt } from '../store/store-failure.ts';
import { insertion } from '../store/templates.ts';
import { type KeptCamera, keptCameraSchema } from './camera.ts';
import { type CaseContent, caseContentSchema, sealContext } from './case-content.ts';
import { type KeptChallenge, keptChallengeSchema } from './challenges.ts';
import { type DeviceRecord, deviceRecordSchema, noDevices } from './device-record.ts';
import { imageContext, kindOf, type NewImage, packImages, rolesOf } from './packs.ts';
import { reference } from './reference.ts';
import { ask, dropAnalysis, dropRoles, holding, updateOf } from './session-queries.ts';

export type SessionRow = Selectable<SessionTable>;
export type ArtefactRow = Selectable<ArtefactTable>;

export class SessionRecords {
  readonly store: Store;
  readonly images: ImageFiles;
  readonly clock: Clock;
  readonly policy: Policy;

  constructor(store: Store, images: ImageFiles, policy: Policy) {
    this.store = store;
    this.images = images;
    this.clock = store.clock;
    this.policy = policy;
  }

  create(language: string): SessionRow {
    const sessionId = randomUUID() as SessionId;
    const nowMs = this.clock.nowMs();
    const row: SessionRow = {
      session_id: sessionId,
      step: 'opened',
      reference: this.#newReference(),
      language,
      document_type: null,
      sides: '',
      consent_text: null,
      consented_at_ms: null,
      retries_used: 0,
      document_capture: 0,
      selfie_capture: 0,
      result_sealed: null,
      challenge_sealed: null,
      camera_sealed: null,
      devices_sealed: null,
      close_reason: null,
      opened_at_ms: nowMs,
      touched_at_ms: nowMs,
      closed_at_ms: null,
      erase_requested_at_ms: null,
      held_at_ms: null,
      hold_note_sealed: null,
    };
    // Nothing may ever be sealed under a key that a loss of power takes away: keys are durable first.
    this.store.keys.create(sessionId);
    this.store.transaction(() => {
      this.store.run(insertion('sessions', row));
      this.store.audit('session.opened', 'kiosk', sessionId, { language });
    });
    return row;
  }

  /** Of eighteen million that a busy place keeps, one would otherwise be given twice almost every day. */
  #newReference(): string {
    for (;;) {
      const one = reference();
      if (!this.store.first(ask.reference({ reference: one }))) return one;
    }
  }

  find(sessionId: SessionId): SessionRow | undefined {
    return this.store.first(ask.session({ sessionId }));
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
        // As the index of unfinished ones has it, to the letter.
        .where(raw<boolean>`step <> 'closed'`)
        .orderBy('touched_at_ms', 'desc'),
    );
  }

  update(sessionId: SessionId, change: Updateable<SessionTable>): void {
    this.store.run(updateOf(sessionId, { touched_at_ms: this.clock.nowMs(), ...change }));
  }

  caseIdOf(sessionId: SessionId): CaseId | null {
    return this.store.first(ask.caseId({ sessionId }))?.case_id ?? null;
  }

  /** `null` once its clock has run out, and where there is no case. Fails with `store.corrupt`. */
  contentOf(sessionId: SessionId): CaseContent | null {
    const query = this.store.sql
      .selectFrom('case_contents')
      .select('content_sealed')
      .where('session_id', '=', sessionId);
    const row = this.store.first(query);
    if (!row) return null;
    const key = this.key(sessionId, 'fields');
    return caseContentSchema.parse(unsealJson(key, sealContext.content(sessionId), row.content_sealed));
  }

  /** Fails with `data.deleted`. */
  key(sessionId: SessionId, kind: DataKind): Buffer {
    return this.store.keys.get(sessionId, kind);
  }

  cameraOf(row: Pick<SessionRow, 'session_id' | 'camera_sealed'>): KeptCamera | null {
    if (!row.camera_sealed) return null;
    const key = this.key(row.session_id, 'fields');
    return keptCameraSchema.parse(unsealJson(key, sealContext.camera(row.session_id), row.camera_sealed));
  }

  keepCamera({ session_id }: Pick<SessionRow, 'session_id'>, kept: KeptCamera): void {
    const sealed = sealJson(this.key(session_id, 'fields'), sealContext.camera(session_id), kept);
    this.update(session_id, { camera_sealed: sealed });
  }

  challengeOf(row: Pick<SessionRow, 'session_id' | 'challenge_sealed'>): KeptChallenge | null {
    if (!row.challenge_sealed) return null;
    const key = this.key(row.session_id, 'fields');
    const context = sealContext.challenge(row.session_id);
    return keptChallengeSchema.parse(unsealJson(key, context, row.challenge_sealed));
  }

  keepChallenge({ session_id }: Pick<SessionRow, 'session_id'>, kept: KeptChallenge): void {
    const sealed = sealJson(this.key(session_id, 'fields'), sealContext.challenge(session_id), kept);
    this.update(session_id, { challenge_sealed: sealed });
  }

  devicesOf(row: Pick<SessionRow, 'session_id' | 'devices_sealed'>): DeviceRecord {
    if (!row.devices_sealed) return noDevices;
    const key = this.key(row.session_id, 'fields');
    return deviceRecordSchema.parse(unsealJson(key, sealContext.devices(row.session_id), row.devices_sealed));
  }

  keepDevices({ session_id }: Pick<SessionRow, 'session_id'>, kept: DeviceRecord): void {
    const sealed = sealJson(this.key(session_id, 'fields'), sealContext.devices(session_id), kept);
    this.update(session_id, { devices_sealed: sealed });
  }

  artefacts(sessionId: SessionId): ArtefactRow[] {
    return this.store.all(ask.artefacts({ sessionId }));
  }

  #roles(sessionId: SessionId): Set<ImageRole> {
    return new Set(this.store.all(ask.roles({ sessionId })).map(({ role }) => role));
  }

  capturedSides(sessionId: SessionId): Set<DocumentSide> {
    const roles = this.#roles(sessionId);
    return new Set((['front', 'back'] as const).filter((side) => roles.has(`document.${side}`)));
  }

  hasSelfie(sessionId: SessionId): boolean {
    return this.#roles(sessionId).has('selfie');
  }

  /** Fails with `artefact.unknown`, with `data.deleted`, with `store.corrupt` for a file that is gone or changed. */
  async readImage(sessionId: SessionId, artefactId: ArtefactId): Promise<Uint8Array> {
    const row = this.artefacts(sessionId).find(({ artefact_id }) => artefact_id === artefactId);
    if (!row) throw new FailureError('artefact.unknown', 'There is no such image, or it has been deleted.');
    return this.readArtefact(row);
  }

  async readArtefact(row: ArtefactRow): Promise<Uint8Array> {
    const key = this.key(row.session_id, kindOf(row.role));
    const sealed = await this.images.read(row.file_id, row.offset_bytes, row.length_bytes);
    try {
      return unseal(key, imageContext(row.session_id, row.artefact_id), sealed);
    } catch (thrown) {
      throw thrown instanceof FailureError ? corrupt('This image') : thrown;
    }
  }

  /**
   * Makes images durable, then `record` in one transaction with the rows that name them. `record` may refuse by
   * throwing; then nothing is kept. Images of the roles in `replaces` go, files and all.
   */
  async addImages(
    { session_id: sessionId }: Pick<SessionRow, 'session_id'>,
    images: readonly NewImage[],
    replaces: readonly ImageRole[],
    record: () => void,
  ): Promise<void> {
    const packs = packImages(sessionId, images, (kind) => this.key(sessionId, kind));
    try {
      await this.images.write(packs);
    } catch (thrown) {
      this.store.noteFailure(thrown);
      throw thrown;
    }
    let replaced: ImageFileId[] = [];
    try {
      this.store.transaction(() => {
        record();
        replaced = this.#deleteRows(sessionId, replaces);
        for (const { fileId, kind, bytes, rows } of packs) {
          const file = { file_id: fileId, session_id: sessionId, kind, bytes: bytes.byteLength };
          this.store.run(insertion('image_files', file));
          for (const row of rows) this.store.run(insertion('artefacts', row));
          this.#holdImages(sessionId, kind);
        }
      });
    } catch (thrown) {
      await this.#deleteFiles(packs.map(({ fileId }) => fileId));
      throw thrown;
    }
    await this.#deleteFiles(replaced);
  }

  /** Drops the photographs of these parts and everything derived from them; `record` in the same transaction. */
  async dropParts(sessionId: SessionId, parts: readonly Part[], record: () => void): Promise<void> {
    let dropped: ImageFileId[] = [];
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

  /** Inside a transaction. What is kept of a kind, and until when. */
  hold(sessionId: SessionId, kind: DataKind, items: number, bytes: number, decidedAtMs: number | null): void {
    const delete_at_ms = deletionAtMs(this.policy, kind, this.clock.nowMs(), decidedAtMs);
    this.store.run(holding({ session_id: sessionId, kind, items, bytes, delete_at_ms }));
  }

  deleteAnalysis(sessionId: SessionId, part: Part): void {
    this.store.run(dropAnalysis({ sessionId, part }));
  }

  /** Inside a transaction. */
  #holdImages(sessionId: SessionId, kind: ImageKind): void {
    const { items, bytes } = this.store.first(ask.kept({ sessionId, kind }))!;
    if (items) this.hold(sessionId, kind, items, bytes ?? 0, null);
    else {
      this.store.run(
        this.store.sql.deleteFrom('holdings').where('session_id', '=', sessionId).where('kind', '=', kind),
      );
    }
  }

  /** Inside a transaction. What is photographed again leaves a receipt too; its key goes with the kind. */
  #deleteRows(sessionId: SessionId, roles: readonly ImageRole[]): ImageFileId[] {
    const { sql } = this.store;
    if (roles.length === 0) return [];
    const deleted = this.store.all(dropRoles(sessionId, roles));
    const fileIds = [...new Set(deleted.map(({ file_id }) => file_id))];
    if (fileIds.length === 0) return [];
    const files = this.store.all(
      sql.deleteFrom('image_files').where('file_id', 'in', fileIds).returning(['kind', 'bytes']),
    );
    for (const kind of new Set(files.map((file) => file.kind))) {
      const ofKind = files.filter((file) => file.kind === kind);
      auditDeletion(this.store, sessionId, {
        kind,
        rule: 'replaced',
        bytes: ofKind.reduce((sum, { bytes }) => sum + bytes, 0),
        files: ofKind.length,
        policy: this.policy.version,
      });
      this.#holdImages(sessionId, kind as ImageKind);
    }
    return fileIds;
  }

  /** A file that will not go now is an orphan without a row: the next start sweeps it. */
  async #deleteFiles(fileIds: readonly ImageFileId[]): Promise<void> {
    await this.images.delete(fileIds).catch(() => {});
  }
}
