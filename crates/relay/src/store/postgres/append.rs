//! The one statement that stores a group of events.

use std::sync::atomic::{AtomicU32, Ordering};

use thumbspan_contract::Event;
use tokio_postgres::Error;
use uuid::Uuid;

use super::super::row::{NO_SINK, REASON, Row, UNROUTED};
use super::follow;
use super::link::{Session, Values};
use super::permits::Entry;
use super::write::{limited, stored};
use crate::random::{Random, SystemRandom};

/// What of an event stands in columns of its own, for the operator's questions.
pub(super) struct Facts {
    submitter: Option<String>,
    ml_app: Option<String>,
}

impl Facts {
    pub(super) fn of(event: &Event) -> Self {
        let submitter = event.submitter.as_ref();
        Self {
            submitter: submitter.map(|submitter| submitter.id.clone()),
            ml_app: event.ml_app.clone(),
        }
    }
}

/// The whole group in one statement: the keys are made there, of the database's clock, a count of
/// groups, the place in the group and chance (<https://www.rfc-editor.org/rfc/rfc9562#section-6.2>, method 3).
const APPEND: &str = "
WITH named AS (
  INSERT INTO event_id (id, key, revises)
  SELECT e.id, (lpad(to_hex(us / 1000), 12, '0') || '7'
      || lpad(to_hex((us % 1000) * 4096 / 1000), 3, '0') || '8' || $21::text
      || lpad(to_hex(e.n), 4, '0') || $1::text)::uuid, e.revises
  FROM now_us() AS us, unnest($2::bigint[], $3::uuid[], $22::uuid[]) AS e(n, id, revises)
  ON CONFLICT (id) DO NOTHING
  RETURNING id, key
), fresh AS (
  INSERT INTO event (key, id, body, received_ms, ticket, submitter, ml_app)
  SELECT n.key, n.id, e.body, now_us() / 1000, e.ticket, e.submitter, e.ml_app
  FROM unnest($3::uuid[], $4::text[], $5::bytea[], $6::text[], $7::text[])
    AS e(id, body, ticket, submitter, ml_app) JOIN named n ON n.id = e.id
  RETURNING key, id, received_ms
), given AS (
  INSERT INTO delivery (event_key, sink) SELECT f.key, d.sink
  FROM unnest($8::uuid[], $9::text[]) AS d(id, sink) JOIN fresh f ON f.id = d.id
  WHERE d.sink <> $10
), buried AS (
  INSERT INTO delivery (event_key, sink, state, code, reason, settled_ms)
  SELECT f.key, d.sink, 'dead', $11, $12, f.received_ms
  FROM unnest($8::uuid[], $9::text[]) AS d(id, sink) JOIN fresh f ON f.id = d.id
  WHERE d.sink = $10
), said AS (
  INSERT INTO vote (ticket, label, event_key, timestamp_ms, revises)
  SELECT v.ticket, v.label, f.key, v.timestamp_ms, v.revises
  FROM unnest($13::bytea[], $14::text[], $15::uuid[], $16::bigint[], $17::text[])
    AS v(ticket, label, id, timestamp_ms, revises) JOIN fresh f ON f.id = v.id
  ON CONFLICT (ticket, label) DO UPDATE SET event_key = excluded.event_key,
    timestamp_ms = excluded.timestamp_ms, revises = excluded.revises
), used AS (
  INSERT INTO ticket_use (ticket, label, events, used_ms)
  SELECT u.ticket, u.label, u.events, now_us() / 1000
  FROM unnest($18::bytea[], $19::text[], $20::bigint[]) AS u(ticket, label, events)
  ON CONFLICT (ticket, label) DO UPDATE SET events = excluded.events, used_ms = excluded.used_ms
)
SELECT id FROM fresh";

/// Events to store, column by column, with their deliveries and what they say with tickets.
#[derive(Default)]
pub(super) struct Columns<'a> {
    numbers: Vec<i64>,
    ids: Vec<Uuid>,
    bodies: Vec<&'a str>,
    tickets: Vec<Option<&'a [u8]>>,
    submitters: Vec<Option<&'a str>>,
    ml_apps: Vec<Option<&'a str>>,
    revised: Vec<Option<Uuid>>,
    delivered: Vec<Uuid>,
    sinks: Vec<&'a str>,
}

impl<'a> Columns<'a> {
    /// Adds an event; the first of one id is the one that counts.
    pub(super) fn add(&mut self, id: Uuid, row: &'a Row, facts: &'a Facts) {
        self.numbers.push(limited(self.ids.len()));
        self.ids.push(id);
        self.bodies.push(&row.body);
        let said = row.said.as_ref();
        self.tickets.push(said.map(|said| said.ticket.as_slice()));
        self.submitters.push(facts.submitter.as_deref());
        self.ml_apps.push(facts.ml_app.as_deref());
        self.revised.push(follow::revised(row));
        for sink in &row.sinks {
            self.delivered.push(id);
            self.sinks.push(sink);
        }
        if row.sinks.is_empty() {
            self.delivered.push(id);
            self.sinks.push(UNROUTED);
        }
    }

    /// Stores them with what they say; tells whether any was new.
    pub(super) async fn append(
        &self,
        session: &Session,
        stamp: &Stamp,
        votes: &[Entry],
        uses: &[(&[u8], &str, i64)],
    ) -> Result<bool, Error> {
        let (count, chance) = stamp.next();
        let said = Said::of(votes);
        let columns = (
            uses.iter().map(|each| each.0).collect::<Vec<_>>(),
            uses.iter().map(|each| each.1).collect::<Vec<_>>(),
            uses.iter().map(|each| each.2).collect::<Vec<_>>(),
        );
        let values: Values<'_> = &[
            &chance,
            &self.numbers,
            &self.ids,
            &self.bodies,
            &self.tickets,
            &self.submitters,
            &self.ml_apps,
            &self.delivered,
            &self.sinks,
            &UNROUTED,
            &NO_SINK,
            &REASON,
            &said.tickets,
            &said.labels,
            &said.events,
            &said.times,
            &said.revises,
            &columns.0,
            &columns.1,
            &columns.2,
            &count,
            &self.revised,
        ];
        Ok(!session.query(APPEND, values).await?.is_empty())
    }
}

/// Votes, column by column.
struct Said<'a> {
    tickets: Vec<&'a [u8]>,
    labels: Vec<&'a str>,
    events: Vec<Uuid>,
    times: Vec<i64>,
    revises: Vec<Option<&'a str>>,
}

impl<'a> Said<'a> {
    fn of(votes: &'a [Entry]) -> Self {
        Self {
            tickets: votes.iter().map(|vote| vote.ticket.as_slice()).collect(),
            labels: votes.iter().map(|vote| &*vote.label).collect(),
            events: votes.iter().map(|vote| vote.event).collect(),
            times: votes.iter().map(|vote| stored(vote.timestamp_ms)).collect(),
            revises: votes.iter().map(|vote| vote.revises.as_deref()).collect(),
        }
    }
}

/// What makes the keys of a group its own.
pub(super) struct Stamp(AtomicU32);

impl Stamp {
    /// Begins anywhere: another relay's numbers are others.
    pub(super) fn drawn() -> Self {
        let [a, b, c, d, ..] = SystemRandom.bytes10();
        Self(AtomicU32::new(u32::from_be_bytes([a, b, c, d])))
    }

    /// Six hexadecimal digits that count the groups, should two fall into one microsecond of the
    /// database's clock, and five of chance.
    fn next(&self) -> (String, String) {
        let count = self.0.fetch_add(1, Ordering::Relaxed) & 0xff_ffff;
        let [a, b, c, ..] = SystemRandom.bytes10();
        let chance = u32::from_be_bytes([0, a, b, c]) & 0xf_ffff;
        (format!("{count:06x}"), format!("{chance:05x}"))
    }
}
