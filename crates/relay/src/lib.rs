//! Takes feedback from pages, keeps it durably and delivers it to LLM observability backends.
//!
//! # The path of an event
//!
//! 1. A page posts to `/v1/feedback` (a plain form to `/v1/feedback/form`), an evaluator on a server to
//!    `/v1/evaluations`. [`http`] bounds the body in size and time and hands it to
//!    [`thumbspan_contract::read`], which gives each event its own verdict.
//! 2. The good events go to the [`store`]: one transaction, committed and fsynced, with one
//!    delivery row per event and sink.
//! 3. Only then the page gets its **202** with the accepted ids. From here on a crash at any
//!    instant loses nothing.
//! 4. [`deliver`] takes what is due and hands it to a [sink](sinks), in batches; the sink writes
//!    its vendor's JSON and says what the vendor's answer means.
//! 5. The delivery row is settled: delivered, due again later, or a dead letter with its reason.
//!    A delivery whose outcome is unknown is repeated with the same id: at least once.
//!
//! # What each status promises
//!
//! | status | meaning for the sender |
//! |---|---|
//! | 202, 200 | on disk; will reach every sink or lie in the dead letters (200 of `restore`: read) |
//! | 400, 401, 403, 413, 415 | refused for good: the code says what to change |
//! | 408, 429, 503 | nothing of it was stored, as a rule: send it again, with the same ids |
//! | 500, no answer | outcome unknown: send it again, with the same ids |
//!
//! # Layout
//!
//! - [`config`]: one table of settings;
//! - [`access`]: who may send, and how much;
//! - [`http`]: the end points; knows the store, never a sink;
//! - [`store`]: what survives a crash; [`deliver`]: the workers; [`sinks`]: the backends;
//! - [`demo`]: the relay with a stand-in for Datadog and a page to try it;
//! - [`scrub`]: what is taken out of a comment before it is stored;
//! - [`cli`]: the operator's commands on a store;
//! - [`log`]: its lines; [`metrics`]: what the relay counts of itself; [`traces`]: its own spans;
//! - [`routes`]: which sinks an event goes to; `outgoing`: how others are called over HTTP;
//! - [`clock`], [`random`]: what tests inject.

pub mod access;
pub mod cli;
pub mod clock;
pub mod config;
pub mod deliver;
pub mod demo;
pub mod http;
pub mod log;
pub mod metrics;
mod outgoing;
pub mod random;
pub mod routes;
mod run;
pub mod scrub;
pub mod sinks;
pub mod store;
#[cfg(test)]
mod testing;
pub mod traces;

pub use config::Config;
pub use run::{Parts, RunError, Started, run};
