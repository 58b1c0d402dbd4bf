//! Thumbspan's wire format, shared by everything that sends or takes feedback.
//!
//! No I/O, no clock, no DOM, no randomness: it builds native and for `wasm32`.
//!
//! - [`event`]: one submission ([`Event`]) and its [`Signal`]s, as they stand on the wire;
//! - [`target`]: what an event is about ([`Target`]): exactly one span, trace, session or join key;
//! - [`tags`]: key/value pairs for searching ([`Tags`]);
//! - [`limits`]: every maximum, once;
//! - [`reply`]: what the relay answers, and the stable [`Code`]s of every refusal;
//! - [`uuid`]: the idempotency key, from a time and random bytes that the caller brings;
//! - [`check`]: the rules of the wire format, as pure functions;
//! - `read` (feature `read`): hostile JSON in, checked events out;
//! - `form` (feature `read`): the shape that a plain HTML form posts to `/v1/feedback/form`;
//! - `restore` (feature `read`): the question of `/v1/feedback/restore`;
//! - `older` (feature `read`): the shape that apps posted to `/api/v1/feedback` before Thumbspan.

pub mod check;
pub mod event;
#[cfg(feature = "read")]
pub mod form;
pub mod limits;
#[cfg(feature = "read")]
pub mod older;
#[cfg(feature = "read")]
pub mod read;
pub mod reply;
#[cfg(feature = "read")]
pub mod restore;
pub mod tags;
pub mod target;
pub mod uuid;

pub use event::{Assessment, Event, EventKind, MetricType, Signal, Submission, Submitter, Value};
pub use reply::{Code, Refusal, Rejected, Reply, Vote, Votes};
pub use tags::Tags;
pub use target::Target;
