//! Letting in only who belongs: whose event it is, and how much of it may come.
//!
//! - [`Gate`]: the decision on a request and on each of its events;
//! - [`caller`]: who sends, from the request's headers: a back end with a key, or a page;
//! - [`permit`]: what a verified ticket makes of an event;
//! - [`keys`]: the keys of tickets, read again when their file changes;
//! - [`limit`]: how much may come from where;
//! - [`peer`]: where a connection comes from, also behind proxies.
//!
//! | mode | who is let in | tag |
//! |---|---|---|
//! | `ticket` | who has a ticket for this target | `verified:true` |
//! | `open` | pages of the listed origins; an origin is no proof, so quotas are low | `verified:false` |
//! | `server` | back ends with an API key | `verified:true` |
//!
//! A valid API key is let in in every mode, and a ticket is verified wherever there are keys for it.

pub mod caller;
pub mod gate;
pub mod keys;
pub mod limit;
pub mod peer;
pub mod permit;
#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::time::Duration;

use axum::http::HeaderValue;
use secrecy::SecretString;

pub use gate::Gate;
pub use keys::{Keys, KeysError};

/// Who may send feedback.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Whoever has a ticket.
    Ticket,
    /// Pages of the listed origins.
    Open,
    /// Back ends with an API key.
    Server,
}

/// What the gate goes by. Its `Debug` hides the keys.
#[derive(Clone, Debug)]
pub struct Config {
    /// Who may send.
    pub mode: Mode,
    /// The origins of the mode `open`; `None`: every one, for a relay on one's own machine.
    pub origins: Option<Vec<HeaderValue>>,
    /// The keys of back ends.
    pub api_keys: Vec<SecretString>,
    /// Keys of tickets, each as `kid:alg:base64`.
    pub ticket_keys: Vec<SecretString>,
    /// A file with more of them.
    pub ticket_keys_file: Option<PathBuf>,
    /// How often that file is looked at.
    pub look: Duration,
    /// The relay's name in a ticket's `aud`.
    pub audience: String,
    /// How long after its end a ticket counts.
    pub grace: Duration,
    /// How much may come.
    pub quotas: limit::Quotas,
    /// The proxies whose word on a client's address counts.
    pub proxies: Vec<peer::Network>,
}

impl Config {
    /// Whether tickets are verified at all.
    #[must_use]
    pub fn has_ticket_keys(&self) -> bool {
        !self.ticket_keys.is_empty() || self.ticket_keys_file.is_some()
    }
}
