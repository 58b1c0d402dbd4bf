//! What must hold for any bytes that reach the relay.
//!
//! Each module has one function `holds(bytes)`, which panics where the promise is broken:
//!
//! - [`body`]: the bodies of every end point that takes feedback;
//! - [`ticket`]: tickets, also such as are rightly signed and hostile within;
//! - [`configuration`]: a TOML file and an environment.
//!
//! `cargo fuzz` (folder `fuzz`, command `npm run test:fuzz`) looks for bytes that break them; what it
//! found worth keeping is the corpus `fuzz/corpus`, which this crate's test reads at every run.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a panic is the report"
)]

pub mod body;
pub mod configuration;
pub mod ticket;
