//! What the holder of a ticket has said, and what the database knows of a group's tickets.

use std::collections::HashSet;

use thumbspan_contract::{Vote, limits};
use tokio_postgres::{Error, Row};
use uuid::Uuid;

use super::super::StoreError;
use super::super::row::{hash, vote};
use super::link::{Link, Session, Values};
use super::permits::{Book, Entry, Known, Ticket};
use super::write::limited;

/// The bodies of the events with the newest values. The labels come in the order of their index, so
/// that no more are read than are told; the events are looked up one by one.
const BY_TICKET: &str = "
SELECT v.label, e.body FROM (
  SELECT label, event_key FROM vote WHERE ticket = $1 ORDER BY label LIMIT $2
) v CROSS JOIN LATERAL (SELECT body FROM event WHERE key = v.event_key LIMIT 1) e";

/// The newest value of each label that came with this ticket, in the order of the labels.
pub(super) async fn of(link: &Link, ticket: &str) -> Result<Vec<Vote>, StoreError> {
    let (ticket, most) = (hash(ticket), limited(limits::VOTES));
    let rows = link.query(BY_TICKET, &[&ticket.as_slice(), &most]).await?;
    let mut found: Vec<(String, String)> =
        rows.iter().map(|row| (row.get(0), row.get(1))).collect();
    // By their bytes, whatever order the database's own is.
    found.sort();
    // What cannot be read becomes a dead letter; it hides no other vote.
    let said = |(label, body): (String, String)| vote(serde_json::from_str(&body).ok()?, label);
    Ok(found.into_iter().filter_map(said).collect())
}

/// In the order of the names, so that no two relays wait for each other.
const LOCK: &str = "INSERT INTO ticket (ticket, used_ms)
     SELECT t, now_us() / 1000 FROM unnest($1::bytea[]) AS t ORDER BY t
     ON CONFLICT (ticket) DO UPDATE SET used_ms = excluded.used_ms";
const EVENTS: &str = "SELECT i.id, e.ticket, e.key IS NOT NULL
     FROM event_id i LEFT JOIN event e ON e.key = i.key WHERE i.id = ANY($1)";
const USES: &str = "SELECT ticket, label, events FROM ticket_use WHERE ticket = ANY($1)";
/// Only of the labels that the group says: anybody may have said any number of others under a text
/// that is not verified. Looked up one by one, so that no plan reads all of a ticket's.
const VOTES: &str = "
SELECT s.ticket, s.label, v.id, v.key, v.timestamp_ms, v.revises
FROM unnest($1::bytea[], $2::text[]) AS s(ticket, label) CROSS JOIN LATERAL (
  SELECT e.id, e.key, v.timestamp_ms, v.revises FROM vote v JOIN event e ON e.key = v.event_key
  WHERE v.ticket = s.ticket AND v.label = s.label LIMIT 1
) v";
/// How many labels a ticket has in the index, as far as that matters: in its order, since a plan
/// might take the whole table for the ticket's.
const LABELS: &str = "
SELECT t, (SELECT COUNT(*) FROM (
  SELECT 1 FROM vote WHERE ticket = t ORDER BY label LIMIT $2
) l) FROM unnest($1::bytea[]) AS t";

/// Whom and what a group of events names.
#[derive(Default)]
pub(super) struct Named<'a> {
    /// In order, each once.
    pub(super) tickets: Vec<Ticket>,
    /// What is said with them; in order, each once.
    pub(super) labels: Vec<(Ticket, &'a str)>,
    /// Those of the tickets that are not verified.
    pub(super) unverified: HashSet<Ticket>,
    pub(super) events: Vec<Uuid>,
}

/// Locks tickets until the transaction's end, then reads what is known of them and of events.
pub(super) async fn book(session: &Session, named: &Named<'_>) -> Result<Book, Error> {
    let tickets: Vec<&[u8]> = named.tickets.iter().map(<[u8; 32]>::as_slice).collect();
    session.query(LOCK, &[&tickets]).await?;
    let mut book = Book::default();
    for row in session.query(EVENTS, &[&named.events]).await? {
        let ticket: Option<&[u8]> = row.try_get(1)?;
        let known = if row.try_get(2)? {
            Known::Kept(ticket.and_then(|ticket| ticket.try_into().ok()))
        } else {
            Known::Gone
        };
        book.events.insert(row.try_get(0)?, known);
    }
    for row in session.query(USES, &[&tickets]).await? {
        book.uses.insert(label(&row)?, row.try_get(2)?);
    }
    read_votes(session, named, &mut book).await?;
    count_labels(session, named, &mut book).await?;
    Ok(book)
}

async fn read_votes(session: &Session, named: &Named<'_>, book: &mut Book) -> Result<(), Error> {
    let (tickets, labels): (Vec<&[u8]>, Vec<&str>) = named
        .labels
        .iter()
        .map(|(ticket, label)| (ticket.as_slice(), *label))
        .unzip();
    for row in session.query(VOTES, &[&tickets, &labels]).await? {
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
    Ok(())
}

/// Of tickets that are not verified and say what the index does not have: the counts of verified
/// ones bound their labels.
async fn count_labels(session: &Session, named: &Named<'_>, book: &mut Book) -> Result<(), Error> {
    let is_new = |&(ticket, label): &(Ticket, &str)| {
        named.unverified.contains(&ticket) && !book.votes.contains_key(&(ticket, label.to_owned()))
    };
    let new = named.labels.iter().copied().filter(is_new);
    let mut tickets: Vec<Ticket> = new.map(|(ticket, _)| ticket).collect();
    tickets.dedup();
    if tickets.is_empty() {
        return Ok(());
    }
    let tickets: Vec<&[u8]> = tickets.iter().map(<[u8; 32]>::as_slice).collect();
    let values: Values<'_> = &[&tickets, &limited(limits::VOTES)];
    for row in session.query(LABELS, values).await? {
        let labels: i64 = row.try_get(1)?;
        let labels = usize::try_from(labels).unwrap_or(usize::MAX);
        book.labels.insert(ticket(&row)?, labels);
    }
    Ok(())
}

fn label(row: &Row) -> Result<(Ticket, String), Error> {
    Ok((ticket(row)?, row.try_get(1)?))
}

/// In the first column.
fn ticket(row: &Row) -> Result<Ticket, Error> {
    let ticket: &[u8] = row.try_get(0)?;
    Ok(ticket.try_into().unwrap_or_default())
}
