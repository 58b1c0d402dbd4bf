//! What the operator sets for Braintrust.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the Braintrust sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The API.
    pub at: Connection,
    /// The API key.
    pub api_key: SecretString,
    /// The UUID of the project with the rows.
    pub project_id: String,
}
