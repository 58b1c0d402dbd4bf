//! What the holder of a ticket has said, and what the database knows of a group's tickets.

use thumbspan_contract::{Vote, limits};
use tokio_postgres::{Error, Row};
use uuid::Uuid;

use super::super::StoreError;
use super::super::row::{hash, vote};
use super::link::{Link, Session};
use super::permits::{Book, Entry, Ticket};

/// The bodies of the events with the newest values.
const BY_TICKET: &str = "SELECT v.label, e.body FROM vote v JOIN event e ON e.key = v.event_key
     WHERE v.ticket = $1";

/// The newest value of each label that came with this ticket, in the order of the labels.
pub(super) async fn of(link: &Link, ticket: &str) -> Result<Vec<Vote>, StoreError> {
    let rows = link.query(BY_TICKET, &[&hash(ticket).as_slice()]).await?;
    let mut found: Vec<(String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    // By their bytes, whatever order the database's own is.
    found.sort();
    found.truncate(limits::VOTES);
    // What cannot be read becomes a dead letter; it hides no other vote.
    let said = |(label, body): (String, String)| vote(serde_json::from_str(&body).ok()?, label);
    Ok(found.into_iter().filter_map(said).collect())
}

/// In the order of the names, so that no two relays wait for each other.
const LOCK: &str = "INSERT INTO ticket (ticket, used_ms)
     SELECT t, now_us() / 1000 FROM unnest($1::bytea[]) AS t ORDER BY t
     ON CONFLICT (ticket) DO UPDATE SET used_ms = excluded.used_ms";
const EVENTS: &str = "SELECT i.id, e.ticket FROM event_id i LEFT JOIN event e ON e.key = i.key
     WHERE i.id = ANY($1)";
const USES: &str = "SELECT ticket, label, events FROM ticket_use WHERE ticket = ANY($1)";
const VOTES: &str = "SELECT v.ticket, v.label, e.id, e.key, v.timestamp_ms, v.revises
     FROM vote v JOIN event e ON e.key = v.event_key WHERE v.ticket = ANY($1)";

/// Locks tickets until the transaction's end, then reads what is known of them and of events.
pub(super) async fn book(
    session: &Session,
    tickets: &[Ticket],
    events: &[Uuid],
) -> Result<Book, Error> {
    let tickets: Vec<&[u8]> = tickets.iter().map(<[u8; 32]>::as_slice).collect();
    session.query(LOCK, &[&tickets]).await?;
    let mut book = Book::default();
    for row in session.query(EVENTS, &[&events]).await? {
        let ticket: Option<&[u8]> = row.try_get(1)?;
        let ticket = ticket.and_then(|ticket| ticket.try_into().ok());
        book.events.insert(row.try_get(0)?, ticket);
    }
    for row in session.query(USES, &[&tickets]).await? {
        book.uses.insert(label(&row)?, row.try_get(2)?);
    }
    for row in session.query(VOTES, &[&tickets]).await? {
        let at = label(&row)?;
        let (ticket, name) = at.clone();
        let timestamp: i64 = row.try_get(4)?;
        let entry = Entry {
            ticket,
            label: name,
            event: row.try_get(2)?,
            key: row.try_get::<_, Uuid>(3)?.as_u128(),
            timestamp_ms: u64::try_from(timestamp).unwrap_or(0),
            revises: row.try_get(5)?,
        };
        book.votes.insert(at, entry);
    }
    Ok(book)
}

fn label(row: &Row) -> Result<(Ticket, String), Error> {
    let ticket: &[u8] = row.try_get(0)?;
    Ok((ticket.try_into().unwrap_or_default(), row.try_get(1)?))
}
