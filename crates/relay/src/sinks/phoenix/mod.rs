//! Arize Phoenix: one annotation per signal.
//!
//! <https://arize.com/docs/phoenix/tracing/how-to-tracing/feedback-and-annotations/capture-feedback>
//!
//! # What an event becomes
//!
//! - The target: a span (16 hexadecimal digits, in lower case), a trace (32) or a session. Phoenix
//!   knows no join keys.
//! - The value: `label`, `score` and `explanation`; the annotation is one of a human.
//! - The identifier is the event's id, so that a repeat replaces what it repeats. A changed vote is
//!   an annotation of its own, and empties the one that it revises; a withdrawn one only empties.
//! - Phoenix answers 404 while the span is not there: the event waits for it.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::Config;
