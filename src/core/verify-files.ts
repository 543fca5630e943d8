// Core. Verifies image files instead of a person at the desk: a session like any other, taken by nobody.
import { randomUUID } from 'node:crypto';
import type { SessionId } from '../shared/domain/identifiers.ts';
import { type Failure, FailureError, toFailure } from '../shared/kernel/failure.ts';
import { err, ok, type Result } from '../shared/kernel/result.ts';
import type { FilesToVerify, VerificationReport } from './core.ts';
import type { Sessions } from './sessions/sessions.ts';

/** Fails with `image.*` when a file cannot be decoded; a bug throws. */
export async function verifyFiles(
  sessions: Sessions,
  files: FilesToVerify,
): Promise<Result<VerificationReport, Failure>> {
  const owner = `files-${randomUUID()}`;
  let sessionId: SessionId | null = null;
  try {
    sessionId = (await sessions.open(owner, 'en')).sessionId;
    await sessions.consent(owner, sessionId, 'files');
    const sides = files.documentBack ? (['front', 'back'] as const) : (['front'] as const);
    await sessions.chooseDocument(owner, sessionId, files.documentType, sides);
    await sessions.captureDocument(owner, sessionId, 'front', [files.document]);
    if (files.documentBack) await sessions.captureDocument(owner, sessionId, 'back', [files.documentBack]);
    await sessions.captureSelfie(owner, sessionId, files.selfies);
    const { report, unreadable } = await sessions.verified(sessionId);
    return unreadable ? err(unreadable) : ok(report);
  } catch (thrown) {
    if (!(thrown instanceof FailureError)) throw thrown;
    return err(toFailure(thrown));
  } finally {
    // Nobody will photograph anything again: what was not filed is not kept.
    if (sessionId) await sessions.close(owner, sessionId, 'completed').catch(() => {});
  }
}
