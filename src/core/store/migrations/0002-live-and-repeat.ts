// Core. Migration 2: what a session is asked and by which camera it is seen, and what finds repeat applicants.
// Never edited once released.
export const liveAndRepeat = `
ALTER TABLE sessions ADD COLUMN challenge_sealed BLOB;
ALTER TABLE sessions ADD COLUMN camera_sealed BLOB;

CREATE TABLE applicants (
  case_id TEXT PRIMARY KEY REFERENCES cases ON DELETE CASCADE,
  templates_sealed BLOB,
  document_hash BLOB,
  identity_hash BLOB
) STRICT;
CREATE INDEX applicants_document ON applicants (document_hash) WHERE document_hash IS NOT NULL;

ALTER TABLE cases ADD COLUMN templates_delete_at_ms INTEGER;
CREATE INDEX cases_templates_due ON cases (templates_delete_at_ms);
`;
