//! What the relay counts of itself, and how Prometheus reads it. No I/O.
//!
//! Names and units: <https://prometheus.io/docs/practices/naming/>. A label holds a sink's name, a
//! stable code or a kind: nothing that a client sends, so no text, no secret and no address.
//!
//! - `count`: a number that only grows, alone or by labels; `histogram`: how long things took;
//! - [`Page`]: the text that a scrape gets.

mod count;
mod histogram;
mod page;
#[cfg(test)]
mod tests;

pub use count::{Count, Counts, Sample};
pub use histogram::Histogram;
pub use page::Page;

/// The type of a number that only grows.
const COUNTER: &str = "counter";

/// The relay's own figures since its start.
#[derive(Debug)]
pub struct Metrics {
    /// Events whose 202 was earned: they are on disk; a known id counts again.
    pub accepted: Count,
    /// Events refused for good beside others or alone, by code.
    pub rejected: Counts<1>,
    /// Requests refused as a whole, by code.
    pub refused: Counts<1>,
    /// Deliveries recorded as done, by sink.
    pub delivered: Counts<1>,
    /// Deliveries put off, by sink and code.
    pub retried: Counts<2>,
    /// Deliveries given up, by sink and code.
    pub dead: Counts<2>,
    /// Parts of texts that were taken out before they were stored, by kind.
    pub scrubbed: Counts<1>,
    /// How long the store took to commit, fsync included.
    pub commits: Histogram,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            accepted: Count::default(),
            rejected: Counts::by(["code"]),
            refused: Counts::by(["code"]),
            delivered: Counts::by(["sink"]),
            retried: Counts::by(["sink", "code"]),
            dead: Counts::by(["sink", "code"]),
            scrubbed: Counts::by(["kind"]),
            commits: Histogram::default(),
        }
    }
}

impl Metrics {
    /// Writes everything that was counted.
    pub fn write(&self, page: &mut Page) {
        self.intake(page);
        self.deliveries(page);
        page.histogram(
            "thumbspan_store_commit_duration_seconds",
            "How long the store took to commit a group of requests, fsync included.",
            &self.commits,
        );
    }

    fn intake(&self, page: &mut Page) {
        let (name, accepted) = ("thumbspan_events_accepted_total", self.accepted.get());
        let help = "Events that were stored and answered as accepted; a repeated id counts again.";
        page.one(COUNTER, name, help, accepted);
        let (name, rejected) = ("thumbspan_events_rejected_total", self.rejected.all());
        let help = "Events that were refused for good, by code.";
        page.many(COUNTER, name, help, rejected);
        let (name, refused) = ("thumbspan_requests_refused_total", self.refused.all());
        let help = "Requests that were refused as a whole, by code.";
        page.many(COUNTER, name, help, refused);
        let (name, scrubbed) = ("thumbspan_scrubbed_total", self.scrubbed.all());
        let help = "Parts of texts that were replaced before they were stored, by kind.";
        page.many(COUNTER, name, help, scrubbed);
    }

    fn deliveries(&self, page: &mut Page) {
        let (name, delivered) = ("thumbspan_deliveries_succeeded_total", self.delivered.all());
        let help = "Deliveries that a sink took.";
        page.many(COUNTER, name, help, delivered);
        let (name, retried) = ("thumbspan_deliveries_retried_total", self.retried.all());
        let help = "Deliveries that failed and are tried again, by the code of the failure.";
        page.many(COUNTER, name, help, retried);
        let (name, dead) = ("thumbspan_deliveries_dead_total", self.dead.all());
        let help = "Deliveries that were given up and kept as dead letters, by code.";
        page.many(COUNTER, name, help, dead);
    }
}
