//! What the operator sets for LangSmith.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the LangSmith sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The API.
    pub at: Connection,
    /// The API key.
    pub api_key: SecretString,
    /// The UUID of the project with the runs, which newer servers want (`session_id`).
    pub project_id: Option<String>,
}
