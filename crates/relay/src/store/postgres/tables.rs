//! The tables, version by version: an empty database goes the same way as an older one.

/// The newest version that this relay knows.
pub(super) const VERSION: i64 = 2;

/// Holds the version, and is locked while one relay of several brings the tables up to date.
pub(super) const MARK: &str = "
CREATE SCHEMA IF NOT EXISTS thumbspan;
CREATE TABLE IF NOT EXISTS thumbspan.version (
  one integer PRIMARY KEY CHECK (one = 1),
  version bigint NOT NULL
);
INSERT INTO thumbspan.version VALUES (1, 0) ON CONFLICT DO NOTHING;
";

/// Fails where the database has no partitions.
pub(super) const TRIAL: &str = "
BEGIN;
CREATE TABLE thumbspan.trial (key uuid PRIMARY KEY) PARTITION BY RANGE (key);
ROLLBACK;
";

/// What brings the tables from the version before to the next.
pub(super) struct Step {
    pub(super) always: &'static str,
    /// Further, where the database knows `PARTITION BY RANGE`.
    pub(super) with_partitions: &'static str,
}

pub(super) const STEPS: [Step; 2] = [
    Step {
        always: FIRST,
        with_partitions: "",
    },
    Step {
        always: IDS_APART,
        with_partitions: BY_DAY,
    },
];

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

/// A relay of the version before stores while its tables are brought forward. Locked at once, in the
/// order in which it writes to them: what it has begun to store is waited for, and has its id copied.
pub(super) const LOCK: &str = "LOCK TABLE event, delivery IN ACCESS EXCLUSIVE MODE";

/// An id is unique over all days, so ids stand apart. Without its column an older relay stores
/// nothing any more: it knows nothing of the ids.
const IDS_APART: &str = "
CREATE TABLE event_id (
  id uuid PRIMARY KEY, -- the sender's
  key uuid NOT NULL,
  revises uuid -- the id of the event that it changes or withdraws
);
INSERT INTO event_id (id, key, revises) SELECT id, key, revises FROM event;
CREATE INDEX event_id_by_key ON event_id(key);
CREATE INDEX event_id_revises ON event_id(revises) WHERE revises IS NOT NULL;
DROP INDEX event_revises;
ALTER TABLE event DROP COLUMN revises;
";

/// Keys begin with the time of arrival, so a range of keys is a day. What stands in the tables
/// already becomes the first partition as it is, up to the end of tomorrow or of a clock that once
/// went ahead: no row is copied. The
/// default partition holds what no day does. Without foreign keys a day can go as a whole; `remove`
/// takes what belongs to an event with it.
const BY_DAY: &str = "
ALTER TABLE delivery DROP CONSTRAINT delivery_event_key_fkey;
ALTER TABLE vote DROP CONSTRAINT vote_event_key_fkey;
ALTER TABLE event DROP CONSTRAINT event_id_key;
ALTER TABLE event RENAME TO event_before;
ALTER INDEX event_pkey RENAME TO event_before_pkey;
ALTER INDEX event_submitter RENAME TO event_before_submitter;
CREATE TABLE event (
  key uuid PRIMARY KEY, -- version 7, of its arrival
  id uuid NOT NULL,
  body text NOT NULL,
  received_ms bigint NOT NULL,
  ticket bytea, -- the SHA-256 of its name
  submitter text,
  ml_app text
) PARTITION BY RANGE (key);
CREATE INDEX event_submitter ON event(submitter) WHERE submitter IS NOT NULL;
ALTER TABLE delivery RENAME TO delivery_before;
ALTER INDEX delivery_pkey RENAME TO delivery_before_pkey;
ALTER INDEX delivery_ready RENAME TO delivery_before_ready;
ALTER INDEX delivery_dead RENAME TO delivery_before_dead;
CREATE TABLE delivery (LIKE delivery_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS,
  PRIMARY KEY (event_key, sink)) PARTITION BY RANGE (event_key);
CREATE INDEX delivery_ready ON delivery(sink, next_at_ms, event_key) WHERE state = 'ready';
CREATE INDEX delivery_dead ON delivery(settled_ms, code) WHERE state = 'dead';
DO $$
DECLARE
  last bigint := (SELECT ('x' || left(replace(key::text, '-', ''), 12))::bit(48)::bigint
    FROM event_before ORDER BY key DESC LIMIT 1);
  days bigint := GREATEST(now_us() / 1000 / 86400000 + 2, last / 86400000 + 1);
  after_all uuid := (lpad(to_hex(days * 86400000), 12, '0') || '00000000000000000000')::uuid;
BEGIN
  IF last IS NULL THEN
    DROP TABLE event_before, delivery_before;
    RETURN;
  END IF;
  EXECUTE format('ALTER TABLE event ATTACH PARTITION event_before FOR VALUES FROM (MINVALUE) TO (%L)', after_all);
  EXECUTE format('ALTER TABLE delivery ATTACH PARTITION delivery_before FOR VALUES FROM (MINVALUE) TO (%L)', after_all);
END $$;
CREATE TABLE event_default PARTITION OF event DEFAULT;
CREATE TABLE delivery_default PARTITION OF delivery DEFAULT;
";

/// Room in each page for the changes to come, and an earlier cleaning of a table that changes all
/// the time. A database that knows none of it does without.
pub(super) const STORAGE: &str = "fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02";
