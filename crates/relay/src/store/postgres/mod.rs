//! The store in a PostgreSQL database, which several relays may share.
//!
//! Whatever a relay does here is one short transaction: none is open while a sink is asked. A
//! relay claims deliveries with `FOR UPDATE SKIP LOCKED`, which gives it a lease until a time and a
//! fence, a number that grows with each claim; a settlement names its fence, so that what another
//! relay has taken over since stays as that one has it. Every time is the database's: clocks of
//! relays that differ change nothing.
//!
//! - [`Journal`]: the handle that intake and delivery use; [`Admin`]: the operator's view; [`Config`]:
//!   their settings;
//! - `link`: connections and their return; `tls`; `fault`: what the database's errors mean; `clock`;
//! - `schema`: the checks when opening; `tables`: the tables, version by version;
//! - `writer`: the task that commits what waits together, and tidies up;
//! - `append`: the statement that stores; `write`: those that change something; `read`: the queries;
//! - `days`: a partition for each; `retention`: what is kept no longer; `remove`: an event with all
//!   that belongs to it;
//! - `votes`: what the holder of a ticket has said; `permits`: how much more they may say;
//! - `follow`: where a change goes; `revised`: what revises an event;
//! - `hint`: tells other relays of new events sooner than they would look; `beside`: its task.

mod admin;
mod append;
mod beside;
mod clock;
mod config;
mod days;
mod fault;
mod follow;
mod hint;
mod journal;
mod link;
mod permits;
mod read;
mod remove;
mod retention;
mod revised;
mod schema;
mod tables;
mod tls;
mod unrouted;
mod votes;
mod write;
mod writer;

pub use admin::Admin;
pub use config::{Config, check};
pub use journal::Journal;
