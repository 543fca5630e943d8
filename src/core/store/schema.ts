// Core. The tables as the queries see them. Personal data is in sealed blobs only (`*_sealed`, and the image files);
// plain columns hold what the queue and the clocks need. The migrations are the authority on the tables themselves.
import type { Generated } from 'kysely';
import type { CaseStatus, DecisionReason, Verdict } from '../../shared/domain/case.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentType } from '../../shared/domain/document.ts';
import type { ArtefactId, CaseId, ReviewerId, SessionId } from '../../shared/domain/identifiers.ts';
import type { CloseReason, Outcome, SessionStep } from '../../shared/domain/session.ts';

export interface MetaTable {
  name: string;
  value: Uint8Array;
}

export interface SessionTable {
  session_id: SessionId;
  step: SessionStep;
  reference: string;
  language: string;
  document_type: DocumentType | null;
  /** Sides to photograph, comma-separated, in order. */
  sides: string;
  consent_text: string | null;
  consented_at_ms: number | null;
  retries_used: number;
  /** Count the captures, so that an analysis of an earlier photograph is never taken for one of a later. */
  document_capture: number;
  selfie_capture: number;
  /** Data keys, wrapped by the master key; NULL once destroyed. */
  images_key: Uint8Array | null;
  case_key: Uint8Array | null;
  result_sealed: Uint8Array | null;
  /** The liveness challenge this session was given. */
  challenge_sealed: Uint8Array | null;
  /** The camera it is seen by. */
  camera_sealed: Uint8Array | null;
  close_reason: CloseReason | null;
  opened_at_ms: number;
  touched_at_ms: number;
  closed_at_ms: number | null;
}

export interface ArtefactTable {
  artefact_id: ArtefactId;
  session_id: SessionId;
  role: ImageRole;
  position: number;
  width_px: number;
  height_px: number;
}

export type Part = 'document' | 'selfie';

/** Kept from capture to filing, so that a restart does not lose the work; templates are never kept longer. */
export interface AnalysisTable {
  session_id: SessionId;
  part: Part;
  capture: number;
  analysis_sealed: Uint8Array;
}

export interface CaseTable {
  case_id: CaseId;
  session_id: SessionId;
  reference: string;
  status: CaseStatus;
  outcome: Outcome;
  /** Reason codes as a JSON list. */
  reasons: string;
  document_type: DocumentType | null;
  country: string | null;
  claimed_by: ReviewerId | null;
  claimed_client: string | null;
  verdict: Verdict | null;
  policy_version: string;
  content_sealed: Uint8Array;
  created_at_ms: number;
  decided_at_ms: number | null;
  /** NULL until decided: the clocks start then. */
  images_delete_at_ms: number | null;
  templates_delete_at_ms: number | null;
  case_delete_at_ms: number | null;
}

/** What finds a repeat applicant. Personal data, hashes included: goes with the case's templates. */
export interface ApplicantTable {
  case_id: CaseId;
  templates_sealed: Uint8Array | null;
  /** Keyed hashes (HMAC-SHA-256) of issuing state and document number, and of names and date of birth. */
  document_hash: Uint8Array | null;
  identity_hash: Uint8Array | null;
}

export interface DecisionTable {
  decision_id: Generated<number>;
  case_id: CaseId;
  verdict: Verdict;
  reason: DecisionReason;
  note_sealed: Uint8Array;
  reviewer_id: ReviewerId | null;
  policy_version: string;
  decided_at_ms: number;
}

export interface ReviewerTable {
  reviewer_id: ReviewerId;
  name: string;
  password_hash: string;
  created_at_ms: number;
}

export interface SignInFailureTable {
  /** Hash of the name that was tried. */
  name_hash: string;
  failures: number;
  locked_until_ms: number;
  last_at_ms: number;
}

export interface Schema {
  meta: MetaTable;
  sessions: SessionTable;
  artefacts: ArtefactTable;
  analyses: AnalysisTable;
  cases: CaseTable;
  applicants: ApplicantTable;
  decisions: DecisionTable;
  reviewers: ReviewerTable;
  sign_in_failures: SignInFailureTable;
}
