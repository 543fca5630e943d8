// Core. What a search for earlier visits means: two findings for the reviewer. Pure.
import type { CheckStatus, Evidence, Finding } from '../../shared/domain/check.ts';
import { type MatchCurve, ratesAt } from '../../shared/domain/match-curve.ts';
import type { ReasonCode } from '../../shared/domain/reason-code.ts';
import type { Enrolled } from './enrolment.ts';

/** An earlier case, and how alike the faces are: cosine, `null` where they could not be compared. */
export interface Visit {
  readonly earlier: Enrolled;
  readonly similarity: number | null;
}

export interface FaceSearch {
  readonly curve: MatchCurve;
  /** Templates that were compared, and those of another model, that could not be. */
  readonly size: number;
  readonly notComparable: number;
  readonly threshold: number;
  /** No pair of strangers was ever measured at this threshold: how rare they are there is not known, only bounded. */
  readonly beyond: boolean;
  /** Each the most alike first. `unknown`: the name or date of birth was not read, now or then. */
  readonly hits: Readonly<Record<'same' | 'other' | 'unknown', readonly Visit[]>>;
}

/** Nobody reads more; the number of all is shown beside them. */
const shownVisits = 5;

/** "Rule of three": with no event in n trials, the rate is below 3/n with 95 % confidence (ISO/IEC 19795-1, annex B). */
const ruleOfThree = 3;

const finding = (
  code: Finding['code'],
  status: CheckStatus,
  reasons: ReasonCode[],
  evidence: Evidence[],
): Finding => ({ code, score: null, status, reasons, evidence, model: null, ms: 0 });

const visits = (label: string, all: readonly Visit[], curve: MatchCurve | null): Evidence[] => [
  ...all.slice(0, shownVisits).map(
    ({ earlier, similarity }): Evidence => ({
      kind: 'case',
      label,
      caseId: earlier.caseId,
      reference: earlier.reference,
      createdAtMs: earlier.createdAtMs,
      similarity,
      falseMatch: curve && similarity !== null ? ratesAt(similarity, curve).falseMatch : null,
    }),
  ),
  ...(all.length > shownVisits
    ? [{ kind: 'number' as const, label: `${label}.in_all`, value: all.length }]
    : []),
];

/** Chance of one false hit or more among `size` strangers. */
const anyOf = (size: number, rate: number): number => 1 - (1 - rate) ** size;

/** `failed`: somebody with this face was here under another identity. `inconclusive`: perhaps. */
export function repeatFace({ curve, size, notComparable, threshold, beyond, hits }: FaceSearch): Finding {
  const { falseMatch, falseNonMatch } = ratesAt(threshold, curve);
  const status = hits.other.length > 0 ? 'failed' : hits.unknown.length > 0 ? 'inconclusive' : 'passed';
  const evidence: Evidence[] = [
    ...visits('repeat.other_identity', hits.other, curve),
    ...visits('repeat.unknown_identity', hits.unknown, curve),
    ...visits('repeat.same_identity', hits.same, curve),
    { kind: 'number', label: 'repeat.searched', value: size },
    ...(notComparable > 0
      ? [{ kind: 'number' as const, label: 'repeat.not_comparable', value: notComparable }]
      : []),
    { kind: 'number', label: 'repeat.threshold', value: threshold },
    beyond
      ? {
          kind: 'number',
          label: 'repeat.false_hit_at_most',
          value: anyOf(size, Math.min(1, ruleOfThree / curve.impostorPairs)),
        }
      : { kind: 'number', label: 'repeat.false_hit', value: anyOf(size, falseMatch) },
    { kind: 'number', label: 'repeat.miss', value: falseNonMatch },
    { kind: 'text', label: 'match.measured_on', value: curve.measuredOn },
  ];
  return {
    ...finding('applicant.repeat_face', status, ['applicant.other_identity'], evidence),
    model: curve.model,
  };
}

/** Nobody's face was there to be searched for. */
export const noFace: Finding = finding('applicant.repeat_face', 'not_run', [], []);

/** There is a face, but the engine did not say how to compare it: a person has to look. */
export const notSearched: Finding = finding('applicant.repeat_face', 'inconclusive', ['engine.failed'], []);

/** `failed`: this document was here with another face. `inconclusive`: it was here, but the faces do not compare. */
export function repeatDocument(
  withDocument: readonly Visit[],
  isSameFace: (similarity: number) => boolean,
  curve: MatchCurve | null,
): Finding {
  const unknown = withDocument.filter(({ similarity }) => similarity === null);
  const same = withDocument.filter(({ similarity }) => similarity !== null && isSameFace(similarity));
  const other = withDocument.filter(({ similarity }) => similarity !== null && !isSameFace(similarity));
  const status = other.length > 0 ? 'failed' : unknown.length > 0 ? 'inconclusive' : 'passed';
  return finding(
    'applicant.repeat_document',
    status,
    ['applicant.other_face'],
    [
      ...visits('repeat.other_face', other, curve),
      ...visits('repeat.unknown_face', unknown, curve),
      ...visits('repeat.same_face', same, curve),
    ],
  );
}

/** No document number was read. */
export const noDocument: Finding = finding('applicant.repeat_document', 'not_run', [], []);
