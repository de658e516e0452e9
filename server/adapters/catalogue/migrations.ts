/**
 * The schema, step by step: entry n leads from version n to n + 1. Append only; what was released is never edited.
 *
 * `media.document` holds as JSON what is never searched: description, facts about the original, placeholder, dates and reasons.
 */
export const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE media (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'private')),
    standing TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    original_key TEXT NOT NULL CHECK (length(original_key) = 64),
    document TEXT NOT NULL CHECK (json_valid(document)),
    updated_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX media_by_visibility ON media (visibility, id DESC);
  CREATE INDEX media_by_original ON media (original_key);
  CREATE TABLE sources (
    path TEXT PRIMARY KEY,
    media_id INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    stamp TEXT NOT NULL,
    original_key TEXT NOT NULL CHECK (length(original_key) = 64),
    sidecar_key TEXT CHECK (length(sidecar_key) = 64)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sources_by_media ON sources (media_id);
  `,
]
