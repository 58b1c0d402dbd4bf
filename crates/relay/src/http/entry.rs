//! The way in, the same for every end point that takes feedback: the body, the caller, the events.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::HeaderMap;
use thumbspan_contract::{Code, Event, Refusal};

use super::body::{self, Kind};
use super::{Problem, Shared};
use crate::access::caller::Callers;
use crate::access::gate::{Admitted, Gate, Turned};
use crate::access::peer::NOWHERE;
use crate::store::{Denial, Denied};

/// The other end of a request's connection.
#[derive(Clone, Copy, Debug)]
pub(super) struct Direct(pub(super) IpAddr);

type Enter = fn(&Gate, &HeaderMap, IpAddr) -> Result<Callers, Turned>;

/// The sender and the body of a request.
pub(super) async fn enter(
    shared: &Shared,
    request: Request,
    kind: Kind,
) -> Result<(Callers, Vec<u8>), Problem> {
    through(shared, request, kind, Gate::enter).await
}

/// As [`enter`], for the question what was said.
pub(super) async fn ask(shared: &Shared, request: Request) -> Result<(Callers, Vec<u8>), Problem> {
    through(shared, request, Kind::Json, Gate::ask).await
}

/// As [`enter`], for the older shape.
pub(super) async fn enter_older(
    shared: &Shared,
    request: Request,
) -> Result<(Callers, Vec<u8>), Problem> {
    through(shared, request, Kind::Json, Gate::enter_older).await
}

/// As [`enter`], for what only servers send.
pub(super) async fn enter_server(
    shared: &Shared,
    request: Request,
) -> Result<(Callers, Vec<u8>), Problem> {
    through(shared, request, Kind::Json, Gate::enter_server).await
}

/// The body is read whoever sends it: it is bounded, and a sender who is refused in the middle of
/// it would not come to read why.
async fn through(
    shared: &Shared,
    request: Request,
    kind: Kind,
    enter: Enter,
) -> Result<(Callers, Vec<u8>), Problem> {
    let (head, bytes) = body::read(request, kind, shared.0.config.body_timeout).await?;
    let direct = head.extensions.get::<Direct>();
    let direct = direct.map_or(NOWHERE, |direct| direct.0);
    let callers = enter(&shared.0.gate, &head.headers, direct)?;
    Ok((callers, bytes))
}

impl Shared {
    /// Whether an event of this sender may be stored, and as what.
    pub(super) fn admit(&self, callers: &Callers, event: Event) -> Result<Admitted, Refusal> {
        self.0.gate.admit(callers, event, self.0.clock.now_ms())
    }

    /// Scrubs and stores what was admitted; returns after the commit, with what the store has
    /// denied.
    pub(super) async fn keep(&self, admitted: Vec<Admitted>) -> Result<Vec<Denied>, Problem> {
        self.0.gate.take(&admitted)?;
        let events = admitted.into_iter().map(|admitted| admitted.event);
        let mut events: Vec<_> = events.collect();
        for event in &mut events {
            for (kind, count) in self.0.config.scrubber.event(event) {
                let scrubbed = &self.0.journal.metrics().scrubbed;
                scrubbed.add([kind.as_str()], count);
            }
        }
        Ok(self.0.journal.append(events).await?)
    }

    /// Admits and stores one event.
    pub(super) async fn keep_one(&self, callers: &Callers, event: Event) -> Result<(), Problem> {
        let admitted = self.admit(callers, event)?;
        match self.keep(vec![admitted]).await?.first() {
            Some(denied) => Err(refusal(denied).into()),
            None => Ok(()),
        }
    }
}

/// What the sender of a denied event is told.
pub(super) fn refusal(denied: &Denied) -> Refusal {
    match denied.why {
        Denial::UsedUp => Refusal::new(
            Code::TicketUsedUp,
            "Load the page again for a new ticket: with this one enough was changed.",
        ),
        Denial::OfAnother => Refusal::new(
            Code::TicketWrongRevision,
            "Name in `revises` an event that was sent with the same ticket.",
        ),
    }
}

impl From<Turned> for Problem {
    fn from(turned: Turned) -> Self {
        match turned {
            Turned::Refused(refusal) => Self::Refused(refusal),
            Turned::Limited(wait) => Self::Limited(wait),
        }
    }
}
