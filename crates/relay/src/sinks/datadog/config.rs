//! What the operator sets for Datadog.

use std::time::Duration;

use secrecy::SecretString;

/// The settings of the Datadog sink.
#[derive(Clone, Debug)]
pub struct Config {
    /// The sink's name in the journal. Default `datadog`.
    pub name: String,
    /// Straight to Datadog, or through an Agent.
    pub route: Route,
    /// The application's name for events that carry none; Datadog requires one.
    pub ml_app: String,
    /// The submitter's id for events that carry none; Datadog requires one. Default `anonymous`.
    pub submitter_id: String,
    /// Labels of score signals whose 4 and 5 mean "pass" and 1 and 2 "fail", beside `user_rating`:
    /// the label that the older shape's `quality_score` becomes belongs here.
    pub rating_labels: Vec<String>,
    /// How long one request may take, connecting included. Default 5 s.
    pub timeout: Duration,
    /// The most metrics (one per signal) in one request; at least 20 are always allowed, since one
    /// event may hold that many. Default 1000.
    pub max_metrics: usize,
    /// The most bytes in one request. Datadog takes about 5.1 MB; the default is 5,000,000.
    pub max_bytes: usize,
    /// Whether Datadog's stand-in may be on this machine or in this network; an Agent always may.
    /// Default no.
    pub allow_private: bool,
    /// What the events' span ids are.
    pub span_ids: SpanIds,
}

/// What the events' span ids are. Datadog documents decimal numbers; 16 digits could be either.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpanIds {
    /// What Datadog gave them: they go as they stand.
    #[default]
    AsIs,
    /// 16 hexadecimal digits, as OpenTelemetry writes them: they go as decimal numbers.
    Hex,
}

/// The way to Datadog.
#[derive(Clone, Debug)]
pub enum Route {
    /// Straight to `https://api.<site>`.
    Direct {
        /// Datadog's site, such as `datadoghq.eu`.
        site: String,
        /// The API key (`DD-API-KEY`).
        api_key: SecretString,
        /// Replaces `https://api.<site>`, for tests and the demo.
        origin: Option<String>,
    },
    /// Through a Datadog Agent on the network, which adds the key.
    Agent {
        /// Its address, such as `http://127.0.0.1:8126`.
        url: String,
    },
}

impl Config {
    /// The defaults for one way and one application.
    #[must_use]
    pub fn new(route: Route, ml_app: impl Into<String>) -> Self {
        Self {
            name: "datadog".to_owned(),
            route,
            ml_app: ml_app.into(),
            submitter_id: "anonymous".to_owned(),
            rating_labels: Vec::new(),
            timeout: Duration::from_secs(5),
            max_metrics: 1_000,
            max_bytes: 5_000_000,
            allow_private: false,
            span_ids: SpanIds::AsIs,
        }
    }
}
