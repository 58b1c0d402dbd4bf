//! What `npm run bench:relay` measures the relay with.
//!
//! - [`load`]: many connections that post feedback, as fast as it is answered or at a fixed rate;
//!   [`connection`]: one of them; [`bodies`]: what they post; [`latency`]: what they found;
//! - [`validate`]: the relay with one more end point, whose handler does all but store;
//! - [`sink`]: a stand-in for Datadog that takes, or refuses, whatever comes, and counts it;
//! - [`fill`]: a store with so many events.

pub mod bodies;
pub mod connection;
pub mod fill;
pub mod latency;
pub mod load;
pub mod sink;
pub mod validate;
