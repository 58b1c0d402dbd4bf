//! Langfuse: one score per signal.
//!
//! <https://langfuse.com/docs/evaluation/evaluation-methods/custom-scores>; what the server takes:
//! <https://github.com/langfuse/langfuse/blob/main/packages/shared/src/features/scores/interfaces/api/shared.ts>.
//!
//! # What an event becomes
//!
//! - The target: a trace, an observation in its trace, or a session. Decimal and upper-case ids
//!   become the hexadecimal ones of OpenTelemetry; others, such as UUIDs, go as they stand. A span
//!   without its trace is refused, and so is a join key.
//! - The value: `CATEGORICAL`, `NUMERIC`, `BOOLEAN` (1 or 0), or `TEXT`; a text of more than 500
//!   characters is cut there and stands whole in the score's comment.
//! - The score's id is made of the event's id and the label, so that a repeat replaces what it
//!   repeats. A changed vote is a score of its own and deletes the one that it revises; a
//!   withdrawn one only deletes.
//! - A deletion is queued: the score goes a moment later. It answers 202, whether or not there was
//!   such a score:
//!   <https://github.com/langfuse/langfuse/blob/main/web/src/features/public-api/server/scores-api-service.ts>.
//! - Langfuse takes scores for traces that have not arrived.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::{Body, Config};
