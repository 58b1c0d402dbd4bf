//! What somebody tries who does not belong: nothing of it is stored, and the relay goes on.

mod apps;
mod connections;
mod injection;
mod smuggling;
mod tickets;
