//! What the operator sets for OTLP.

use secrecy::SecretString;

use crate::sinks::Connection;

/// The settings of the OTLP sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The backend; `/v1/logs` is appended to its address.
    pub at: Connection,
    /// How the body is written.
    pub encoding: Encoding,
    /// `service.name` of the resource that the records come from.
    pub service: String,
    /// Headers that let the relay in, by name.
    pub headers: Vec<(String, SecretString)>,
}

/// How the body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Binary, which every receiver must take.
    Protobuf,
    /// JSON.
    Json,
}
