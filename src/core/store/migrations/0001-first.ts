// Core. Migration 1: sessions, artefacts, analyses, cases, decisions, reviewers. Never edited once released.
export const first = `
CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
  session_id TEXT PRIMARY KEY,
  step TEXT NOT NULL CHECK (step IN ('opened', 'consented', 'document_chosen', 'document_captured',
    'selfie_captured', 'verified', 'closed')),
  reference TEXT NOT NULL UNIQUE,
  language TEXT NOT NULL,
  document_type TEXT,
  sides TEXT NOT NULL DEFAULT '',
  consent_text TEXT,
  consented_at_ms INTEGER,
  retries_used INTEGER NOT NULL DEFAULT 0,
  document_capture INTEGER NOT NULL DEFAULT 0,
  selfie_capture INTEGER NOT NULL DEFAULT 0,
  images_key BLOB,
  case_key BLOB,
  result_sealed BLOB,
  close_reason TEXT,
  opened_at_ms INTEGER NOT NULL,
  touched_at_ms INTEGER NOT NULL,
  closed_at_ms INTEGER,
  CHECK ((step = 'closed') = (closed_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX sessions_unfinished ON sessions (touched_at_ms) WHERE step <> 'closed';

CREATE TABLE artefacts (
  artefact_id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  UNIQUE (session_id, role, position)
) STRICT;

CREATE TABLE analyses (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  part TEXT NOT NULL CHECK (part IN ('document', 'selfie')),
  capture INTEGER NOT NULL,
  analysis_sealed BLOB NOT NULL,
  PRIMARY KEY (session_id, part)
) STRICT, WITHOUT ROWID;

CREATE TABLE reviewers (
  reviewer_id TEXT PRIMARY KEY,
  name TEXT NOT NULL UNIQUE COLLATE NOCASE,
  password_hash TEXT NOT NULL,
  created_at_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE sign_in_failures (
  name_hash TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  locked_until_ms INTEGER NOT NULL,
  last_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cases (
  case_id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL UNIQUE REFERENCES sessions ON DELETE CASCADE,
  reference TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('open', 'claimed', 'decided')),
  outcome TEXT NOT NULL,
  reasons TEXT NOT NULL,
  document_type TEXT,
  country TEXT,
  claimed_by TEXT REFERENCES reviewers,
  claimed_client TEXT,
  verdict TEXT,
  policy_version TEXT NOT NULL,
  content_sealed BLOB NOT NULL,
  created_at_ms INTEGER NOT NULL,
  decided_at_ms INTEGER,
  images_delete_at_ms INTEGER,
  case_delete_at_ms INTEGER,
  CHECK ((status = 'claimed') = (claimed_by IS NOT NULL)),
  CHECK ((status = 'decided') = (verdict IS NOT NULL AND decided_at_ms IS NOT NULL))
) STRICT;
CREATE INDEX cases_queue ON cases (status, created_at_ms);
CREATE INDEX cases_images_due ON cases (images_delete_at_ms);
CREATE INDEX cases_due ON cases (case_delete_at_ms);

CREATE TABLE decisions (
  decision_id INTEGER PRIMARY KEY AUTOINCREMENT,
  case_id TEXT NOT NULL REFERENCES cases ON DELETE CASCADE,
  verdict TEXT NOT NULL,
  reason TEXT NOT NULL,
  note_sealed BLOB NOT NULL,
  reviewer_id TEXT REFERENCES reviewers,
  policy_version TEXT NOT NULL,
  decided_at_ms INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_of_case ON decisions (case_id);
`;
