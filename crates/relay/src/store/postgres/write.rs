//! The statements that change something: each is a transaction of its own, or the last of one.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU32, Ordering};

use thumbspan_contract::Event;
use tokio_postgres::Error;
use uuid::Uuid;

use super::super::row::{NO_SINK, REASON, Row, UNROUTED, shortened};
use super::super::{Place, Settlement, StoreError};
use super::link::{Link, Session};
use super::permits::Entry;
use crate::random::{Random, SystemRandom};

/// Events that one pass of the janitor looks at.
pub(super) const PURGE: i64 = 500;

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

/// Times are stored as signed integers.
pub(super) fn stored(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// A LIMIT.
pub(super) fn limited(most: usize) -> i64 {
    i64::try_from(most).unwrap_or(i64::MAX)
}

/// An id is a UUID: the contract lets no other in.
pub(super) fn uuid(id: &str) -> Result<Uuid, StoreError> {
    Uuid::try_parse(id).map_err(|_| StoreError::Failed("an event's id is no UUID".to_owned()))
}

/// The whole group in one statement: the keys are made there, of the database's clock, a count of
/// groups, the place in the group and chance (<https://www.rfc-editor.org/rfc/rfc9562#section-6.2>, method 3).
const APPEND: &str = "
WITH fresh AS (
  INSERT INTO event (key, id, body, received_ms, ticket, submitter, ml_app)
  SELECT (lpad(to_hex(us / 1000), 12, '0') || '7'
      || lpad(to_hex((us % 1000) * 4096 / 1000), 3, '0') || '8' || $21::text
      || lpad(to_hex(e.n), 4, '0') || $1::text)::uuid,
    e.id, e.body, us / 1000, e.ticket, e.submitter, e.ml_app
  FROM now_us() AS us, unnest($2::bigint[], $3::uuid[], $4::text[], $5::bytea[], $6::text[],
    $7::text[]) AS e(n, id, body, ticket, submitter, ml_app)
  ON CONFLICT (id) DO NOTHING
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
        for sink in &row.sinks {
            self.delivered.push(id);
            self.sinks.push(sink);
        }
        if row.sinks.is_empty() {
            self.delivered.push(id);
            self.sinks.push(UNROUTED);
        }
    }

    /// Stores them; tells whether any was new.
    pub(super) async fn append(
        &self,
        session: &Session,
        stamp: &Stamp,
        votes: &[Entry],
        uses: &[(&[u8], &str, i64)],
    ) -> Result<bool, Error> {
        let column = |of: fn(&Entry) -> &str| votes.iter().map(of).collect::<Vec<_>>();
        let tickets: Vec<&[u8]> = votes.iter().map(|vote| vote.ticket.as_slice()).collect();
        let said: Vec<Uuid> = votes.iter().map(|vote| vote.event).collect();
        let times: Vec<i64> = votes.iter().map(|vote| stored(vote.timestamp_ms)).collect();
        let revises: Vec<Option<&str>> = votes.iter().map(|vote| vote.revises.as_deref()).collect();
        let (count, chance) = stamp.next();
        let fresh = session
            .query(
                APPEND,
                &[
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
                    &tickets,
                    &column(|vote| &vote.label),
                    &said,
                    &times,
                    &revises,
                    &uses.iter().map(|each| each.0).collect::<Vec<_>>(),
                    &uses.iter().map(|each| each.1).collect::<Vec<_>>(),
                    &uses.iter().map(|each| each.2).collect::<Vec<_>>(),
                    &count,
                ],
            )
            .await?;
        Ok(!fresh.is_empty())
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

/// Only what waits is changed, and only under the fence of the claim. What waits again gets a new
/// fence, so that the same settlement said twice counts once.
const SETTLE: &str = "
UPDATE delivery d SET
  state = s.state,
  attempts = CASE WHEN s.state = 'ready' THEN d.attempts + 1 ELSE d.attempts END,
  next_at_ms = CASE WHEN s.state = 'ready' THEN s.next_at_ms ELSE d.next_at_ms END,
  code = COALESCE(s.code, d.code),
  reason = COALESCE(s.reason, d.reason),
  settled_ms = CASE WHEN s.state = 'ready' THEN NULL ELSE now_us() / 1000 END,
  lease_until_ms = 0,
  lease_owner = NULL,
  fence = d.fence + 1
FROM unnest($2::uuid[], $3::bigint[], $4::text[], $5::bigint[], $6::text[], $7::text[])
  AS s(key, fence, state, next_at_ms, code, reason)
WHERE d.event_key = s.key AND d.sink = $1 AND d.fence = s.fence AND d.state = 'ready'
RETURNING d.event_key";

/// Records what became of one sink's deliveries; tells the keys of those that it was true of.
pub(super) async fn settle(
    link: &Link,
    sink: &str,
    settlements: &[Settlement],
) -> Result<HashSet<u128>, StoreError> {
    let places: Vec<Place> = settlements.iter().map(place).collect();
    let keys: Vec<Uuid> = places.iter().map(|at| Uuid::from_u128(at.key)).collect();
    let fences: Vec<i64> = places.iter().map(|at| at.fence).collect();
    let (mut states, mut times, mut codes, mut reasons) = (vec![], vec![], vec![], vec![]);
    for settlement in settlements {
        let (state, next_at_ms, code, reason) = told(settlement);
        states.push(state);
        times.push(next_at_ms);
        codes.push(code);
        reasons.push(reason);
    }
    let values: super::link::Values<'_> =
        &[&sink, &keys, &fences, &states, &times, &codes, &reasons];
    let rows = link.query(SETTLE, values).await?;
    let key = |row: &tokio_postgres::Row| row.get::<_, Uuid>(0).as_u128();
    Ok(rows.iter().map(key).collect())
}

type Told = (&'static str, i64, Option<&'static str>, Option<String>);

fn told(settlement: &Settlement) -> Told {
    match settlement {
        Settlement::Delivered { .. } => ("delivered", 0, None, None),
        Settlement::Later {
            next_at_ms, code, ..
        } => ("ready", stored(*next_at_ms), Some(*code), None),
        // A sink's words may hold what the database's texts cannot.
        Settlement::Dead { code, reason, .. } => {
            let reason = shortened(reason).replace('\0', "\u{fffd}");
            ("dead", 0, Some(*code), Some(reason))
        }
    }
}

/// The delivery that a settlement is about.
pub(super) fn place(settlement: &Settlement) -> Place {
    match settlement {
        Settlement::Delivered { seq }
        | Settlement::Later { seq, .. }
        | Settlement::Dead { seq, .. } => *seq,
    }
}

/// Of the events after a key, those that every sink took longer ago than is kept go.
const PURGED: &str = "
WITH page AS (
  SELECT e.key, EXISTS (SELECT 1 FROM delivery d WHERE d.event_key = e.key
      AND (d.state <> 'delivered' OR d.settled_ms > now_us() / 1000 - $2)) AS kept
  FROM event e WHERE e.key > $1
    AND e.key <= (lpad(to_hex(GREATEST(now_us() / 1000 - $2, 0)), 12, '0') || 'ffffffffffffffffffff')::uuid
  ORDER BY e.key LIMIT $3
), gone AS (
  DELETE FROM event e USING page p WHERE e.key = p.key AND NOT p.kept
)
SELECT key FROM page ORDER BY key";

/// Deletes among the next events after a key; tells the last that it looked at, if there may be more.
pub(super) async fn purge(
    link: &Link,
    after: Uuid,
    keep_ms: i64,
) -> Result<Option<Uuid>, StoreError> {
    let rows = link.query(PURGED, &[&after, &keep_ms, &PURGE]).await?;
    let full = limited(rows.len()) == PURGE;
    Ok(rows.last().filter(|_| full).map(|row| row.get(0)))
}

/// Forgets tickets that have ended for certain.
pub(super) async fn forget(link: &Link, life_ms: u64) -> Result<(), StoreError> {
    let life = stored(life_ms);
    let counts = "DELETE FROM ticket_use WHERE used_ms <= now_us() / 1000 - $1";
    link.query(counts, &[&life]).await?;
    let names = "DELETE FROM ticket WHERE used_ms <= now_us() / 1000 - $1";
    link.query(names, &[&life]).await.map(drop)
}
