// Tests. Data folders as versions before migration 3 left them: pages in the clear, one master key that wrapped two keys a
// session, image files side by side. Written with the frozen tables, and sealed as it was done then.
import { createCipheriv, createHmac, hkdfSync, randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import Database from 'better-sqlite3-multiple-ciphers';
import { documentKey, identityKey } from '../../src/core/repeats/identity.ts';
import { hashPassword } from '../../src/core/review/passwords.ts';
import { describeCamera } from '../../src/core/sessions/camera.ts';
import { first } from '../../src/core/store/migrations/0001-first.ts';
import { liveAndRepeat } from '../../src/core/store/migrations/0002-live-and-repeat.ts';
import type { Unlock } from '../../src/shared/contract/core-port.ts';
import type { CaseDetail, CaseSummary } from '../../src/shared/domain/case.ts';
import { documentAnalysis, photograph, scriptedCurve } from '../fixtures/scripted-engine.ts';
import { newFolder } from '../fixtures/station-folder.ts';
import { TestClock, testCamera, testCore, testKey, walkToSelfie } from '../fixtures/test-core.ts';

export type OldSchema = 1 | 2;
const day = 86_400_000;

/** What reviewers saw then, and must see now. */
export type OldCase = Pick<CaseSummary, 'caseId' | 'sessionId' | 'reference' | 'status' | 'outcome'> &
  Pick<CaseDetail, 'checks' | 'document' | 'decisions'> & {
    readonly images: readonly { readonly role: string; readonly text: string }[];
  };

export interface OldFolder {
  readonly unlock: Unlock;
  readonly reviewer: { readonly name: string; readonly password: string };
  readonly cases: readonly OldCase[];
  /** A passport was photographed and read; nobody has looked into the camera yet. */
  readonly open: { readonly sessionId: string };
  /** Cancelled: its keys were destroyed. */
  readonly closed: { readonly sessionId: string };
}

const seal = (key: Uint8Array, context: string, plain: Uint8Array): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([1]), nonce, cipher.getAuthTag(), body]);
};
const sealJson = (key: Uint8Array, context: string, value: unknown) =>
  seal(key, context, Buffer.from(JSON.stringify(value)));

/**
 * `keychain`: main kept the key in the operating system's, and tells core the secret itself. `killed`: all of it is still in
 * the write-ahead log.
 */
export async function makeOldFolder(
  target: string,
  schema: OldSchema,
  kept: 'keychain' | 'passphrase',
  left: 'killed' | 'closed' = 'killed',
): Promise<OldFolder> {
  const folder = left === 'killed' ? newFolder() : target;
  const nowMs = new TestClock().nowMs();
  const masterKey = testKey(3);
  mkdirSync(join(folder, 'images'), { recursive: true });
  const db = new Database(join(folder, 'proofdesk.sqlite'));
  db.pragma('journal_mode = WAL');
  for (const migration of [first, liveAndRepeat].slice(0, schema)) db.exec(migration);
  db.pragma(`user_version = ${schema}`);
  const insert = (table: string, row: Record<string, unknown>) => {
    const names = Object.keys(row);
    const slots = names.map(() => '?').join(', ');
    db.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${slots})`).run(Object.values(row));
  };
  insert('meta', {
    name: 'master_key_check',
    value: seal(masterKey, 'proofdesk/master-key-check', Buffer.alloc(16)),
  });
  const reviewer = { name: 'Rita', password: 'a long password' };
  const reviewerId = randomUUID();
  insert('reviewers', {
    ...{ reviewer_id: reviewerId, name: reviewer.name, created_at_ms: nowMs - 30 * day },
    password_hash: await hashPassword(reviewer.password),
  });

  const session = (row: Record<string, unknown>) => {
    const sessionId = randomUUID();
    const keys = { images: randomBytes(32), case: randomBytes(32) };
    const reference = randomBytes(4).toString('hex').toUpperCase();
    insert('sessions', {
      ...{
        session_id: sessionId,
        reference,
        language: 'en',
        consent_text: '1',
        consented_at_ms: nowMs - day,
      },
      ...{ images_key: seal(masterKey, `key/${sessionId}/images`, keys.images) },
      ...{ case_key: seal(masterKey, `key/${sessionId}/case`, keys.case) },
      ...{ opened_at_ms: nowMs - day, touched_at_ms: nowMs - day, document_type: 'passport', sides: 'front' },
      ...row,
    });
    const images = (given: readonly (readonly [role: string, text: string])[]) =>
      given.map(([role, text], position) => {
        const artefactId = randomUUID();
        const sealed = seal(keys.images, `${sessionId}/image/${artefactId}`, photograph(text));
        writeFileSync(join(folder, `images/${artefactId}.sealed`), sealed);
        insert('artefacts', {
          ...{ artefact_id: artefactId, session_id: sessionId, role, position },
          ...{ width_px: 10, height_px: 7 },
        });
        return { role, text: `photograph: ${text}` };
      });
    return { sessionId, reference, keys, images };
  };

  const filed = async (
    says: string,
    decision: { verdict: 'approve' | 'decline'; note: string } | null,
    claimedBy: string | null = null,
  ): Promise<OldCase> => {
    const { detail, templates } = await contentOf(says);
    const { sessionId, reference, keys, images } = session({
      ...{ step: 'closed', close_reason: 'completed', closed_at_ms: nowMs - day },
    });
    const caseId = randomUUID();
    const status = decision ? 'decided' : claimedBy ? 'claimed' : 'open';
    const { outcome, reasons, checks, document, models, timings } = detail;
    insert('cases', {
      ...{ case_id: caseId, session_id: sessionId, reference, status, outcome },
      ...{ reasons: JSON.stringify(reasons), document_type: 'passport', country: document?.country ?? null },
      ...{ claimed_by: claimedBy, claimed_client: claimedBy && 'console-1' },
      ...{ verdict: decision?.verdict ?? null, policy_version: 'then', created_at_ms: nowMs - day },
      content_sealed: sealJson(keys.case, `${sessionId}/content`, { checks, document, models, timings }),
      ...(decision
        ? {
            decided_at_ms: nowMs - day / 2,
            images_delete_at_ms: nowMs + 29.5 * day,
            case_delete_at_ms: nowMs + 364.5 * day,
          }
        : {}),
      ...(decision && schema > 1 ? { templates_delete_at_ms: nowMs + 29.5 * day } : {}),
    });
    const decisions = decision
      ? [
          {
            ...{ verdict: decision.verdict, reason: 'other' as const, note: decision.note },
            ...{ reviewer: { reviewerId: reviewerId as never, name: reviewer.name } },
            ...{ decidedAtMs: nowMs - day / 2, policyVersion: 'then' },
          },
        ]
      : [];
    for (const { verdict, reason, note } of decisions) {
      insert('decisions', {
        ...{ case_id: caseId, verdict, reason, reviewer_id: reviewerId, policy_version: 'then' },
        ...{ decided_at_ms: nowMs - day / 2, note_sealed: sealJson(keys.case, `${sessionId}/note`, note) },
      });
    }
    if (schema > 1) {
      const keyed = (context: string, text: string) =>
        createHmac('sha256', Buffer.from(hkdfSync('sha256', masterKey, '', `proofdesk/hash/${context}`, 32)))
          .update(text, 'utf8')
          .digest();
      const identity = document && identityKey(document);
      insert('applicants', {
        case_id: caseId,
        templates_sealed: seal(keys.case, `${sessionId}/templates`, serialize(templates)),
        document_hash: document && keyed('document', documentKey(document)!),
        identity_hash: identity ? keyed('identity', identity) : null,
      });
    }
    const kept = images([
      ['document.front', `front of ${caseId}`],
      ['document.portrait', `portrait of ${caseId}`],
      ['selfie', `face of ${caseId}`],
    ]);
    const summary = { caseId, sessionId, reference, status, outcome } as never as CaseSummary;
    return { ...summary, checks, document, decisions, images: kept };
  };

  const cases = [
    await filed('stranger', null),
    // Claims end with the window, which is long gone: the case is open again.
    { ...(await filed('stranger', null, reviewerId)), status: 'open' as const },
    await filed('fine', { verdict: 'approve', note: 'Seen in person.' }),
    await filed('stranger', { verdict: 'decline', note: '' }),
  ];
  const open = session({ step: 'document_captured', document_capture: 1, touched_at_ms: nowMs - 5_000 });
  open.images([
    ['document.front', 'fine'],
    ['document.page', 'page'],
    ['document.portrait', 'portrait'],
  ]);
  const { images: _, ...analysis } = documentAnalysis('fine');
  insert('analyses', {
    ...{ session_id: open.sessionId, part: 'document', capture: 1 },
    analysis_sealed: seal(open.keys.case, `${open.sessionId}/analysis/document`, serialize(analysis)),
  });
  if (schema > 1) {
    db.prepare('UPDATE sessions SET camera_sealed = ? WHERE session_id = ?').run(
      sealJson(open.keys.case, `${open.sessionId}/camera`, describeCamera(testCamera, null)),
      open.sessionId,
    );
  }
  const closed = session({
    ...{ step: 'closed', close_reason: 'cancelled', closed_at_ms: nowMs - day },
    ...{ images_key: null, case_key: null },
  });
  if (left === 'killed') cpSync(folder, target, { recursive: true });
  db.close();
  const passphrase = 'nine green bottles';
  if (kept === 'passphrase') writeFileSync(join(target, 'master-key.json'), sealedKey(masterKey, passphrase));
  return {
    unlock:
      kept === 'passphrase' ? { kind: 'passphrase', passphrase } : { kind: 'secret', secret: masterKey },
    ...{ reviewer, cases, open, closed },
  };
}

/** As main wrote it then. */
function sealedKey(masterKey: Buffer, passphrase: string): string {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cost = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
  const cipher = createCipheriv('aes-256-gcm', scryptSync(passphrase, salt, 32, cost), nonce);
  const sealed = Buffer.concat([cipher.update(masterKey), cipher.final()]);
  const text = (bytes: Buffer) => bytes.toString('base64');
  const parts = {
    salt: text(salt),
    nonce: text(nonce),
    sealed: text(sealed),
    tag: text(cipher.getAuthTag()),
  };
  return JSON.stringify({ kind: 'passphrase', ...parts });
}

/** What a case of such an applicant says, from a core that keeps nothing. */
async function contentOf(says: string): Promise<{ detail: CaseDetail; templates: unknown }> {
  const core = await testCore({});
  try {
    const { sessionId } = await walkToSelfie(core, 'k', 'fine', says);
    await core.kiosk('k')['session.verify']({ sessionId });
    const desk = core.console('c');
    await desk['auth.set_up']({ name: 'Rita', password: 'a long password' });
    const { cases } = await desk['queue.list']({ status: null, outcome: null, limit: 1, after: null });
    const detail = await desk['case.open']({ caseId: cases[0]!.caseId });
    const face = new Float32Array(says === 'stranger' ? [0, 1] : [1, 0]);
    const { model } = scriptedCurve;
    return { detail, templates: { model, selfie: face, portrait: new Float32Array([1, 0]) } };
  } finally {
    await core.close();
  }
}
