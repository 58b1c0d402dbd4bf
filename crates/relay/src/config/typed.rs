//! From checked texts to what each part takes.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use thumbspan_contract::older::Labels;
use thumbspan_contract::{MetricType, Signal, Value, check};

use super::read::{Given, entries};
use super::{Config, Fault, Faults, SETTINGS, Settings};
use crate::deliver;
use crate::http;
use crate::scrub::{self, Scrubber};
use crate::sinks::LONGEST_ASKED;
use crate::store::{self, postgres, sqlite};

impl Settings {
    /// Checks what belongs together and gives the parts their settings.
    ///
    /// # Errors
    /// Every combination that misses something, each with what to set.
    pub fn config(&self) -> Result<Config, Faults> {
        let mut faults = Vec::new();
        let (sinks, routes) = self.sinks(&mut faults);
        let config = Config {
            listen: self.listen(),
            metrics_listen: self.metrics_listen(&mut faults),
            shutdown: self.seconds("shutdown_s"),
            access: self.access(&mut faults),
            http: self.http(&mut faults),
            store: self.store(),
            sinks,
            routes,
            retry: self.retry(&mut faults),
        };
        if faults.is_empty() {
            Ok(config)
        } else {
            Err(Faults(faults))
        }
    }

    /// Where the relay listens; known before everything else is complete.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        self.parsed("listen")
    }

    /// The level of the log: `error` to `trace`.
    #[must_use]
    pub fn log(&self) -> &str {
        self.text("log").unwrap_or("info")
    }

    /// How the log's lines look: `text` or `json`.
    #[must_use]
    pub fn log_format(&self) -> &str {
        self.text("log_format").unwrap_or("text")
    }

    /// Where the relay's own traces go.
    #[must_use]
    pub fn traces_url(&self) -> Option<&str> {
        self.text("traces_url")
    }

    fn metrics_listen(&self, faults: &mut Vec<Fault>) -> Option<SocketAddr> {
        let address: SocketAddr = self.text("metrics_listen")?.parse().ok()?;
        if address == self.listen() && address.port() != 0 {
            let mend = "Set another port than listen has: the figures are not for the public.";
            faults.push(self.fault("metrics_listen", mend));
        }
        Some(address)
    }

    /// The store; known before everything else is complete.
    #[must_use]
    pub fn store(&self) -> store::Config {
        let place = self.text("store").unwrap_or_default();
        let queue = self.count("store_queue");
        let revisions = u32::try_from(self.number("ticket_revisions")).unwrap_or(u32::MAX);
        let keep_delivered = Duration::from_secs(self.number("keep_delivered_days") * 86_400);
        let longest_wait = self.longest_wait();
        match place.strip_prefix("sqlite:") {
            Some(path) => store::Config::Sqlite(sqlite::Config {
                path: PathBuf::from(path),
                max_bytes: self.number("store_max_mib") * 1024 * 1024,
                queue,
                revisions,
                keep_delivered,
                longest_wait,
                network_files: self.text("store_network_files") == Some("allow"),
            }),
            None => store::Config::Postgres(postgres::Config {
                url: SecretString::from(place),
                queue,
                revisions,
                keep_delivered,
                longest_wait,
                lease: self.seconds("store_lease_s"),
            }),
        }
    }

    fn http(&self, faults: &mut Vec<Fault>) -> http::Config {
        http::Config {
            assets_dir: self.text("assets_dir").map(PathBuf::from),
            allowed_origins: self.origins(),
            older_labels: self.older_labels(faults),
            body_timeout: self.seconds("body_timeout_s"),
            scrubber: self.scrubber(faults),
            bounds: self.bounds(),
        }
    }

    fn scrubber(&self, faults: &mut Vec<Fault>) -> Scrubber {
        let names = entries(self.text("scrub").unwrap_or_default());
        let kinds: Vec<_> = scrub::Kind::NAMED
            .into_iter()
            .filter(|kind| names.iter().any(|name| name == kind.as_str()))
            .collect();
        let patterns = self.text("scrub_patterns").unwrap_or_default();
        let patterns: Vec<_> = patterns.lines().map(str::to_owned).collect();
        Scrubber::new(&kinds, &patterns).unwrap_or_else(|bad| {
            faults.push(self.fault("scrub_patterns", bad.to_string()));
            Scrubber::default()
        })
    }

    fn older_labels(&self, faults: &mut Vec<Fault>) -> Labels {
        let labels = Labels {
            thumbs: self.owned("older_thumbs_label"),
            rating: self.owned("older_rating_label"),
            comment: self.owned("older_comment_label"),
        };
        if let Err(refusal) = check::signals(&example(&labels), false) {
            let mend = format!(
                "The three older labels do not fit together: {}",
                refusal.message
            );
            faults.push(self.fault("older_thumbs_label", mend));
        }
        labels
    }

    /// The longest for which delivery puts an event off, whoever asks for it.
    fn longest_wait(&self) -> Duration {
        let own = self.seconds("retry_most_s").max(self.seconds("pause_s"));
        own.max(LONGEST_ASKED)
    }

    fn retry(&self, faults: &mut Vec<Fault>) -> deliver::Policy {
        let policy = deliver::Policy {
            first: Duration::from_millis(self.number("retry_first_ms")),
            most: self.seconds("retry_most_s"),
            give_up: Duration::from_secs(self.number("give_up_hours") * 3_600),
            pause: self.seconds("pause_s"),
            target_wait: Duration::from_secs(self.number("target_wait_minutes") * 60),
        };
        if policy.first > policy.most {
            let mend = "Set it to at most retry_most_s.";
            faults.push(self.fault("retry_first_ms", mend));
        }
        policy
    }

    pub(super) fn needed(&self, name: &str, mend: &str, faults: &mut Vec<Fault>) -> Option<&str> {
        let text = self.text(name).filter(|text| !text.is_empty());
        if text.is_none() {
            faults.push(self.fault(name, mend));
        }
        text
    }

    pub(super) fn fault(&self, name: &str, mend: impl Into<String>) -> Fault {
        Fault::new(name, self.origin(name), mend)
    }

    pub(super) fn owned(&self, name: &str) -> String {
        self.text(name).unwrap_or_default().to_owned()
    }

    pub(super) fn seconds(&self, name: &str) -> Duration {
        Duration::from_secs(self.number(name))
    }

    pub(super) fn count(&self, name: &str) -> usize {
        usize::try_from(self.number(name)).unwrap_or(usize::MAX)
    }

    pub(super) fn number(&self, name: &str) -> u64 {
        self.parsed(name)
    }

    /// A value whose kind was checked when it was read, and which has a default.
    pub(super) fn parsed<T: std::str::FromStr>(&self, name: &str) -> T {
        let parse = |given: &Given| given.text.parse().ok();
        let default = || {
            let setting = SETTINGS.iter().find(|setting| setting.name == name)?;
            setting.default?.parse().ok()
        };
        #[expect(
            clippy::expect_used,
            reason = "the table's defaults are constants, and a test reads them all"
        )]
        self.0
            .get(name)
            .and_then(parse)
            .or_else(default)
            .expect("the table has a default of this kind")
    }
}

/// What an older post becomes under these labels, to see whether it could ever be accepted.
fn example(labels: &Labels) -> [Signal; 3] {
    let signal = |label: &str, metric_type, value| Signal::new(label, metric_type, Some(value));
    let text = |text: &str| Value::Text(text.to_owned());
    [
        signal(&labels.thumbs, MetricType::Categorical, text("up")),
        signal(&labels.rating, MetricType::Score, Value::Score(5.0)),
        signal(&labels.comment, MetricType::Text, text("Fine.")),
    ]
}
