//! The tables, version by version: an empty database goes the same way as an older one.

/// The newest version that this relay knows.
pub(super) const VERSION: i64 = 1;

/// Holds the version, and is locked while one relay of several brings the tables up to date.
pub(super) const MARK: &str = "
CREATE SCHEMA IF NOT EXISTS thumbspan;
CREATE TABLE IF NOT EXISTS thumbspan.version (
  one integer PRIMARY KEY CHECK (one = 1),
  version bigint NOT NULL
);
INSERT INTO thumbspan.version VALUES (1, 0) ON CONFLICT DO NOTHING;
";

/// Each brings the tables from the version before to the next.
pub(super) const STEPS: [&str; 1] = [FIRST];

/// Keys are UUIDv7 of the database's clock: no sequence, which a distributed database is slow at.
const FIRST: &str = "
CREATE FUNCTION now_us() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint';
CREATE TABLE event (
  key uuid PRIMARY KEY, -- version 7, of its arrival
  id uuid NOT NULL UNIQUE, -- the sender's
  body text NOT NULL,
  received_ms bigint NOT NULL,
  ticket bytea, -- the SHA-256 of its name
  submitter text,
  ml_app text,
  revises uuid -- the id of the event that it changes or withdraws
);
CREATE INDEX event_submitter ON event(submitter) WHERE submitter IS NOT NULL;
CREATE INDEX event_revises ON event(revises) WHERE revises IS NOT NULL;
CREATE TABLE delivery (
  event_key uuid NOT NULL REFERENCES event(key) ON DELETE CASCADE,
  sink text NOT NULL,
  state text NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'delivered', 'dead')),
  attempts bigint NOT NULL DEFAULT 0,
  next_at_ms bigint NOT NULL DEFAULT 0,
  lease_until_ms bigint NOT NULL DEFAULT 0,
  lease_owner uuid,
  fence bigint NOT NULL DEFAULT 0, -- grows with each claim
  code text, -- of the last failure
  reason text,
  settled_ms bigint,
  replayed_ms bigint, -- when its dead letter was replayed
  PRIMARY KEY (event_key, sink)
);
CREATE INDEX delivery_ready ON delivery(sink, next_at_ms, event_key) WHERE state = 'ready';
CREATE INDEX delivery_dead ON delivery(settled_ms, code) WHERE state = 'dead';
CREATE TABLE vote (
  ticket bytea NOT NULL,
  label text NOT NULL,
  event_key uuid NOT NULL REFERENCES event(key) ON DELETE CASCADE,
  timestamp_ms bigint NOT NULL, -- the sender's
  revises text,
  PRIMARY KEY (ticket, label)
);
CREATE INDEX vote_event ON vote(event_key);
CREATE TABLE ticket (
  ticket bytea PRIMARY KEY, -- locked while something is said with it
  used_ms bigint NOT NULL
);
CREATE INDEX ticket_old ON ticket(used_ms);
CREATE TABLE ticket_use (
  ticket bytea NOT NULL,
  label text NOT NULL,
  events bigint NOT NULL,
  used_ms bigint NOT NULL,
  PRIMARY KEY (ticket, label)
);
CREATE INDEX ticket_use_old ON ticket_use(used_ms);
";

/// Room in each page for the changes to come, and an earlier cleaning of a table that changes all
/// the time. A database that knows none of it does without.
pub(super) const HINTS: &str = "
ALTER TABLE thumbspan.delivery SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);
";
