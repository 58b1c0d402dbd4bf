//! Weights & Biases Weave: one feedback per signal.
//!
//! <https://docs.wandb.ai/weave/guides/tracking/feedback>; the server's own rules, such as the
//! length of a note and that only ids are purged:
//! <https://github.com/wandb/weave/blob/master/weave/trace_server/feedback.py> and
//! <https://github.com/wandb/weave/blob/master/weave/trace_server/interface/feedback_types.py>.
//!
//! # What an event becomes
//!
//! - The target: a call, by the span's id as it stands. Traces, sessions and join keys are refused.
//! - The value: thumbs are the reactions 👍 and 👎, a comment of up to 1024 characters is a note;
//!   everything else is feedback of its label's type with its `value`.
//! - The feedback's id is made of the event's id and the label. A changed vote is feedback of its
//!   own and purges what it revises; a withdrawn one only purges.
//! - A repeat replaces what it repeats.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::Config;
