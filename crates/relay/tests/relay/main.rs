//! The relay as a stranger meets it: the real binary, over HTTP.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a test is the report"
)]

#[path = "../support/mod.rs"]
mod support;

mod accept;
mod assets;
mod bad_input;
mod demo;
mod form;
mod health;
mod in_process;
mod older;
mod restore;
mod settings;
mod sinks;
mod stop;
mod store;
