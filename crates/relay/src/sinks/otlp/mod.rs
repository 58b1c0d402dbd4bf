//! Any OpenTelemetry backend: OTLP/HTTP logs, one record per signal.
//!
//! <https://opentelemetry.io/docs/specs/otlp/#otlphttp>; the event is `gen_ai.evaluation.result`
//! of the GenAI conventions, which have none for an end user's feedback:
//! <https://github.com/open-telemetry/semantic-conventions-genai>.
//!
//! # What an event becomes
//!
//! - The target: a span with its trace, or a trace, as the record's own ids (hexadecimal;
//!   decimal ones are converted exactly). A session is the attribute `session.id`, a join key
//!   `thumbspan.join_key`. A span without its trace is refused: nothing could find it.
//! - The value: `gen_ai.evaluation.score.value`, `.score.label` and `.explanation`.
//! - A changed vote is a record of its own with `thumbspan.revises`; a withdrawn one has the label
//!   `withdrawn`. Logs forget nothing.
//! - A repeat is a second record with the same `thumbspan.feedback_id`.

mod client;
mod config;
mod protobuf;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::{Config, Encoding};
