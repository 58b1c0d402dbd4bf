//! The one table of settings.

use super::kind::Kind;

/// One setting: its TOML key, its variables, and what it means.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The key in the TOML file.
    pub name: &'static str,
    /// The environment variables that set it; the first that is set and not empty wins.
    pub environment: &'static [&'static str],
    /// The form of its value.
    pub kind: Kind,
    /// What holds when nothing sets it.
    pub default: Option<&'static str>,
    /// The value's unit, or nothing.
    pub unit: &'static str,
    /// Whether the value must never be shown.
    pub secret: bool,
    /// What it does.
    pub meaning: &'static str,
}

mod sinks;

use sinks::SINKS;

const PLAIN: Setting = Setting {
    name: "",
    environment: &[],
    kind: Kind::Text,
    default: None,
    unit: "",
    secret: false,
    meaning: "",
};

/// Every setting, in the order of the documentation.
pub const SETTINGS: &[Setting] = &joined::<{ RELAY.len() + SINKS.len() }>(RELAY, SINKS);

const fn joined<const ALL: usize>(first: &[Setting], second: &[Setting]) -> [Setting; ALL] {
    let mut all = [PLAIN; ALL];
    let mut at = 0;
    while at < ALL {
        all[at] = if at < first.len() {
            first[at]
        } else {
            second[at - first.len()]
        };
        at += 1;
    }
    all
}

/// Those of the relay and of its first two sinks.
const RELAY: &[Setting] = &[
    Setting {
        name: "listen",
        environment: &["THUMBSPAN_LISTEN"],
        kind: Kind::Address,
        default: Some("127.0.0.1:8787"),
        meaning: "Where the relay listens. Port 0 takes a free port.",
        ..PLAIN
    },
    Setting {
        name: "log",
        environment: &["THUMBSPAN_LOG"],
        kind: Kind::Choice(&["error", "warn", "info", "debug", "trace"]),
        default: Some("info"),
        meaning: "How much the relay logs to stderr. Comments are never logged.",
        ..PLAIN
    },
    Setting {
        name: "shutdown_s",
        environment: &["THUMBSPAN_SHUTDOWN_S"],
        kind: Kind::Number(0, 3_600),
        default: Some("10"),
        unit: "seconds",
        meaning: "How long a stop waits for requests and deliveries under way. What is stored stays stored.",
        ..PLAIN
    },
    Setting {
        name: "store",
        environment: &["THUMBSPAN_STORE"],
        kind: Kind::Store,
        default: Some("sqlite:thumbspan.db"),
        meaning: "Where accepted events are kept until they are delivered: a file on a local disk.",
        ..PLAIN
    },
    Setting {
        name: "store_max_mib",
        environment: &["THUMBSPAN_STORE_MAX_MIB"],
        kind: Kind::Number(1, 1_048_576),
        default: Some("1024"),
        unit: "MiB",
        meaning: "How large the store may grow. A full store refuses new events with 503; it drops none.",
        ..PLAIN
    },
    Setting {
        name: "store_queue",
        environment: &["THUMBSPAN_STORE_QUEUE"],
        kind: Kind::Number(1, 1_000_000),
        default: Some("8192"),
        unit: "requests",
        meaning: "How many requests may wait for the store. More are refused with 503 and Retry-After.",
        ..PLAIN
    },
    Setting {
        name: "keep_delivered_days",
        environment: &["THUMBSPAN_KEEP_DELIVERED_DAYS"],
        kind: Kind::Number(0, 3_650),
        default: Some("7"),
        unit: "days",
        meaning: "How long a delivered event stays in the store, so that a late repeat is known.",
        ..PLAIN
    },
    Setting {
        name: "body_timeout_s",
        environment: &["THUMBSPAN_BODY_TIMEOUT_S"],
        kind: Kind::Number(1, 600),
        default: Some("10"),
        unit: "seconds",
        meaning: "How long a request's head, and then its body, may take to arrive.",
        ..PLAIN
    },
    Setting {
        name: "allowed_origins",
        environment: &["THUMBSPAN_ALLOWED_ORIGINS"],
        kind: Kind::Origins,
        default: Some("*"),
        meaning: "The web origins whose pages may read the relay's answers. It is no access control: whoever is not a browser can send any origin.",
        ..PLAIN
    },
    Setting {
        name: "api_keys",
        environment: &["THUMBSPAN_API_KEYS"],
        kind: Kind::List,
        secret: true,
        meaning: "When set, the older end point /api/v1/feedback needs one of these keys in X-API-Key.",
        ..PLAIN
    },
    Setting {
        name: "assets_dir",
        environment: &["THUMBSPAN_ASSETS_DIR"],
        kind: Kind::Path,
        meaning: "The folder with thumbspan.js and its wasm, read once at the start. Not set: the relay serves no widget.",
        ..PLAIN
    },
    Setting {
        name: "older_thumbs_label",
        environment: &["THUMBSPAN_OLDER_THUMBS_LABEL"],
        kind: Kind::Label,
        default: Some("user_thumbs"),
        meaning: "The label that `feedback_type` of the older end point becomes.",
        ..PLAIN
    },
    Setting {
        name: "older_rating_label",
        environment: &["THUMBSPAN_OLDER_RATING_LABEL"],
        kind: Kind::Label,
        default: Some("user_rating"),
        meaning: "The label that `quality_score` of the older end point becomes.",
        ..PLAIN
    },
    Setting {
        name: "older_comment_label",
        environment: &["THUMBSPAN_OLDER_COMMENT_LABEL"],
        kind: Kind::Label,
        default: Some("user_comment"),
        meaning: "The label that `comment` of the older end point becomes.",
        ..PLAIN
    },
    Setting {
        name: "sinks",
        environment: &["THUMBSPAN_SINKS"],
        kind: Kind::Sinks,
        meaning: "Where events go. At least one is needed. Several of one kind have names: the settings of `webhook:audit` are `webhook_audit_url` and so on; those that it lacks are those of `webhook`, but for addresses and secrets. See docs/sinks.md.",
        ..PLAIN
    },
    Setting {
        name: "retry_first_ms",
        environment: &["THUMBSPAN_RETRY_FIRST_MS"],
        kind: Kind::Number(1, 3_600_000),
        default: Some("1000"),
        unit: "milliseconds",
        meaning: "The upper bound of the wait before the first retry of a delivery. It doubles with each retry; the wait is drawn at random below it.",
        ..PLAIN
    },
    Setting {
        name: "retry_most_s",
        environment: &["THUMBSPAN_RETRY_MOST_S"],
        kind: Kind::Number(1, 86_400),
        default: Some("300"),
        unit: "seconds",
        meaning: "The highest bound of the wait between two tries.",
        ..PLAIN
    },
    Setting {
        name: "give_up_hours",
        environment: &["THUMBSPAN_GIVE_UP_HOURS"],
        kind: Kind::Number(1, 8_760),
        default: Some("168"),
        unit: "hours",
        meaning: "How long after its arrival an event is still tried. Then it is a dead letter, kept with the reason.",
        ..PLAIN
    },
    Setting {
        name: "pause_s",
        environment: &["THUMBSPAN_PAUSE_S"],
        kind: Kind::Number(1, 86_400),
        default: Some("300"),
        unit: "seconds",
        meaning: "How long a sink rests that refuses the relay itself (a wrong key). Its events are kept.",
        ..PLAIN
    },
    Setting {
        name: "datadog_route",
        environment: &["THUMBSPAN_DATADOG_ROUTE"],
        kind: Kind::Choice(&["direct", "agent"]),
        default: Some("direct"),
        meaning: "Straight to Datadog with an API key, or through a Datadog Agent, which has the key.",
        ..PLAIN
    },
    Setting {
        name: "datadog_api_key",
        environment: &["THUMBSPAN_DATADOG_API_KEY", "DD_API_KEY"],
        secret: true,
        meaning: "Datadog's API key, for the route `direct`. An application key is not needed.",
        ..PLAIN
    },
    Setting {
        name: "datadog_site",
        environment: &["THUMBSPAN_DATADOG_SITE", "DD_SITE"],
        kind: Kind::Host,
        default: Some("datadoghq.com"),
        meaning: "The Datadog site of your account, see <https://docs.datadoghq.com/getting_started/site/>.",
        ..PLAIN
    },
    Setting {
        name: "datadog_origin",
        environment: &["THUMBSPAN_DATADOG_ORIGIN", "DD_LLMOBS_OVERRIDE_ORIGIN"],
        kind: Kind::Url,
        meaning: "Replaces https://api.SITE, for a proxy or a test. The API key is sent there.",
        ..PLAIN
    },
    Setting {
        name: "datadog_agent_url",
        environment: &["THUMBSPAN_DATADOG_AGENT_URL", "DD_TRACE_AGENT_URL"],
        kind: Kind::Url,
        default: Some("http://127.0.0.1:8126"),
        meaning: "The Agent's address, for the route `agent`.",
        ..PLAIN
    },
    Setting {
        name: "datadog_ml_app",
        environment: &["THUMBSPAN_DATADOG_ML_APP", "DD_LLMOBS_ML_APP"],
        kind: Kind::MlApp,
        meaning: "The application's name as its spans carry it, for events that name none.",
        ..PLAIN
    },
    Setting {
        name: "datadog_submitter_id",
        environment: &["THUMBSPAN_DATADOG_SUBMITTER_ID"],
        default: Some("anonymous"),
        meaning: "The submitter's id for events that name none; Datadog requires one.",
        ..PLAIN
    },
    Setting {
        name: "datadog_timeout_s",
        environment: &["THUMBSPAN_DATADOG_TIMEOUT_S"],
        kind: Kind::Number(1, 600),
        default: Some("5"),
        unit: "seconds",
        meaning: "How long one request to Datadog may take.",
        ..PLAIN
    },
    Setting {
        name: "datadog_max_metrics",
        environment: &["THUMBSPAN_DATADOG_MAX_METRICS"],
        kind: Kind::Number(20, 10_000),
        default: Some("1000"),
        unit: "metrics",
        meaning: "How many metrics (one per signal) go into one request.",
        ..PLAIN
    },
    Setting {
        name: "jsonl_path",
        environment: &["THUMBSPAN_JSONL_PATH"],
        kind: Kind::Path,
        meaning: "The file that gets one line of JSON per delivered event.",
        ..PLAIN
    },
];
