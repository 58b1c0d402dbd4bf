//! The tables, version by version: a new file goes the same way as an old one.

use rusqlite::{Connection, Transaction, params};
use thumbspan_contract::Event;

use super::super::row::Said;
use super::votes;

/// The newest version that this relay knows (`PRAGMA user_version`).
pub(super) const VERSION: i64 = 4;
/// Marks the file as a store of ours (`PRAGMA application_id`): "Thmb".
pub(super) const APPLICATION: i64 = 0x5468_6d62;

const FIRST: &str = "
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  done_ms INTEGER -- when the last sink took it; stays NULL while one waits or is dead
) STRICT;
CREATE INDEX event_done ON event(done_ms) WHERE done_ms IS NOT NULL;
CREATE TABLE delivery (
  event_seq INTEGER NOT NULL REFERENCES event(seq) ON DELETE CASCADE,
  sink TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at_ms INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  settled_ms INTEGER,
  PRIMARY KEY (event_seq, sink)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_ready ON delivery(sink, next_at_ms, event_seq) WHERE state = 'ready';
CREATE INDEX delivery_dead ON delivery(settled_ms) WHERE state = 'dead';
";

/// The event that holds the newest value of a label, for the holder of a ticket.
const VOTES: &str = "
CREATE TABLE vote (
  ticket BLOB NOT NULL, -- its SHA-256
  label TEXT NOT NULL,
  event_seq INTEGER NOT NULL REFERENCES event(seq) ON DELETE CASCADE,
  timestamp_ms INTEGER NOT NULL, -- the sender's
  revises TEXT,
  PRIMARY KEY (ticket, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX vote_event ON vote(event_seq);
";

/// Why a delivery failed last, and from when its time runs anew.
const CODES: &str = "
ALTER TABLE delivery ADD COLUMN code TEXT; -- of the last failure
ALTER TABLE delivery ADD COLUMN replayed_ms INTEGER; -- when its dead letter was replayed
UPDATE delivery SET code = 'unknown' WHERE state = 'dead';
DROP INDEX delivery_dead;
CREATE INDEX delivery_dead ON delivery(settled_ms, code) WHERE state = 'dead';
";

/// How often something was said with a verified ticket: it outlives the events.
const TICKETS: &str = "
CREATE TABLE ticket_use (
  ticket BLOB NOT NULL, -- the SHA-256 of its name
  label TEXT NOT NULL,
  events INTEGER NOT NULL,
  used_ms INTEGER NOT NULL,
  PRIMARY KEY (ticket, label)
) STRICT, WITHOUT ROWID;
CREATE INDEX ticket_use_old ON ticket_use(used_ms);
";

/// Which event another revises, so that its revisions are found whatever the order of arrival. What
/// cannot be read becomes a dead letter when it is due; it revises nothing.
const REVISIONS: &str = r#"
ALTER TABLE event ADD COLUMN revises TEXT;
UPDATE event SET revises = body ->> '$.revises'
  WHERE instr(body, '"revises":') > 0
    AND CASE WHEN json_valid(body) THEN body ->> '$.revises' <> id END;
CREATE INDEX event_revises ON event(revises) WHERE revises IS NOT NULL;
"#;

/// Brings the tables from a version (0: there are none) to the newest: whole, or not at all.
pub(super) fn upgrade(connection: &mut Connection, from: i64) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    if from < 1 {
        transaction.execute_batch(FIRST)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
    }
    if from < 2 {
        transaction.execute_batch(VOTES)?;
        index_all(&transaction)?;
    }
    if from < 3 {
        transaction.execute_batch(CODES)?;
        transaction.execute_batch(TICKETS)?;
    }
    if from < 4 {
        transaction.execute_batch(REVISIONS)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// What came with a ticket before there was an index, in the order of its arrival.
fn index_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let mut stored = transaction.prepare(
        r#"SELECT seq, body FROM event WHERE instr(body, '"ticket":') > 0 ORDER BY seq"#,
    )?;
    let mut rows = stored.query(params![])?;
    while let Some(row) = rows.next()? {
        let (seq, body): (i64, String) = (row.get(0)?, row.get(1)?);
        // What cannot be read becomes a dead letter when it is due; it is nobody's vote.
        let event: Option<Event> = serde_json::from_str(&body).ok();
        if let Some(said) = event.as_ref().and_then(Said::of) {
            votes::index(&said, transaction, seq)?;
        }
    }
    Ok(())
}
