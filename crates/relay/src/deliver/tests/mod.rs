//! Delivery against sinks that answer by a script, in tokio's paused time.

mod failing;
mod pausing;
mod room;
mod stopping;
mod waiting;

use std::time::Duration;

use crate::sinks::SinkError;

fn retry(after: Option<Duration>) -> SinkError {
    SinkError::Retry {
        reason: "503".to_owned(),
        after,
    }
}

fn refused() -> SinkError {
    SinkError::Refused {
        reason: "400: no such span".to_owned(),
    }
}

fn pause() -> SinkError {
    SinkError::Pause {
        reason: "403: set a valid key".to_owned(),
    }
}
