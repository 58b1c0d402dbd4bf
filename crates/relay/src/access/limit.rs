//! How much may come from where: bounded buckets that fill at an even rate.
//!
//! The generic cell rate algorithm (ITU-T I.371): one time per key is all that is kept. Keys are
//! hashes under a random seed, so that no address can be read back. A table is bounded; when it is
//! full of busy keys, newcomers share one bucket.

use std::collections::HashMap;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hash};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use thumbspan_ticket::Claims;

use super::peer;

/// Keys that one table holds: about 2 MiB.
const KEYS: usize = 65_536;
/// The least time between two sweeps of a full table.
const SWEEP: Duration = Duration::from_secs(1);

/// So many at once, and then one more each `every`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// The time in which one is given back.
    pub every: Duration,
    /// How many may come at once.
    pub burst: u32,
}

impl Quota {
    /// So many in a time, and this many at once; `None` for zero: no limit.
    #[must_use]
    pub fn per(time: Duration, count: u32, burst: u32) -> Option<Self> {
        let every = time.checked_div(count)?;
        (burst > 0).then_some(Self { every, burst })
    }
}

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

/// Come again after this time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait(pub Duration);

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

    /// Events with these shares. The narrowest first: whoever has used up a ticket takes nothing
    /// from the others of an application.
    ///
    /// # Errors
    /// [`Wait`].
    pub fn events<'a>(
        &self,
        shares: impl Iterator<Item = &'a Share> + Clone,
        now: Duration,
    ) -> Result<(), Wait> {
        for share in shares.clone() {
            if let Share::Ticket { name, .. } = share {
                self.ticket.take(name, now)?;
            }
        }
        for share in shares.clone() {
            if let Share::Ticket { submitter, .. } = share {
                self.submitter.take(submitter, now)?;
            }
        }
        shares
            .map(Share::app)
            .try_for_each(|app| self.app.take(app, now))
    }
}

/// Buckets of one kind.
pub(super) struct Table {
    quota: Option<Quota>,
    most: usize,
    seed: RandomState,
    busy: Mutex<Busy>,
}

#[derive(Default)]
struct Busy {
    /// When each bucket will be full again.
    full_at: HashMap<u64, Duration>,
    /// The same for all who found no place.
    crowd: Duration,
    swept: Duration,
}

impl Table {
    pub(super) fn new(quota: Option<Quota>, most: usize) -> Self {
        Self {
            quota,
            most,
            seed: RandomState::new(),
            busy: Mutex::default(),
        }
    }

    pub(super) fn take(&self, key: impl Hash, now: Duration) -> Result<(), Wait> {
        let Some(quota) = self.quota else {
            return Ok(());
        };
        let key = self.seed.hash_one(key);
        let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = busy.bucket(key, self.most, now);
        let full_at = (*bucket).max(now) + quota.every;
        let most = now + quota.every * quota.burst;
        match full_at.checked_sub(most) {
            Some(wait) if !wait.is_zero() => Err(Wait(wait)),
            _ => {
                *bucket = full_at;
                Ok(())
            }
        }
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.busy.lock().unwrap().full_at.len()
    }
}

impl Busy {
    fn bucket(&mut self, key: u64, most: usize, now: Duration) -> &mut Duration {
        let is_full = self.full_at.len() >= most && !self.full_at.contains_key(&key);
        if is_full && now >= self.swept + SWEEP {
            self.swept = now;
            self.full_at.retain(|_, full_at| *full_at > now);
        }
        if is_full && self.full_at.len() >= most {
            return &mut self.crowd;
        }
        self.full_at.entry(key).or_default()
    }
}
