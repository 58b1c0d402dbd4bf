//! Takes feedback from pages, keeps it durably and delivers it to LLM observability backends.

pub mod clock;
pub mod deliver;
pub mod journal;
pub mod random;
pub mod sinks;
