// Core. When each kind of data goes, and the receipt it leaves.
import type { SessionId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { DataKind, DeletionReceipt } from '../../shared/domain/retention.ts';
import type { Store } from '../store/store.ts';

export const imageKinds = ['document_images', 'portrait', 'selfie_frames'] as const satisfies DataKind[];
export type ImageKind = (typeof imageKinds)[number];

export const dayMs = 24 * 60 * 60 * 1000;

/**
 * A date for everything that is kept, from the moment it is taken; what nobody has decided counts as decided after the
 * policy's `undecidedDays`. Nothing outlives the decision.
 */
export function deletionAtMs(
  { retention, undecidedDays }: Policy,
  kind: DataKind,
  takenAtMs: number,
  decidedAtMs: number | null,
): number {
  const decided = decidedAtMs ?? takenAtMs + undecidedDays * dayMs;
  const { after, days } = retention[kind];
  const own = (after === 'decision' ? decided : takenAtMs) + days * dayMs;
  return Math.min(own, decided + retention.decision.days * dayMs);
}

/** Inside the transaction that deletes. */
export function auditDeletion(store: Store, sessionId: SessionId, receipt: DeletionReceipt): void {
  store.audit('data.deleted', 'station', sessionId, { ...receipt });
}
