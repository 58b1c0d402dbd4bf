//! Every setting of the relay: one table in, one typed [`Config`] out.
//!
//! - [`SETTINGS`] is the table; reading, `check-config` and `docs/configuration.md` come from it;
//! - [`Settings::read`] lays the sources over each other: defaults, then a TOML file, then the
//!   environment (given as a map, so that a test needs no process environment);
//! - [`Settings::config`] checks what belongs together and gives the parts their typed settings.
//!
//! Every fault of all sources is reported at once ([`Faults`]), each with its mend.

mod access_settings;
mod apps;
mod fault;
mod kind;
mod named;
mod page;
mod read;
mod rule;
mod settings;
mod sinks_of;
#[cfg(test)]
mod tests;
mod typed;

use std::net::SocketAddr;
use std::time::Duration;

use crate::routes::Routes;
use crate::{access, deliver, http, sinks, store};

pub use fault::{Fault, Faults};
pub use kind::Kind;
pub use page::page;
pub use read::{File, Origin, Settings};
pub use settings::{SETTINGS, Setting};

/// The environment variable that names the TOML file, as `--config` does.
pub const FILE_VARIABLE: &str = "THUMBSPAN_CONFIG";

/// What the relay runs with. It holds secrets, which its `Debug` hides.
#[derive(Debug)]
pub struct Config {
    /// Where the relay listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Where `/metrics` is served, if at all; port 0 takes a free one.
    pub metrics_listen: Option<SocketAddr>,
    /// How long a stop may take before what is under way is dropped.
    pub shutdown: Duration,
    /// Who is let in.
    pub access: access::Config,
    /// What the end points need.
    pub http: http::Config,
    /// What the durable store needs.
    pub store: store::Config,
    /// Where events go: at least one.
    pub sinks: Vec<sinks::SinkConfig>,
    /// Which of them an event goes to.
    pub routes: Routes,
    /// When a failed delivery is tried again, and when it is given up.
    pub retry: deliver::Policy,
}
