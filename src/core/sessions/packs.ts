// Core. The images of one capture as files: one a kind of data, in which each image is sealed by itself, end to end.
import { createHash, randomUUID } from 'node:crypto';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { ArtefactId, ImageFileId, SessionId } from '../../shared/domain/identifiers.ts';
import type { ImageKind } from '../retention/clocks.ts';
import type { Part } from '../store/schema.ts';
import { seal } from '../store/sealing.ts';
import type { ArtefactRow } from './session-records.ts';

/** What a sealed image is bound to. */
export const imageContext = (sessionId: SessionId, artefactId: ArtefactId) =>
  `${sessionId}/image/${artefactId}`;

export interface NewImage {
  readonly role: ImageRole;
  /** Of several images in one role: their order. */
  readonly position: number;
  readonly bytes: Uint8Array;
  readonly widthPx: number;
  readonly heightPx: number;
}

export const rolesOf: Record<Part, readonly ImageRole[]> = {
  document: ['document.front', 'document.back', 'document.page', 'document.page_back', 'document.portrait'],
  selfie: ['selfie', 'selfie.face', 'selfie.moves', 'selfie.light'],
};

/** Which kind of data an image is. */
export const kindOf = (role: ImageRole): ImageKind =>
  role === 'document.portrait'
    ? 'portrait'
    : role.startsWith('document.')
      ? 'document_images'
      : 'selfie_frames';

export interface Pack {
  readonly fileId: ImageFileId;
  readonly kind: ImageKind;
  readonly rows: readonly ArtefactRow[];
  readonly bytes: Uint8Array;
}

export function packImages(
  sessionId: SessionId,
  images: readonly NewImage[],
  keyOf: (kind: ImageKind) => Uint8Array,
): Pack[] {
  return [...Map.groupBy(images, ({ role }) => kindOf(role))].map(([kind, ofKind]) => {
    const key = keyOf(kind);
    const fileId = randomUUID() as ImageFileId;
    let offset = 0;
    const sealed = ofKind.map(({ role, position, bytes, widthPx, heightPx }) => {
      const artefactId = randomUUID() as ArtefactId;
      const part = seal(key, imageContext(sessionId, artefactId), bytes);
      const row: ArtefactRow = {
        ...{ artefact_id: artefactId, session_id: sessionId, role, position },
        ...{ width_px: widthPx, height_px: heightPx },
        ...{ file_id: fileId, offset_bytes: offset, length_bytes: part.byteLength },
        sha256: createHash('sha256').update(bytes).digest(),
      };
      offset += part.byteLength;
      return { part, row };
    });
    const rows = sealed.map(({ row }) => row);
    return { fileId, kind, rows, bytes: Buffer.concat(sealed.map(({ part }) => part)) };
  });
}
