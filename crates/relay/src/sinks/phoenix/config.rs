//! What the operator sets for Phoenix.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the Phoenix sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The server.
    pub at: Connection,
    /// The API key, where the server wants one.
    pub api_key: Option<SecretString>,
}
