// Core. Migration 3: keys in a database of their own, one file a capture, a clock for each kind of data, the audit log.
// Never edited once released. Before it runs, `legacy.ts` has carried the keys over.
const day = 86_400_000;

export const keptAndSeen = `
ALTER TABLE sessions DROP COLUMN images_key;
ALTER TABLE sessions DROP COLUMN case_key;
ALTER TABLE sessions ADD COLUMN erase_requested_at_ms INTEGER;
ALTER TABLE sessions ADD COLUMN held_at_ms INTEGER;
ALTER TABLE sessions ADD COLUMN hold_note_sealed BLOB;
ALTER TABLE sessions ADD COLUMN devices_sealed BLOB;
CREATE INDEX sessions_held ON sessions (held_at_ms) WHERE held_at_ms IS NOT NULL;

-- Several images in one sealed file, each sealed by itself. What was a file of its own stays one.
CREATE TABLE image_files (
  file_id TEXT PRIMARY KEY,
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('document_images', 'portrait', 'selfie_frames')),
  bytes INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX image_files_session ON image_files (session_id, kind);
INSERT INTO image_files
  SELECT artefact_id, session_id, CASE
    WHEN role = 'document.portrait' THEN 'portrait'
    WHEN role LIKE 'document.%' THEN 'document_images'
    ELSE 'selfie_frames' END, 0
  FROM artefacts;
-- What belongs to one session lies together: a capture of eighty frames touches a few pages, not eighty.
CREATE TABLE artefacts_3 (
  artefact_id TEXT NOT NULL,
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  role TEXT NOT NULL,
  position INTEGER NOT NULL,
  width_px INTEGER NOT NULL,
  height_px INTEGER NOT NULL,
  file_id TEXT NOT NULL,
  offset_bytes INTEGER NOT NULL,
  length_bytes INTEGER,
  sha256 BLOB,
  PRIMARY KEY (session_id, role, position)
) STRICT, WITHOUT ROWID;
INSERT INTO artefacts_3
  SELECT artefact_id, session_id, role, position, width_px, height_px, artefact_id, 0, NULL, NULL
  FROM artefacts;
DROP TABLE artefacts;
ALTER TABLE artefacts_3 RENAME TO artefacts;

CREATE TABLE holdings (
  session_id TEXT NOT NULL REFERENCES sessions ON DELETE CASCADE,
  kind TEXT NOT NULL,
  items INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  delete_at_ms INTEGER NOT NULL,
  PRIMARY KEY (session_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX holdings_due ON holdings (delete_at_ms);
-- What nobody had decided had no date; the longest clock of that time, and ninety days for somebody to decide.
INSERT INTO holdings
  SELECT files.session_id, files.kind, count(*), 0,
    coalesce(cases.images_delete_at_ms, coalesce(cases.created_at_ms, sessions.opened_at_ms) + ${120 * day})
  FROM image_files AS files
    JOIN sessions ON sessions.session_id = files.session_id
    LEFT JOIN cases ON cases.session_id = files.session_id
  GROUP BY files.session_id, files.kind;
INSERT INTO holdings
  SELECT cases.session_id, 'templates', 1, length(templates_sealed),
    coalesce(templates_delete_at_ms, created_at_ms + ${120 * day})
  FROM cases JOIN applicants ON applicants.case_id = cases.case_id;
INSERT INTO holdings
  SELECT session_id, 'fields', 1, length(content_sealed), coalesce(case_delete_at_ms, created_at_ms + ${455 * day})
  FROM cases;
INSERT INTO holdings
  SELECT session_id, 'decision', 1, 0, coalesce(case_delete_at_ms, created_at_ms + ${455 * day}) FROM cases;

-- Apart from the cases: lists and claims do not carry some 20 KB along. No row once its clock has run out.
CREATE TABLE case_contents (
  session_id TEXT PRIMARY KEY REFERENCES sessions ON DELETE CASCADE,
  content_sealed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO case_contents SELECT session_id, content_sealed FROM cases WHERE length(content_sealed) > 0;
ALTER TABLE cases DROP COLUMN content_sealed;

DROP INDEX cases_queue;
DROP INDEX cases_images_due;
DROP INDEX cases_due;
DROP INDEX cases_templates_due;
ALTER TABLE cases DROP COLUMN images_delete_at_ms;
ALTER TABLE cases DROP COLUMN templates_delete_at_ms;
ALTER TABLE cases DROP COLUMN case_delete_at_ms;
-- Whichever filter: a page of either half of the queue is read in its order, and nothing besides.
CREATE INDEX cases_undecided ON cases (created_at_ms, case_id, status, outcome) WHERE status <> 'decided';
CREATE INDEX cases_decided ON cases (decided_at_ms, case_id) WHERE status = 'decided';
CREATE INDEX cases_by_outcome ON cases (outcome, decided_at_ms, case_id) WHERE status = 'decided';
CREATE INDEX cases_claims ON cases (claimed_client) WHERE claimed_client IS NOT NULL;

CREATE TABLE case_counts (
  status TEXT NOT NULL,
  outcome TEXT NOT NULL,
  cases INTEGER NOT NULL,
  PRIMARY KEY (status, outcome)
) STRICT, WITHOUT ROWID;
INSERT INTO case_counts SELECT status, outcome, count(*) FROM cases GROUP BY status, outcome;
CREATE TRIGGER cases_counted AFTER INSERT ON cases BEGIN
  INSERT INTO case_counts VALUES (NEW.status, NEW.outcome, 1) ON CONFLICT DO UPDATE SET cases = cases + 1;
END;
CREATE TRIGGER cases_uncounted AFTER DELETE ON cases BEGIN
  UPDATE case_counts SET cases = cases - 1 WHERE status = OLD.status AND outcome = OLD.outcome;
END;
CREATE TRIGGER cases_recounted AFTER UPDATE OF status ON cases WHEN OLD.status <> NEW.status BEGIN
  UPDATE case_counts SET cases = cases - 1 WHERE status = OLD.status AND outcome = OLD.outcome;
  INSERT INTO case_counts VALUES (NEW.status, NEW.outcome, 1) ON CONFLICT DO UPDATE SET cases = cases + 1;
END;

-- Outlives what it names, as the audit log does: whoever shows a receipt is told what became of it.
CREATE TABLE receipts (
  digest TEXT PRIMARY KEY,
  session_id TEXT NOT NULL,
  issued_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX receipts_session ON receipts (session_id);

CREATE TABLE policies (
  sha256 TEXT PRIMARY KEY,
  version TEXT NOT NULL,
  body TEXT NOT NULL,
  first_used_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  act TEXT NOT NULL,
  actor TEXT NOT NULL,
  subject TEXT,
  details TEXT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32)
) STRICT;
CREATE INDEX audit_subject ON audit (subject) WHERE subject IS NOT NULL;
CREATE TABLE audit_heads (
  sequence INTEGER PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  hash BLOB NOT NULL,
  signature BLOB NOT NULL
) STRICT;
CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN SELECT RAISE(ABORT, 'the audit log only grows at its end'); END;
CREATE TRIGGER audit_unchanged BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log does not change'); END;
CREATE TRIGGER audit_undeleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the audit log does not shrink'); END;
CREATE TRIGGER heads_unchanged BEFORE UPDATE ON audit_heads BEGIN SELECT RAISE(ABORT, 'heads do not change'); END;
CREATE TRIGGER heads_undeleted BEFORE DELETE ON audit_heads BEGIN SELECT RAISE(ABORT, 'heads do not go'); END;
`;
