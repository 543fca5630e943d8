// Core. The tables as the queries see them. Personal data is in sealed blobs only (`*_sealed`, and the image files);
// plain columns hold what the queue and the clocks need. The migrations are the authority on the tables themselves.
import type { Generated } from 'kysely';
import type { Act } from '../../shared/domain/audit.ts';
import type { CaseStatus, DecisionReason, Verdict } from '../../shared/domain/case.ts';
import type { ImageRole } from '../../shared/domain/check.ts';
import type { DocumentType } from '../../shared/domain/document.ts';
import type {
  ArtefactId,
  CaseId,
  ImageFileId,
  ReviewerId,
  SessionId,
} from '../../shared/domain/identifiers.ts';
import type { DataKind } from '../../shared/domain/retention.ts';
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
  result_sealed: Uint8Array | null;
  /** The liveness challenge this session was given. */
  challenge_sealed: Uint8Array | null;
  /** The camera it is seen by. */
  camera_sealed: Uint8Array | null;
  /** What scanners and readers gave. */
  devices_sealed: Uint8Array | null;
  close_reason: CloseReason | null;
  opened_at_ms: number;
  touched_at_ms: number;
  closed_at_ms: number | null;
  /** The subject asked for erasure. */
  erase_requested_at_ms: number | null;
  /** On legal hold since: no clock runs. */
  held_at_ms: number | null;
  hold_note_sealed: Uint8Array | null;
}

/** A sealed file: the images of one kind that one capture brought, each sealed by itself, end to end. */
export interface ImageFileTable {
  file_id: ImageFileId;
  session_id: SessionId;
  kind: DataKind;
  bytes: number;
}

export interface ArtefactTable {
  artefact_id: ArtefactId;
  session_id: SessionId;
  role: ImageRole;
  position: number;
  width_px: number;
  height_px: number;
  file_id: ImageFileId;
  offset_bytes: number;
  /** NULL: to the end of the file. */
  length_bytes: number | null;
  /** Of the image itself. NULL: from before it was kept. */
  sha256: Uint8Array | null;
}

/** What is kept of a session, by kind, and until when. */
export interface HoldingTable {
  session_id: SessionId;
  kind: DataKind;
  /** Images, or records. */
  items: number;
  bytes: number;
  delete_at_ms: number;
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
  created_at_ms: number;
  decided_at_ms: number | null;
}

/** No row once its clock has run out. */
export interface CaseContentTable {
  session_id: SessionId;
  content_sealed: Uint8Array;
}

/** Kept by triggers: counting a million rows takes longer than a reviewer should wait. */
export interface CaseCountTable {
  status: CaseStatus;
  outcome: Outcome;
  cases: number;
}

/** Random identifiers and digests: nothing of anybody. */
export interface ReceiptTable {
  digest: string;
  session_id: SessionId;
  issued_at_ms: number;
}

/** Every policy that was ever in force here: cases are replayed under theirs. */
export interface PolicyTable {
  sha256: string;
  version: string;
  body: string;
  first_used_at_ms: number;
}

/** Only appended to (triggers see to it), and only through `Store.audit`. */
export interface AuditTable {
  sequence: number;
  at_ms: number;
  act: Act;
  actor: string;
  subject: string | null;
  details: string;
  hash: Uint8Array;
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
  image_files: ImageFileTable;
  holdings: HoldingTable;
  analyses: AnalysisTable;
  cases: CaseTable;
  case_contents: CaseContentTable;
  applicants: ApplicantTable;
  decisions: DecisionTable;
  reviewers: ReviewerTable;
  sign_in_failures: SignInFailureTable;
  case_counts: CaseCountTable;
  policies: PolicyTable;
  receipts: ReceiptTable;
  audit: AuditTable;
}
