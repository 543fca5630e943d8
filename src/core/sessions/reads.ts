// Core. What a reader at the desk has read of the document that somebody shows.

import type { SessionRow } from './session-records.ts';
import type { VerificationParts } from './verification.ts';

export type ReadOutcome = 'complete' | 'incomplete' | 'unknown';

/** What texts are together: the engine knows zones and barcodes. */
export type CheckReads = (
  reads: readonly string[],
) => Promise<{ readonly kind: 'mrz' | 'barcode' | null; readonly complete: boolean }>;

/** A zone has three lines at most, and some readers send each by itself. */
const mostReads = 4;

/** Kept with what was read before where it only makes sense with it; else in its place. The document is analysed anew. */
export async function keepRead(
  { records, analyses }: Pick<VerificationParts, 'records' | 'analyses'>,
  session: SessionRow,
  text: string,
  check: CheckReads,
): Promise<ReadOutcome> {
  const sessionId = session.session_id;
  const before = records.devicesOf(session);
  const alone = await check([text]);
  if (alone.kind === null) return 'unknown';
  const joined = [...before.reads, text].slice(-mostReads);
  const complete = alone.complete || (await check(joined)).complete;
  records.store.transaction(() => {
    records.keepDevices(session, { ...before, reads: alone.complete ? [text] : joined });
    records.deleteAnalysis(sessionId, 'document');
    records.update(sessionId, { document_capture: session.document_capture + 1, result_sealed: null });
    records.store.audit('session.read', 'kiosk', sessionId, { kind: alone.kind, complete });
  });
  if (session.step === 'document_captured') void analyses.document(records.get(sessionId));
  return complete ? 'complete' : 'incomplete';
}
