-- The tables as version 1 had them, with three events of 1 January 2026: the first is delivered to
-- "a" and dead at "b", the second waits and revises it, the third was delivered to both.
CREATE SCHEMA thumbspan;
CREATE TABLE thumbspan.version (one integer PRIMARY KEY CHECK (one = 1), version bigint NOT NULL);
INSERT INTO thumbspan.version VALUES (1, 1);
SET search_path TO thumbspan;
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
ALTER TABLE delivery SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

INSERT INTO event (key, id, body, received_ms, ticket, submitter, ml_app, revises) VALUES
  ('019b7750-0000-7000-8000-000000000001', :id1, :body1, 1767225600000, sha256('shop ticket'), 'u1', 'app-1', NULL),
  ('019b7750-0000-7000-8000-000000000002', :id4, :body4, 1767225600000, sha256('shop ticket'), 'u2', 'app-0', :id1),
  ('019b7750-0000-7000-8000-000000000003', :id3, :body3, 1767225600000, NULL, 'u0', 'app-1', NULL);
INSERT INTO delivery (event_key, sink, state, code, reason, settled_ms) VALUES
  ('019b7750-0000-7000-8000-000000000001', 'a', 'delivered', NULL, NULL, 1767225600500),
  ('019b7750-0000-7000-8000-000000000001', 'b', 'dead', 'sink_refused', 'no', 1767225600500),
  ('019b7750-0000-7000-8000-000000000002', 'a', 'ready', NULL, NULL, NULL),
  ('019b7750-0000-7000-8000-000000000002', 'b', 'ready', NULL, NULL, NULL),
  ('019b7750-0000-7000-8000-000000000003', 'a', 'delivered', NULL, NULL, 1767225600500),
  ('019b7750-0000-7000-8000-000000000003', 'b', 'delivered', NULL, NULL, 1767225600500);
INSERT INTO vote (ticket, label, event_key, timestamp_ms, revises) VALUES
  (sha256('shop ticket'), 'user_thumbs', '019b7750-0000-7000-8000-000000000002', 1765990800020, :id1);
