//! The decision on a request and on each of its events.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, header};
use thumbspan_contract::{Code, Event, Refusal};
use thumbspan_ticket::{Expected, verify};
use tokio::time::Instant;

use super::caller::{Caller, caller, no_key};
use super::limit::{Limits, Share, Wait};
use super::permit::{marked, permitted};
use super::{Config, Keys, Mode, peer};

/// Stands before every end point that takes feedback.
pub struct Gate {
    config: Config,
    keys: Arc<Keys>,
    limits: Limits,
    opened: Instant,
}

/// An event that may be stored, and whose share of the quotas it takes.
#[derive(Debug)]
pub struct Admitted {
    /// As it is to be stored.
    pub event: Event,
    /// Whose share it takes.
    pub share: Share,
}

impl Gate {
    /// A gate with these keys for tickets.
    #[must_use]
    pub fn new(config: Config, keys: Arc<Keys>) -> Self {
        Self {
            limits: Limits::new(config.quotas),
            config,
            keys,
            opened: Instant::now(),
        }
    }

    /// Who sends this request. `direct` is the other end of its connection.
    ///
    /// # Errors
    /// [`Turned::Refused`], [`Turned::Limited`].
    pub fn enter(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Caller, Turned> {
        self.pass(headers, direct, Limits::request)
    }

    /// As [`Gate::enter`], for the question what was said, of which more may come.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub fn ask(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Caller, Turned> {
        self.pass(headers, direct, Limits::question)
    }

    fn pass(
        &self,
        headers: &HeaderMap,
        direct: IpAddr,
        take: fn(&Limits, IpAddr, Duration) -> Result<(), Wait>,
    ) -> Result<Caller, Turned> {
        let caller = caller(headers, &self.config)?;
        if caller == Caller::Page {
            let client = peer::client(direct, headers, &self.config.proxies);
            take(&self.limits, client, self.opened.elapsed())?;
        }
        Ok(caller)
    }

    /// As [`Gate::enter`], for the older shape, which can carry no ticket: where there are keys, it
    /// needs one.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub fn enter_older(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Caller, Turned> {
        let caller = self.enter(headers, direct)?;
        if caller == Caller::Page && !self.config.api_keys.is_empty() {
            return Err(no_key().into());
        }
        Ok(caller)
    }

    /// As [`Gate::enter`], for what only a back end sends: it needs a key, and a page that shows
    /// one shows it to its readers too.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub fn enter_server(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Caller, Turned> {
        let caller = self.enter(headers, direct)?;
        if caller == Caller::Page {
            return Err(no_key().into());
        }
        if headers.contains_key(header::ORIGIN) {
            let mend = "Send evaluations from a server: what a page knows, its readers know.";
            return Err(Refusal::new(Code::OriginRefused, mend).into());
        }
        Ok(caller)
    }

    /// Whether this event may be stored, and as what.
    ///
    /// # Errors
    /// Why not: a code that begins with `ticket_`.
    pub fn admit(&self, caller: Caller, event: Event, now_ms: u64) -> Result<Admitted, Refusal> {
        if let Some(ticket) = event
            .ticket
            .as_deref()
            .filter(|_| self.config.has_ticket_keys())
        {
            let claims = self.verified(ticket, now_ms)?;
            let share = Share::ticket(&claims);
            let event = permitted(event, claims)?;
            return Ok(Admitted { event, share });
        }
        match (caller, self.config.mode) {
            (Caller::Page, Mode::Ticket) => Err(missing()),
            (Caller::Page, _) => Ok(Admitted {
                event: marked(event, false),
                share: Share::Open,
            }),
            (Caller::Server, _) => Ok(Admitted {
                share: Share::server(event.ml_app.as_deref()),
                event: marked(event, true),
            }),
        }
    }

    /// Takes the shares of these events, all or none of the request.
    ///
    /// # Errors
    /// [`Turned::Limited`].
    pub fn take(&self, events: &[Admitted]) -> Result<(), Turned> {
        let shares = events.iter().map(|admitted| &admitted.share);
        Ok(self.limits.events(shares, self.opened.elapsed())?)
    }

    /// The name under which the votes of a ticket's holder are kept: without keys the ticket itself.
    ///
    /// # Errors
    /// Why the ticket is refused.
    pub fn holder(&self, ticket: String, now_ms: u64) -> Result<String, Refusal> {
        if !self.config.has_ticket_keys() {
            return Ok(ticket);
        }
        Ok(self.verified(&ticket, now_ms)?.name())
    }

    fn verified(&self, ticket: &str, now_ms: u64) -> Result<thumbspan_ticket::Claims, Refusal> {
        let expected = Expected {
            audience: &self.config.audience,
            now_s: now_ms / 1_000,
            grace_s: self.config.grace.as_secs(),
        };
        verify(ticket, &self.keys.ring(), &expected)
            .map_err(|error| Refusal::new(error.code(), error.to_string()))
    }
}

fn missing() -> Refusal {
    Refusal::new(
        Code::TicketMissing,
        "Send the event with the ticket that the back end minted for its target.",
    )
}

/// Why a request is turned away as a whole.
#[derive(Debug)]
pub enum Turned {
    /// For good.
    Refused(Refusal),
    /// For this long.
    Limited(Duration),
}

impl From<Refusal> for Turned {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Wait> for Turned {
    fn from(wait: Wait) -> Self {
        Self::Limited(wait.0)
    }
}
