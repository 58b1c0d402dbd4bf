//! What the operator sets for Weave.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the Weave sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The trace server.
    pub at: Connection,
    /// The API key.
    pub api_key: SecretString,
    /// `entity/project`.
    pub project: String,
}
