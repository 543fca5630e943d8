// Core. Photographs of a session, durable before they are acknowledged, and analysed as soon as they are all there.
import type { Answered } from '../../shared/contract/kiosk-contract.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentSide } from '../../shared/domain/session.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { Details } from '../store/audit-table.ts';
import { requireAnswerable } from './challenges.ts';
import type { Taken } from './device-record.ts';
import { imageSize } from './image-size.ts';
import type { NewImage } from './packs.ts';
import type { SessionRow } from './session-records.ts';
import { parseSides, stepWith } from './steps.ts';
import type { VerificationParts } from './verification.ts';

type Parts = Pick<VerificationParts, 'records' | 'analyses'>;

const selfieRoles = ['selfie', 'selfie.face', 'selfie.moves', 'selfie.light'] as const;
const documentRoles = ['document.page', 'document.page_back', 'document.portrait'] as const;

/** In the order of the frames. Fails with `image.empty`; all else about an image is for the engine to say. */
const imagesOf = (role: ImageRole, frames: readonly Uint8Array[]): NewImage[] =>
  frames.map((bytes, position) => {
    if (bytes.byteLength === 0) throw new FailureError('image.empty', 'The image is empty.');
    return { role, position, bytes, ...imageSize(bytes) };
  });

const described = (role: ImageRole, images: readonly NewImage[]): Details => ({
  role,
  images: images.length,
  bytes: images.reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
});

/** Fails with `request.invalid` for a side that this document has not, with `image.empty`, with `store.*`. */
export async function keepDocument(
  { records, analyses }: Parts,
  session: SessionRow,
  side: DocumentSide,
  frames: readonly Uint8Array[],
  taken: Taken,
): Promise<void> {
  const sessionId = session.session_id;
  const sides = parseSides(session.sides);
  if (!sides.includes(side)) {
    throw new FailureError('request.invalid', `This document has no ${side} to photograph.`);
  }
  const role = `document.${side}` as const;
  const added = imagesOf(role, frames);
  const captured = records.capturedSides(sessionId).add(side);
  const step = stepWith(sides, captured, records.hasSelfie(sessionId));
  await records.addImages(session, added, [role, ...documentRoles], () => {
    records.deleteAnalysis(sessionId, 'document');
    records.update(sessionId, {
      step,
      document_capture: session.document_capture + 1,
      result_sealed: null,
    });
    // Most documents are photographed: nothing to keep says so.
    const before = records.devicesOf(session);
    if (taken.source !== 'camera' || before[side])
      records.keepDevices(session, { ...before, [side]: taken.source === 'camera' ? null : taken });
    const details = { ...described(role, added), source: taken.source };
    records.store.audit('session.captured', 'kiosk', sessionId, details);
  });
  if (step !== 'document_chosen') void analyses.document(records.get(sessionId));
}

/** Fails with `challenge.expired`, with `image.empty`, with `store.*`. */
export async function keepSelfie(
  { records, analyses }: Parts,
  session: SessionRow,
  frames: readonly Uint8Array[],
  answered: Answered | null,
): Promise<void> {
  const sessionId = session.session_id;
  const kept = records.challengeOf(session);
  if (answered) requireAnswerable(kept, answered, records.clock.nowMs());
  const added = [
    ...imagesOf('selfie', frames),
    ...imagesOf('selfie.moves', answered?.moveFrames ?? []),
    ...imagesOf('selfie.light', answered?.lightFrames ?? []),
  ];
  await records.addImages(session, added, selfieRoles, () => {
    // What was asked and not answered is kept too: it says that nobody answered.
    if (kept) records.keepChallenge(session, { ...kept, answer: answered?.answer ?? null });
    records.deleteAnalysis(sessionId, 'selfie');
    records.update(sessionId, {
      step: 'selfie_captured',
      selfie_capture: session.selfie_capture + 1,
      result_sealed: null,
    });
    records.store.audit('session.captured', 'kiosk', sessionId, described('selfie', added));
  });
  void analyses.selfie(records.get(sessionId));
}
