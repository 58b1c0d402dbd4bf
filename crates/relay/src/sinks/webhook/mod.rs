//! A web hook of the operator's own: each event as JSON, signed.
//!
//! <https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md>
//!
//! # What an event becomes
//!
//! - Every target, to the digit: the event as it was posted, without its ticket, in `data`.
//! - `type` is `feedback.given`, `feedback.changed` or `feedback.withdrawn` (when nothing is left
//!   of it); `data.revises` names what it changes.
//! - `webhook-id` is the event's id, also of a repeat: by it the receiver knows what it has.
//! - One signature for each secret, so that secrets can be changed without a gap.

mod client;
mod config;
mod request;
#[cfg(test)]
mod tests;

pub(in crate::sinks) use client::open;
pub use config::{Config, Secret};
