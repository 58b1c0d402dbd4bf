//! Sending to Datadog.

use super::Config;
use crate::sinks::{Sending, Sink, SinkOpenError};
use thumbspan_contract::Event;

/// The Datadog sink.
pub struct Datadog {}

impl Datadog {
    /// Prepares the connections.
    ///
    /// # Errors
    /// A wrong address or key, or no TLS.
    pub fn open(_config: &Config) -> Result<Self, SinkOpenError> {
        todo!()
    }
}

impl Sink for Datadog {
    fn name(&self) -> &'static str {
        "datadog"
    }

    fn batch_limit(&self) -> usize {
        todo!()
    }

    fn send<'a>(&'a self, _events: &'a [Event]) -> Sending<'a> {
        todo!()
    }
}
