// Core. Decides a case once more, from the photographs that were kept, and says what comes out differently.
import { createHash } from 'node:crypto';
import type { Check } from '../../shared/domain/check.ts';
import type { CaseId } from '../../shared/domain/identifiers.ts';
import { type Policy, pastPolicy } from '../../shared/domain/policy.ts';
import { FailureError } from '../../shared/kernel/failure.ts';
import type { EngineClient } from '../core.ts';
import { judge } from '../policy/judge.ts';
import type { Cases } from '../review/cases.ts';
import { type Analysed, type Analyses, persist } from '../sessions/analyses.ts';
import type { CaseContent } from '../sessions/case-content.ts';
import type { SessionRecords, SessionRow } from '../sessions/session-records.ts';
import { findingsOf } from '../sessions/verification.ts';

export interface Difference {
  readonly what: 'input' | 'model' | 'code' | 'policy' | 'check' | 'outcome';
  /** Which input, model or check. */
  readonly name: string;
  readonly before: string;
  readonly now: string;
}

export interface Replay {
  readonly caseId: CaseId;
  readonly policyVersion: string;
  readonly checks: number;
  /** Checks that depend on who else was kept on that day: taken as they were. */
  readonly notRepeated: readonly string[];
  readonly differences: readonly Difference[];
}

/** Floating-point sums may come out in another order; nothing that decides is this close. */
const tolerance = 1e-6;

export interface ReplayParts {
  readonly records: SessionRecords;
  readonly cases: Cases;
  readonly analyses: Analyses;
  readonly engine: EngineClient;
  readonly codeSha256: string;
}

/** Fails with `case.unknown`; with `data.deleted` where a clock has taken what it needs; with `engine.*`. */
export async function replay(parts: ReplayParts, caseId: CaseId): Promise<Replay> {
  const { records, cases, engine } = parts;
  const { sessionId, outcome, reasons } = cases.summary(caseId);
  const session = records.get(sessionId);
  const content = contentOf(records, session);
  const { origin } = content;
  if (!origin) {
    throw new FailureError('data.deleted', 'This case is from before cases kept what a replay needs.');
  }
  const differences: Difference[] = [];
  const compare = (what: Difference['what'], name: string, before: string, now: string) => {
    if (before !== now) differences.push({ what, name, before, now });
  };
  compare('code', 'program', origin.codeSha256, parts.codeSha256);
  const policy = policyOf(records, origin.policySha256);
  await compareInputs(records, session, origin.inputs, compare);

  const described = await engine.call('describe');
  if (!described.ok) throw new FailureError(described.error.kind, described.error.message);
  const modelsNow = new Map(described.value.models.map((model) => [model.name, model.sha256]));
  for (const { name, sha256 } of content.models)
    compare('model', name, sha256, modelsNow.get(name) ?? 'absent');

  const [document, selfie] = await Promise.all([
    parts.analyses.again('document', session),
    parts.analyses.again('selfie', session),
  ]);
  const match = await matchOf(engine, document, selfie);
  const measured = findingsOf({
    camera: records.cameraOf(session),
    wasAsked: records.challengeOf(session) !== null,
    document,
    selfie,
    match,
    policy,
  });
  const repeats = content.checks.filter(({ code }) => code.startsWith('applicant.'));
  const reading = document.kept?.reading ?? null;
  const judged = judge([...measured, ...repeats], reading, session.document_type, policy);
  compareChecks(content.checks, judged.checks, compare);
  // A retry that nobody was there for went to a reviewer.
  const outcomeNow = judged.outcome === 'retry' ? 'review' : judged.outcome;
  compare('outcome', 'outcome', outcome, outcomeNow);
  // That the engine was interrupted then says nothing of the case.
  const judgedThen = reasons.filter((reason) => !reason.startsWith('engine.'));
  compare('outcome', 'reasons', judgedThen.sort().join(' '), [...judged.reasons].sort().join(' '));
  return {
    caseId,
    policyVersion: policy.version,
    checks: content.checks.length,
    notRepeated: repeats.map(({ code }) => code),
    differences,
  };
}

type Compare = (what: Difference['what'], name: string, before: string, now: string) => void;

function contentOf(records: SessionRecords, session: SessionRow): CaseContent {
  const content = records.contentOf(session.session_id);
  if (!content) throw new FailureError('data.deleted', 'What was read in this case has been deleted.');
  return content;
}

function policyOf({ store }: SessionRecords, sha256: string): Policy {
  const row = store.first(store.sql.selectFrom('policies').select('body').where('sha256', '=', sha256));
  if (!row) throw new FailureError('store.corrupt', 'The policy of this case is missing.');
  return pastPolicy(JSON.parse(row.body));
}

async function compareInputs(
  records: SessionRecords,
  { session_id }: SessionRow,
  inputs: NonNullable<CaseContent['origin']>['inputs'],
  compare: Compare,
): Promise<void> {
  const rows = new Map(records.artefacts(session_id).map((row) => [row.artefact_id, row]));
  for (const [index, { artefactId, role, sha256 }] of inputs.entries()) {
    const row = rows.get(artefactId);
    if (!row) throw new FailureError('data.deleted', `The ${role} of this case has been deleted.`);
    const digest = createHash('sha256')
      .update(await records.readArtefact(row))
      .digest('hex');
    compare('input', `${role} ${index}`, sha256, digest);
  }
}

async function matchOf(engine: EngineClient, document: Analysed<'document'>, selfie: Analysed<'selfie'>) {
  for (const { failure } of [document, selfie]) {
    if (failure && !failure.kind.startsWith('image.')) throw new FailureError(failure.kind, failure.message);
  }
  const portrait = document.kept?.portraitTemplate;
  const template = selfie.kept?.template;
  if (!portrait || !template) return null;
  const { result } = await persist(() => engine.call('compareFaces', { portrait, selfie: template }));
  if (!result.ok) throw new FailureError(result.error.kind, result.error.message);
  return result.value;
}

function compareChecks(then: readonly Check[], now: readonly Check[], compare: Compare): void {
  const byCode = new Map(now.map((check) => [check.code, check]));
  for (const before of then) {
    const after = byCode.get(before.code);
    byCode.delete(before.code);
    if (!after) {
      compare('check', before.code, before.status, 'absent');
      continue;
    }
    compare('check', `${before.code} status`, before.status, after.status);
    compare('check', `${before.code} reasons`, before.reasons.join(' '), after.reasons.join(' '));
    compare('check', `${before.code} threshold`, String(before.threshold), String(after.threshold));
    const isClose =
      before.score === after.score ||
      (before.score !== null && after.score !== null && Math.abs(before.score - after.score) <= tolerance);
    if (!isClose) compare('check', `${before.code} score`, String(before.score), String(after.score));
  }
  for (const { code, status } of byCode.values()) compare('check', code, 'absent', status);
}
