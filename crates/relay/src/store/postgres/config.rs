//! Where the database is, and the store's bounds.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::config::Host;

use super::super::StoreError;
use super::link;

/// The store's settings.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where the database is: <https://docs.rs/tokio-postgres/latest/tokio_postgres/config/struct.Config.html>.
    pub url: SecretString,
    /// Appends that may wait for the database before [`StoreError::Busy`].
    pub queue: usize,
    /// How often what was said under one label with one verified ticket may be changed.
    pub revisions: u32,
    /// How long delivered events are kept, so that a late retry of one is known.
    pub keep_delivered: Duration,
    /// The longest wait between two tries of a delivery, also where a sink asks for it: what is due
    /// later than that was put off before the clock stepped back, and is due at once.
    pub longest_wait: Duration,
    /// How long claimed deliveries are this relay's alone.
    pub lease: Duration,
}

impl Config {
    /// The database's hosts and name, without the password.
    #[must_use]
    pub fn shown(&self) -> String {
        let Ok(config) = self.read() else {
            return "postgres".to_owned();
        };
        let host = |host: &Host| match host {
            Host::Tcp(name) => name.clone(),
            Host::Unix(path) => path.display().to_string(),
        };
        let hosts: Vec<_> = config.get_hosts().iter().map(host).collect();
        let name = config.get_dbname().unwrap_or_default();
        format!("postgres {} {name}", hosts.join(","))
    }

    pub(super) fn read(&self) -> Result<tokio_postgres::Config, StoreError> {
        link::read(self.url.expose_secret())
    }
}

/// Checks an address, without asking whether anybody is there.
///
/// # Errors
/// [`StoreError::Unusable`]; it never repeats the address.
pub fn check(url: &str) -> Result<(), StoreError> {
    link::read(url).map(drop)
}
