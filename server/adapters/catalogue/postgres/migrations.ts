/**
 * The schema on PostgreSQL, step by step: entry n leads from version n to n + 1. Append only; what was released is never edited.
 *
 * `document` is text and not `jsonb`, which has neither U+0000 nor lone surrogates; what is searched has a column. Texts compare byte by byte,
 * as on SQLite, whatever the locale of the database.
 */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE placard.media (
    id bigint PRIMARY KEY CHECK (id > 0),
    revision bigint NOT NULL CHECK (revision >= 1),
    version bigint NOT NULL CHECK (version >= 1),
    visibility text NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
    standing text NOT NULL,
    published_at bigint NOT NULL,
    not_before bigint,
    not_after bigint,
    original_key text COLLATE "C" NOT NULL CHECK (length(original_key) = 64),
    data_mining text,
    document text NOT NULL CHECK (document::json IS NOT NULL),
    updated_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX media_by_visibility ON placard.media (visibility, id DESC, standing, not_before, not_after);
  CREATE INDEX media_by_original ON placard.media (original_key, id);
  CREATE INDEX media_by_not_before ON placard.media (not_before, id) WHERE not_before IS NOT NULL;
  CREATE INDEX media_by_not_after ON placard.media (not_after, id) WHERE not_after IS NOT NULL;
  CREATE INDEX media_by_mining ON placard.media (visibility, id DESC) WHERE data_mining IS NOT NULL;

  CREATE TABLE placard.sources (
    path text COLLATE "C" PRIMARY KEY,
    media_id bigint NOT NULL REFERENCES placard.media (id) ON DELETE CASCADE,
    stamp text NOT NULL,
    original_key text COLLATE "C" NOT NULL CHECK (length(original_key) = 64),
    sidecar_key text CHECK (length(sidecar_key) = 64)
  );
  CREATE INDEX sources_by_media ON placard.sources (media_id);

  CREATE TABLE placard.changes (
    sequence bigint PRIMARY KEY,
    media_id bigint NOT NULL,
    at bigint NOT NULL,
    actor text NOT NULL,
    batch text COLLATE "C" NOT NULL,
    revision bigint NOT NULL,
    version bigint NOT NULL,
    properties text NOT NULL CHECK (properties::json IS NOT NULL)
  );
  CREATE INDEX changes_by_media ON placard.changes (media_id, sequence);
  CREATE INDEX changes_by_batch ON placard.changes (batch, sequence);
  CREATE INDEX changes_by_time ON placard.changes (at, sequence);
  CREATE FUNCTION placard.refuse() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the log is append-only'; END $$;
  CREATE TRIGGER changes_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON placard.changes
    FOR EACH STATEMENT EXECUTE FUNCTION placard.refuse();

  -- The last sequence of the log. Every edit raises it first and holds its row until it commits, so edits commit in the order of the log.
  CREATE TABLE placard.log_head (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    sequence bigint NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO placard.log_head (sequence) VALUES (0);

  CREATE TABLE placard.tokens (
    hash text COLLATE "C" PRIMARY KEY CHECK (length(hash) = 64),
    name text COLLATE "C" NOT NULL UNIQUE,
    created_at bigint NOT NULL
  );

  -- What all processes share and nobody else may know.
  CREATE TABLE placard.secrets (
    name text PRIMARY KEY,
    value bytea NOT NULL
  );

  -- Who may make ids of a shard until when. 0 to 1023 are left for PLACARD_SHARD.
  CREATE TABLE placard.shards (
    shard integer PRIMARY KEY,
    holder text,
    leased_until timestamptz NOT NULL DEFAULT '-infinity'
  );
  INSERT INTO placard.shards (shard) SELECT generate_series(1024, 8191);
  CREATE INDEX shards_by_end ON placard.shards (leased_until, shard);
  `,
]
