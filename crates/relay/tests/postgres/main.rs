//! The store in PostgreSQL, on a server that the tests start: what it keeps, and what several
//! relays on it keep together.

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    unreachable_pub,
    reason = "a panic in a test is the report"
)]

#[path = "../conformance/suite/mod.rs"]
mod suite;
#[path = "../support/mod.rs"]
mod support;

mod bench;
mod clocks;
mod conformance;
mod days;
mod labels;
mod operating;
mod plain;
mod server;
mod sharing;
mod tickets;
mod tls;
mod two_relays;
mod upgrading;
mod weather;
