// Core. From two sets of photographs to a filed case: analyses, comparison, judgement, and one transaction.
import type { ModelInfo } from '../../shared/contract/engine-contract.ts';
import type { Check, Finding, ImageRole } from '../../shared/domain/check.ts';
import type { SessionId } from '../../shared/domain/identifiers.ts';
import type { Policy } from '../../shared/domain/policy.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { ApplicantResult } from '../../shared/domain/session.ts';
import { type Failure, FailureError } from '../../shared/kernel/failure.ts';
import type { EngineClient, VerificationReport } from '../core.ts';
import type { Log } from '../log.ts';
import { applicantResult, partsToMend } from '../policy/applicant-result.ts';
import { judge } from '../policy/judge.ts';
import type { Repeats } from '../repeats/repeats.ts';
import type { Retention } from '../retention/retention.ts';
import type { Part } from '../store/schema.ts';
import { sealJson } from '../store/sealing.ts';
import { type Analysed, type Analyses, isInterruption, persist } from './analyses.ts';
import { cameraFinding, type KeptCamera } from './camera.ts';
import { sealContext } from './case-content.ts';
import { auditChecks, fileCase } from './filing.ts';
import type { KeyedQueue } from './queue.ts';
import type { ArtefactRow, SessionRecords, SessionRow } from './session-records.ts';
import { parseSides, stepWith } from './steps.ts';

export type Stage = 'document' | 'selfie' | 'match' | 'filing';

export interface Verified {
  readonly applicant: ApplicantResult;
  readonly report: VerificationReport;
  /** An image that could not be decoded, for callers who gave a file. */
  readonly unreadable: Failure | null;
}

export interface VerificationParts {
  readonly records: SessionRecords;
  readonly analyses: Analyses;
  readonly repeats: Repeats;
  readonly engine: EngineClient;
  readonly models: () => Promise<readonly ModelInfo[]>;
  readonly policy: Policy;
  /** Where the platform lists its cameras, if it does. */
  readonly videoDevicesFolder: string;
  readonly queue: KeyedQueue<SessionId>;
  readonly log: Log;
  readonly onStage: (sessionId: SessionId, stage: Stage) => void;
  readonly onFiled: () => void;
  readonly isClosing: () => boolean;
  readonly retention: Retention;
  /** Of the program and of the policy, for replays. */
  readonly codeSha256: string;
  readonly policySha256: string;
  /** Fails where nothing new may be taken on: a full disk, a clock that was set back. */
  readonly refuseUnready: () => void;
}

const isUnreadable = (failure: Failure | null): boolean => !!failure?.kind.startsWith('image.');

/** An image that does not decode shows nothing: the applicant is asked for another one. */
const nothingSeen: Record<Part, Finding> = {
  document: {
    code: 'document.page',
    score: null,
    status: 'failed',
    reasons: ['document.not_found'],
    evidence: [],
    model: null,
    ms: 0,
  },
  selfie: {
    code: 'selfie.one_face',
    score: null,
    status: 'failed',
    reasons: ['selfie.no_face'],
    evidence: [],
    model: null,
    ms: 0,
  },
};

/** Photographs that come without a challenge (files) show nobody live, and nobody there could mend that. */
function nobodyAsked({ moves, light }: Policy['liveness']): Finding[] {
  const asked = [
    ...(moves > 0 ? ['selfie.live.active' as const] : []),
    ...(light ? ['selfie.live.light' as const] : []),
  ];
  const reasons: ReasonCode[] = ['selfie.not_challenged'];
  return asked.map((code) => ({
    ...{ code, reasons, status: 'inconclusive' as const },
    ...{ score: null, evidence: [], model: null, ms: 0 },
  }));
}

/** Everything that was found, of whatever could be had, before it is judged. */
export function findingsOf(seen: {
  readonly camera: KeptCamera | null;
  readonly wasAsked: boolean;
  readonly document: Pick<Analysed<'document'>, 'kept' | 'failure'>;
  readonly selfie: Pick<Analysed<'selfie'>, 'kept' | 'failure'>;
  readonly match: Finding | null;
  readonly policy: Policy;
}): Finding[] {
  const { camera, wasAsked, document, selfie, match, policy } = seen;
  return [
    ...(camera ? [cameraFinding(camera, policy.cameras)] : []),
    ...(document.kept?.findings ?? (isUnreadable(document.failure) ? [nothingSeen.document] : [])),
    ...(wasAsked ? [] : nobodyAsked(policy.liveness)),
    ...(selfie.kept?.findings ?? (isUnreadable(selfie.failure) ? [nothingSeen.selfie] : [])),
    ...(match ? [match] : []),
  ];
}

/** The photographs as they came, not what was made of them. */
export const inputRoles: readonly ImageRole[] = [
  'document.front',
  'document.back',
  'selfie',
  'selfie.moves',
  'selfie.light',
];

const inputsOf = (artefacts: readonly ArtefactRow[]) =>
  artefacts
    .filter(({ role }) => inputRoles.includes(role))
    .map(({ artefact_id, role, sha256 }) => ({
      ...{ artefactId: artefact_id, role },
      sha256: Buffer.from(sha256 ?? []).toString('hex'),
    }));

const prefixed = (prefix: string, timings: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(timings).map(([name, ms]) => [`${prefix}.${name}`, ms]));

async function compare(
  engine: EngineClient,
  document: Analysed<'document'>,
  selfie: Analysed<'selfie'>,
): Promise<{ finding: Finding | null; failure: Failure | null; interruptions: number }> {
  const portrait = document.kept?.portraitTemplate;
  const template = selfie.kept?.template;
  if (!portrait || !template) return { finding: null, failure: null, interruptions: 0 };
  const { result, interruptions } = await persist(() =>
    engine.call('compareFaces', { portrait, selfie: template }),
  );
  return result.ok
    ? { finding: result.value, failure: null, interruptions }
    : { finding: null, failure: result.error, interruptions };
}

/**
 * @param mayRetry whether somebody is there to photograph again; asked when the judgement is made.
 * @param capturedAtMs `performance.now()` of the last capture, for the time from shutter to verdict.
 */
export async function verify(
  parts: VerificationParts,
  sessionId: SessionId,
  mayRetry: () => boolean,
  capturedAtMs: number,
): Promise<Verified> {
  const { records, analyses, engine, policy, log } = parts;
  const started = performance.now();
  const session = records.get(sessionId);
  parts.onStage(sessionId, 'document');
  const documentRunning = analyses.document(session);
  const selfieRunning = analyses.selfie(session);
  const document = await documentRunning;
  parts.onStage(sessionId, 'selfie');
  const selfie = await selfieRunning;
  parts.onStage(sessionId, 'match');
  const matchStarted = performance.now();
  const match = await compare(engine, document, selfie);
  const models = await parts.models();

  const measured = findingsOf({
    camera: records.cameraOf(session),
    wasAsked: records.challengeOf(session) !== null,
    document,
    selfie,
    match: match.finding,
    policy,
  });
  const reading = document.kept?.reading ?? null;
  const alone = judge(measured, reading, session.document_type, policy);
  // What is photographed again is searched for then.
  const again = alone.outcome === 'retry' && session.retries_used < policy.retries && mayRetry();
  const probe = await parts.repeats.probe(document.kept, selfie.kept);
  const findings = again ? measured : [...measured, ...parts.repeats.search(probe, !!selfie.kept?.template)];
  const judgement = again ? alone : judge(findings, reading, session.document_type, policy);

  const failures = [document.failure, selfie.failure, match.failure].filter((failure) => failure !== null);
  const ours = failures.find((failure) => !isUnreadable(failure));
  const interruptions = document.interruptions + selfie.interruptions + match.interruptions;
  const retrySpent = judgement.outcome === 'retry' && !again;
  // Our own failure is nobody's fault at the desk: a person looks at what there is.
  const outcome = ours || retrySpent ? 'review' : judgement.outcome;
  const trouble: ReasonCode[] =
    ours && !isInterruption(ours.kind)
      ? ['engine.failed']
      : ours || interruptions > 0
        ? ['engine.interrupted']
        : [];
  const reasons = [...new Set([...trouble, ...judgement.reasons])];
  const now = performance.now();
  const timings = {
    totalMs: now - capturedAtMs,
    documentMs: document.ms,
    selfieMs: selfie.ms,
    matchMs: now - matchStarted,
    waitedMs: now - started,
    ...prefixed('document', document.kept?.timings ?? {}),
    ...prefixed('selfie', selfie.kept?.timings ?? {}),
  };
  const applicant = applicantResult(outcome, judgement.deciding, session.reference);
  const content = {
    checks: [...judgement.checks],
    document: reading,
    models: models.map(({ name, version, sha256 }) => ({ name, version, sha256 })),
    timings,
    origin: {
      inputs: inputsOf(records.artefacts(sessionId)),
      codeSha256: parts.codeSha256,
      policySha256: parts.policySha256,
    },
  };

  parts.onStage(sessionId, 'filing');
  await parts.queue.run(sessionId, async () => {
    const current = records.get(sessionId);
    // Shutting down takes the engine away; the next start verifies again, which is better than filing half of it.
    if (parts.isClosing()) throw new FailureError('core.unavailable', 'Proofdesk is shutting down.');
    if (current.step === 'closed') throw new FailureError('session.closed', 'This session is closed.');
    if (outcome === 'retry') {
      await stepBack(parts, current, applicant, judgement.checks, partsToMend(judgement.deciding));
      return;
    }
    const filing = { outcome, reasons, content, applicant, probe };
    const caseId = records.store.transaction(() => fileCase(parts, current, filing));
    parts.repeats.add(caseId, probe);
    analyses.forget(sessionId);
    log('case.filed', { sessionId, caseId, outcome, interruptions });
    parts.onFiled();
  });

  const check = judgement.checks.find(({ code }) => code === 'match.selfie_portrait');
  return {
    applicant,
    unreadable: failures.find(isUnreadable) ?? null,
    report: {
      outcome,
      reasons,
      checks: judgement.checks,
      document: reading,
      match: check && check.score !== null ? { score: check.score, threshold: check.threshold } : null,
      timings: { ...timings, filingMs: performance.now() - now },
      models,
    },
  };
}

/** Back to the photographs that can be mended; those that were good stay. */
async function stepBack(
  parts: VerificationParts,
  session: SessionRow,
  applicant: ApplicantResult,
  checks: readonly Check[],
  mend: { document: boolean; selfie: boolean },
): Promise<void> {
  const { records } = parts;
  const sessionId = session.session_id;
  const dropped: Part[] = [
    ...(mend.document ? ['document' as const] : []),
    ...(mend.selfie ? ['selfie' as const] : []),
  ];
  const key = records.key(sessionId, 'fields');
  await records.dropParts(sessionId, dropped, () => {
    const step = stepWith(
      parseSides(session.sides),
      records.capturedSides(sessionId),
      records.hasSelfie(sessionId),
    );
    records.update(sessionId, {
      step,
      retries_used: session.retries_used + 1,
      result_sealed: sealJson(key, sealContext.result(sessionId), applicant),
    });
    auditChecks(records, sessionId, checks);
    records.store.audit('session.retried', 'kiosk', sessionId, { again: applicant.again });
  });
  parts.log('session.retry', { sessionId, again: applicant.again, retriesUsed: session.retries_used + 1 });
}
