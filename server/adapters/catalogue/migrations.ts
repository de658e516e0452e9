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
  // Versions, schedules, unlisted media, the log, the owner's tokens. A CHECK cannot be altered, so the table is made anew; its sources stand
  // aside meanwhile, since dropping a table deletes the rows that refer to it. What was known by its short name so far goes on being so.
  `
  CREATE TABLE media_next (
    id INTEGER PRIMARY KEY CHECK (id > 0),
    revision INTEGER NOT NULL CHECK (revision >= 1),
    version INTEGER NOT NULL CHECK (version >= 1),
    visibility TEXT NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
    standing TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    not_before INTEGER,
    not_after INTEGER,
    original_key TEXT NOT NULL CHECK (length(original_key) = 64),
    document TEXT NOT NULL CHECK (json_valid(document)),
    updated_at INTEGER NOT NULL
  ) STRICT;
  INSERT INTO media_next
    SELECT id, revision, 1, visibility, standing, published_at, document ->> '$.notBefore', document ->> '$.notAfter', original_key,
      json_set(document, '$.announcedAt', published_at), updated_at
    FROM media;
  CREATE TEMP TABLE sources_kept AS SELECT * FROM sources;
  DROP TABLE sources;
  DROP TABLE media;
  ALTER TABLE media_next RENAME TO media;
  CREATE TABLE sources (
    path TEXT PRIMARY KEY,
    media_id INTEGER NOT NULL REFERENCES media (id) ON DELETE CASCADE,
    stamp TEXT NOT NULL,
    original_key TEXT NOT NULL CHECK (length(original_key) = 64),
    sidecar_key TEXT CHECK (length(sidecar_key) = 64)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO sources SELECT * FROM sources_kept;
  DROP TABLE sources_kept;
  CREATE INDEX media_by_visibility ON media (visibility, id DESC);
  CREATE INDEX media_by_original ON media (original_key);
  CREATE INDEX media_by_not_before ON media (not_before) WHERE not_before IS NOT NULL;
  CREATE INDEX media_by_not_after ON media (not_after) WHERE not_after IS NOT NULL;
  CREATE INDEX sources_by_media ON sources (media_id);
  CREATE TABLE changes (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    media_id INTEGER NOT NULL,
    at INTEGER NOT NULL,
    actor TEXT NOT NULL,
    batch TEXT NOT NULL,
    revision INTEGER NOT NULL,
    version INTEGER NOT NULL,
    properties TEXT NOT NULL CHECK (json_valid(properties))
  ) STRICT;
  CREATE INDEX changes_by_media ON changes (media_id, sequence);
  CREATE INDEX changes_by_batch ON changes (batch, sequence);
  CREATE INDEX changes_by_time ON changes (at, sequence);
  CREATE TRIGGER changes_are_kept BEFORE DELETE ON changes BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
  CREATE TRIGGER changes_stay BEFORE UPDATE ON changes BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
  CREATE TABLE tokens (
    hash TEXT PRIMARY KEY CHECK (length(hash) = 64),
    name TEXT NOT NULL UNIQUE,
    created_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Lists of what may be shown now read no document to pass over what may not, and the few media that speak of mining are found among many.
  `
  DROP INDEX media_by_visibility;
  CREATE INDEX media_by_visibility ON media (visibility, id DESC, standing, not_before, not_after);
  CREATE INDEX media_by_mining ON media (visibility, id DESC) WHERE document ->> '$.description.dataMining' IS NOT NULL;
  `,
]
