//! The decision on a request and on each of its events.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::http::{HeaderMap, header};
use thumbspan_contract::{Code, Event, Refusal};
use thumbspan_ticket::{Claims, Expected, verify};
use tokio::time::Instant;

use super::caller::{Caller, Callers};
use super::limit::{Limits, Share};
use super::permit::{marked, permitted};
use super::rules::Place;
use super::table::Wait;
use super::{Config, Keys, Mode, peer};

/// Stands before every end point that takes feedback.
pub struct Gate {
    config: Config,
    keys: Vec<Arc<Keys>>,
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
    /// A gate with these keys for tickets, as [`Rules::keys`](super::Rules::keys) gives them.
    #[must_use]
    pub fn new(config: Config, keys: Vec<Arc<Keys>>) -> Self {
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
    pub fn enter(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Callers, Turned> {
        self.pass(headers, direct, Limits::request)
    }

    /// As [`Gate::enter`], for the question what was said, of which more may come.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub fn ask(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Callers, Turned> {
        self.pass(headers, direct, Limits::question)
    }

    fn pass(
        &self,
        headers: &HeaderMap,
        direct: IpAddr,
        take: fn(&Limits, IpAddr, Duration) -> Result<(), Wait>,
    ) -> Result<Callers, Turned> {
        let callers = Callers::of(headers, &self.config.rules);
        // A wrong key counts as none. A right one is let in whatever its address has used up: a back
        // end may share it with others.
        if !callers.as_ref().is_ok_and(Callers::has_key) {
            let client = peer::client(direct, headers, &self.config.proxies);
            take(&self.limits, client, self.opened.elapsed())?;
        }
        Ok(callers?)
    }

    /// As [`Gate::enter`], for the older shape, which can carry no ticket: where there are keys, it
    /// needs one.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub fn enter_older(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Callers, Turned> {
        let callers = self.enter(headers, direct)?;
        Ok(callers.with_key(&self.config.rules, |rule| !rule.api_keys.is_empty())?)
    }

    /// As [`Gate::enter`], for what only a back end sends: it needs a key, and a page that shows
    /// one shows it to its readers too.
    ///
    /// # Errors
    /// As [`Gate::enter`].
    pub fn enter_server(&self, headers: &HeaderMap, direct: IpAddr) -> Result<Callers, Turned> {
        let callers = self.enter(headers, direct)?;
        let callers = callers.with_key(&self.config.rules, |_| true)?;
        if headers.contains_key(header::ORIGIN) {
            let mend = "Send evaluations from a server: what a page knows, its readers know.";
            return Err(Refusal::new(Code::OriginRefused, mend).into());
        }
        Ok(callers)
    }

    /// Whether this event may be stored, and as what.
    ///
    /// # Errors
    /// Why its application's rule does not let the sender in, or why its ticket does not count.
    pub fn admit(&self, callers: &Callers, event: Event, now_ms: u64) -> Result<Admitted, Refusal> {
        let rules = &self.config.rules;
        let ml_app = event.ml_app.as_deref();
        let ticket = event.ticket.as_deref();
        if let Some((place, ticket)) =
            ticket.and_then(|ticket| Some((rules.signer(ticket, ml_app)?, ticket)))
        {
            callers.by(place)?;
            let Holder { issuer, claims } = self.verified(place, ticket, now_ms)?;
            let share = Share::ticket(&issuer, &claims);
            let event = permitted(event, &issuer, claims)?;
            return Ok(Admitted { event, share });
        }
        let place = rules.place(ml_app);
        match (callers.by(place)?, rules.at(place).mode) {
            (Caller::Page, Mode::Ticket) => Err(missing()),
            (Caller::Page, _) => Ok(Admitted {
                event: marked(event, false),
                share: Share::open(rules.app(place)),
            }),
            (Caller::Server, _) => Ok(Admitted {
                share: Share::server(ml_app),
                event: marked(event, true),
            }),
        }
    }

    /// Takes the shares of these events, all or none of the request; a wait is for all of them.
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
    /// Why the ticket is refused, or its sender.
    pub fn holder(
        &self,
        callers: &Callers,
        ticket: String,
        now_ms: u64,
    ) -> Result<String, Refusal> {
        let rules = &self.config.rules;
        let signer = rules.signer(&ticket, None);
        callers.by(signer.unwrap_or(rules.place(None)))?;
        let Some(place) = signer else {
            return Ok(ticket);
        };
        let Holder { issuer, claims } = self.verified(place, &ticket, now_ms)?;
        Ok(claims.name_under(&issuer))
    }

    fn verified(&self, place: Place, ticket: &str, now_ms: u64) -> Result<Holder, Refusal> {
        let expected = Expected {
            audience: &self.config.audience,
            now_s: now_ms / 1_000,
            grace_s: self.config.grace.as_secs(),
        };
        let keys = place.of(&self.keys).ok_or_else(of_another)?;
        let claims = verify(ticket, &keys.ring(), &expected)
            .map_err(|error| Refusal::new(error.code(), error.to_string()))?;
        // Whose ticket it is was only said before its signature was known to be right.
        if self.config.rules.place(claims.ml_app.as_deref()) != place {
            return Err(of_another());
        }
        let issuer = self.config.rules.issuer(place, &claims);
        Ok(Holder { issuer, claims })
    }
}

/// Who holds a verified ticket.
struct Holder {
    issuer: String,
    claims: Claims,
}

fn of_another() -> Refusal {
    Refusal::new(
        Code::TicketUnknownKey,
        "Mint the ticket with a key of the application that it names in ml_app.",
    )
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
