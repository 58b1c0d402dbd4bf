//! What the operator sets for MLflow.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the MLflow sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The tracking server.
    pub at: Connection,
    /// What lets the relay in.
    pub access: Access,
    /// The source's id for events that carry no submitter.
    pub submitter_id: String,
}

/// What lets the relay in.
#[derive(Clone, Debug)]
pub enum Access {
    /// The server lets everyone in.
    Open,
    /// A bearer's token.
    Token(SecretString),
    /// A user's name and password.
    Basic(String, SecretString),
}
