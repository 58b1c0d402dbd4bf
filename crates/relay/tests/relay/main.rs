//! The relay as a stranger meets it: the real binary, over HTTP.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a test is the report"
)]

#[path = "../support/mod.rs"]
mod support;

mod accept;
mod access;
mod assets;
mod attacks;
mod backup;
mod bad_input;
mod demo;
mod evaluations;
mod form;
mod health;
mod in_process;
mod logs;
mod metrics;
mod older;
mod openapi;
mod operate;
mod restore;
mod revisions;
mod rotation;
mod scrub;
mod settings;
mod sinks;
mod stop;
mod store;
mod traces;
