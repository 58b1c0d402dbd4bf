//! How much may come from where: whose share of which quota an event or a request takes.

use std::net::IpAddr;
use std::time::Duration;

use thumbspan_ticket::Claims;

use super::peer;
use super::table::{Quota, Table, Wait, paid};

/// Keys that one table holds: about 2 MiB.
const KEYS: usize = 65_536;

/// Every quota; `None`: no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Quotas {
    /// Requests of one network address.
    pub address: Option<Quota>,
    /// Events in one person's name.
    pub submitter: Option<Quota>,
    /// Events under one ticket.
    pub ticket: Option<Quota>,
    /// Events of one application; what comes without a proof counts as one, but for applications
    /// with rules of their own.
    pub app: Option<Quota>,
}

/// Whose share of the quotas an event takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Share {
    /// Of whoever has no proof: of an application with rules of its own, or (empty) whatever they
    /// call themselves.
    Open(String),
    /// Of an application whose back end sends.
    Server(String),
    /// Of a ticket, its person and its application.
    Ticket {
        /// The ticket's name.
        name: String,
        /// The issuer and the person.
        submitter: (String, String),
        /// The application.
        app: String,
    },
}

impl Share {
    /// That of whoever has no proof, by the application with rules of its own.
    #[must_use]
    pub fn open(app: &str) -> Self {
        Self::Open(app.to_owned())
    }

    /// A back end's.
    #[must_use]
    pub fn server(ml_app: Option<&str>) -> Self {
        Self::Server(ml_app.unwrap_or_default().to_owned())
    }

    /// A ticket's.
    #[must_use]
    pub fn ticket(issuer: &str, claims: &Claims) -> Self {
        // No `ml_app` has a space: what an issuer calls itself takes no application's share.
        let issuers = || format!("iss {issuer}");
        Self::Ticket {
            name: claims.name_under(issuer),
            submitter: (issuer.to_owned(), claims.sub.clone()),
            app: claims.ml_app.clone().unwrap_or_else(issuers),
        }
    }

    fn ticket_name(&self) -> Option<&str> {
        match self {
            Self::Ticket { name, .. } => Some(name),
            _ => None,
        }
    }

    fn submitter(&self) -> Option<&(String, String)> {
        match self {
            Self::Ticket { submitter, .. } => Some(submitter),
            _ => None,
        }
    }

    fn app(&self) -> (bool, &str) {
        match self {
            Self::Open(app) => (false, app),
            Self::Server(app) | Self::Ticket { app, .. } => (true, app),
        }
    }
}

/// How many questions count as one request: a page asks once for each answer that it shows.
const QUESTIONS: u32 = 10;

/// The buckets of a relay.
pub struct Limits {
    address: Table,
    questions: Table,
    submitter: Table,
    ticket: Table,
    app: Table,
}

impl Limits {
    /// Full buckets.
    #[must_use]
    pub fn new(quotas: Quotas) -> Self {
        let table = |quota| Table::new(quota, KEYS);
        let questions = quotas.address.map(|quota| Quota {
            every: quota.every / QUESTIONS,
            burst: quota.burst.saturating_mul(QUESTIONS),
        });
        Self {
            address: table(quotas.address),
            questions: table(questions),
            submitter: table(quotas.submitter),
            ticket: table(quotas.ticket),
            app: table(quotas.app),
        }
    }

    /// One request from this address, at a time that only grows.
    ///
    /// # Errors
    /// [`Wait`].
    pub fn request(&self, client: IpAddr, now: Duration) -> Result<(), Wait> {
        self.address.take(peer::network(client), now)
    }

    /// One question from this address what was said, at a time that only grows.
    ///
    /// # Errors
    /// [`Wait`].
    pub fn question(&self, client: IpAddr, now: Duration) -> Result<(), Wait> {
        self.questions.take(peer::network(client), now)
    }

    /// Events with these shares, all or none; a wait is for all of them.
    ///
    /// # Errors
    /// [`Wait`].
    pub fn events<'a>(
        &self,
        shares: impl Iterator<Item = &'a Share> + Clone,
        now: Duration,
    ) -> Result<(), Wait> {
        let tickets = shares.clone().filter_map(Share::ticket_name);
        let submitters = shares.clone().filter_map(Share::submitter);
        // Each is held until all have agreed: always in this order, so that none waits for another.
        paid([
            self.ticket.ask(tickets, now),
            self.submitter.ask(submitters, now),
            self.app.ask(shares.map(Share::app), now),
        ])
    }
}
