//! What the operator sets for Langfuse.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the Langfuse sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The server.
    pub at: Connection,
    /// The project's public key.
    pub public_key: String,
    /// The project's secret key.
    pub secret_key: SecretString,
    /// What one request holds.
    pub body: Body,
}

/// What one request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// One score, which every server takes.
    Single,
    /// The scores of many events, which new servers take.
    List,
}
