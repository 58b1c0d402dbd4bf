//! MLflow: one assessment per signal, on a trace or on a span in it.
//!
//! <https://mlflow.org/docs/latest/genai/assessments/feedback/>
//!
//! # What an event becomes
//!
//! - The target: a trace, as `tr-` and 32 hexadecimal digits, and its span. A span without its
//!   trace is refused, and so are sessions and join keys. MLflow does not check the span.
//! - The value: `up` and `down` are true and false, everything else stands as it is.
//! - The assessment's id is made of the event's id and the label: MLflow refuses a second one with
//!   500, and a question for that id shows that the first arrived. A changed vote is an assessment
//!   of its own and deletes the one that it revises; a withdrawn one only deletes.
//! - MLflow answers 404 while the trace is not there: the event waits for it.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::{Access, Config};
