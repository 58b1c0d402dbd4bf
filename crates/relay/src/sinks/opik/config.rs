//! What the operator sets for Opik.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the Opik sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The server, without `/api`.
    pub at: Connection,
    /// The API key, where the server wants one.
    pub api_key: Option<SecretString>,
    /// The workspace, where the server has several.
    pub workspace: Option<String>,
    /// The project with the spans.
    pub project: String,
}
