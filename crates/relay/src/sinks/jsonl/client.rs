//! Appending to the file.

use super::Config;
use crate::sinks::{Sending, Sink, SinkOpenError};
use thumbspan_contract::Event;

/// The JSON lines sink.
pub struct Jsonl {}

impl Jsonl {
    /// Opens the file for appending.
    ///
    /// # Errors
    /// The file cannot be opened.
    pub fn open(_config: &Config) -> Result<Self, SinkOpenError> {
        todo!()
    }
}

impl Sink for Jsonl {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn batch_limit(&self) -> usize {
        todo!()
    }

    fn send<'a>(&'a self, _events: &'a [Event]) -> Sending<'a> {
        todo!()
    }
}
