//! Letting in only who belongs: whose event it is, and how much of it may come.
//!
//! - [`Gate`]: the decision on a request and on each of its events;
//! - [`rules`]: which of these rules hold for which application;
//! - [`caller`]: who sends, from the request's headers: a back end with a key, or a page;
//! - [`permit`]: what a verified ticket makes of an event;
//! - [`keys`]: the keys of tickets, read again when their file changes;
//! - [`limit`]: how much may come from where; [`table`]: the buckets that this is counted in;
//! - [`peer`]: where a connection comes from, also behind proxies.
//!
//! | mode | who is let in | tag |
//! |---|---|---|
//! | `ticket` | who has a ticket for this target | `verified:true` |
//! | `open` | pages of the listed origins; an origin is no proof, so quotas are low | `verified:false` |
//! | `server` | back ends with an API key | `verified:true` |
//!
//! A valid API key is let in in every mode, and a ticket is verified wherever there are keys for it.
//!
//! An application (`ml_app`) may have rules of its own. Its ticket says which one it is; without a
//! ticket the event does. So a request is turned away as a whole only when no application's rules
//! let its sender in; else each event has its own verdict.

pub mod caller;
pub mod gate;
pub mod keys;
pub mod limit;
pub mod peer;
pub mod permit;
pub mod rules;
pub mod table;
#[cfg(test)]
mod tests;

use std::time::Duration;

pub use gate::Gate;
pub use keys::{Keys, KeysError};
pub use rules::{Rule, Rules};

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
    /// Who may send, for which application.
    pub rules: Rules,
    /// How often files with keys of tickets are looked at.
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
