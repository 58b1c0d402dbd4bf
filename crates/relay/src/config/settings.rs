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
        name: "log_format",
        environment: &["THUMBSPAN_LOG_FORMAT"],
        kind: Kind::Choice(&["text", "json"]),
        default: Some("text"),
        meaning: "How a line of the log looks. In `json` it is an object; a line about an event has event_id, and span_id and trace_id where its target has them.",
        ..PLAIN
    },
    Setting {
        name: "metrics_listen",
        environment: &["THUMBSPAN_METRICS_LISTEN"],
        kind: Kind::Address,
        meaning: "Where Prometheus reads /metrics: an address of the operator's network, such as 127.0.0.1:9464. Not set: nowhere. Anyone who reaches it can read it; it holds no feedback.",
        ..PLAIN
    },
    Setting {
        name: "traces_url",
        environment: &["THUMBSPAN_TRACES_URL"],
        kind: Kind::Endpoint,
        meaning: "Where the relay's own traces go, by OTLP/HTTP as protobuf: such as http://127.0.0.1:4318/v1/traces. Not set: nowhere. A span for each submission and each request to a sink, linked to the rated spans; no comment, no secret and no client's address. Headers stand in OTEL_EXPORTER_OTLP_TRACES_HEADERS.",
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
        meaning: "Where accepted events are kept until they are delivered: `sqlite:` and a file on a local disk, for one relay, or the URL of a PostgreSQL database, which several relays may share: `postgres://USER:PASSWORD@HOST/DATABASE`, or `postgres://USER@/DATABASE?host=/run/postgresql` for a socket. See [operating](operating.md#more-than-one-relay).",
        ..PLAIN
    },
    Setting {
        name: "store_max_mib",
        environment: &["THUMBSPAN_STORE_MAX_MIB"],
        kind: Kind::Number(1, 1_048_576),
        default: Some("1024"),
        unit: "MiB",
        meaning: "How large the file may grow; on PostgreSQL the server's own disk is the limit. A full store refuses new events with 503; it drops none.",
        ..PLAIN
    },
    Setting {
        name: "store_network_files",
        environment: &["THUMBSPAN_STORE_NETWORK_FILES"],
        kind: Kind::Choice(&["refuse", "allow"]),
        default: Some("refuse"),
        meaning: "Whether a file of the store may lie on a network's file system (NFS, SMB, 9p, FUSE and their like). Most of them keep neither locks nor fsync as SQLite needs them: events get lost.",
        ..PLAIN
    },
    Setting {
        name: "store_lease_s",
        environment: &["THUMBSPAN_STORE_LEASE_S"],
        kind: Kind::Number(2, 3_600),
        default: Some("60"),
        unit: "seconds",
        meaning: "On PostgreSQL: how long events are one relay's alone once it took them for delivery, and so how long after its death another relay takes them. It is renewed while a sink has them in hand.",
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
        meaning: "How long a delivered event stays in the store, so that a late repeat is known. In PostgreSQL it may stay 25 hours longer.",
        ..PLAIN
    },
    Setting {
        name: "body_timeout_s",
        environment: &["THUMBSPAN_BODY_TIMEOUT_S"],
        kind: Kind::Number(1, 600),
        default: Some("10"),
        unit: "seconds",
        meaning: "How long a request's head, and then its body, may take to arrive, how long a connection may be idle, and how long an answer may stand still.",
        ..PLAIN
    },
    Setting {
        name: "access",
        environment: &["THUMBSPAN_ACCESS"],
        kind: Kind::Choice(&["ticket", "open", "server"]),
        default: Some("ticket"),
        meaning: "Who may send feedback: whoever has a ticket (needs `ticket_keys` or `ticket_keys_file`), pages of `allowed_origins` (stored as `verified:false`), or back ends with one of `api_keys` alone. See [tickets](tickets.md). An API key counts in every mode.",
        ..PLAIN
    },
    Setting {
        name: "apps",
        environment: &["THUMBSPAN_APPS"],
        kind: Kind::MlApps,
        meaning: "The applications (`ml_app`) that have settings of their own, `app_NAME_…` with `_` for every sign in the name: `access` of `my-bot` is `app_my_bot_access`. The keys of one let nobody in for another, and the relay's own keys for none of them; where one has no `access` or `allowed_origins`, the relay's hold. A ticket says itself which application it is for; without a ticket the event does. The relay's own settings hold for all others and for events that name none. See [tickets](tickets.md#several-applications).",
        ..PLAIN
    },
    Setting {
        name: "scrub",
        environment: &["THUMBSPAN_SCRUB"],
        kind: Kind::Choices(&["email", "phone", "card", "secret"]),
        meaning: "What is taken out of comments, corrections, other texts and the reasoning of evaluations before they are stored: `[email]` and its like stand there instead. It lowers what is stored by accident; it finds what is typical and no more. A trace id in a comment counts as a secret.",
        ..PLAIN
    },
    Setting {
        name: "scrub_patterns",
        environment: &["THUMBSPAN_SCRUB_PATTERNS"],
        kind: Kind::Lines,
        meaning: "Regular expressions (<https://docs.rs/regex/latest/regex/#syntax>) of what else is taken out of texts before they are stored: `[redacted]` stands there instead.",
        ..PLAIN
    },
    Setting {
        name: "allowed_origins",
        environment: &["THUMBSPAN_ALLOWED_ORIGINS"],
        kind: Kind::Origins,
        default: Some("*"),
        meaning: "The web origins whose pages may read the relay's answers and, with `access` set to `open`, send feedback; then it must be set, and to `*` only on a loopback address. It is no access control: whoever is not a browser can send any origin.",
        ..PLAIN
    },
    Setting {
        name: "api_keys",
        environment: &["THUMBSPAN_API_KEYS"],
        kind: Kind::List,
        secret: true,
        meaning: "Keys of back ends, for the header X-API-Key or Authorization: Bearer. `/v1/evaluations` always needs one of them; when set, the older end point `/api/v1/feedback` does as well.",
        ..PLAIN
    },
    Setting {
        name: "ticket_keys",
        environment: &["THUMBSPAN_TICKET_KEYS"],
        kind: Kind::List,
        secret: true,
        meaning: "Keys of tickets, each as `kid:HS256:base64` (at least 32 bytes) or `kid:EdDSA:base64` (the public key). See [tickets](tickets.md).",
        ..PLAIN
    },
    Setting {
        name: "ticket_keys_file",
        environment: &["THUMBSPAN_TICKET_KEYS_FILE"],
        kind: Kind::Path,
        meaning: "A file with keys of tickets, which is read again when it changes: TOML with `[[keys]]` of `kid`, `alg` and `key`, or the same as JSON.",
        ..PLAIN
    },
    Setting {
        name: "ticket_keys_look_s",
        environment: &["THUMBSPAN_TICKET_KEYS_LOOK_S"],
        kind: Kind::Number(1, 3_600),
        default: Some("5"),
        unit: "seconds",
        meaning: "How often ticket_keys_file is looked at.",
        ..PLAIN
    },
    Setting {
        name: "ticket_audience",
        environment: &["THUMBSPAN_TICKET_AUDIENCE"],
        meaning: "The relay's name, which a ticket must have in `aud`: its public address, for example. Needed with keys of tickets.",
        ..PLAIN
    },
    Setting {
        name: "ticket_grace_s",
        environment: &["THUMBSPAN_TICKET_GRACE_S"],
        kind: Kind::Number(0, 86_400),
        default: Some("3600"),
        unit: "seconds",
        meaning: "How long after its end a ticket still counts, for a vote that waited in a browser without a network.",
        ..PLAIN
    },
    Setting {
        name: "ticket_revisions",
        environment: &["THUMBSPAN_TICKET_REVISIONS"],
        kind: Kind::Number(0, 1_000),
        default: Some("10"),
        meaning: "How often what was said under one label with one ticket may be changed.",
        ..PLAIN
    },
    Setting {
        name: "limit_address_per_minute",
        environment: &["THUMBSPAN_LIMIT_ADDRESS_PER_MINUTE"],
        kind: Kind::Number(0, 1_000_000),
        default: Some("30"),
        unit: "requests",
        meaning: "Requests from one IPv4 address or one /64 of IPv6, 20 of them at once; 0: no limit. Ten questions of `/v1/feedback/restore` are one request, with a count of their own; requests with a valid API key do not count.",
        ..PLAIN
    },
    Setting {
        name: "limit_submitter_per_hour",
        environment: &["THUMBSPAN_LIMIT_SUBMITTER_PER_HOUR"],
        kind: Kind::Number(0, 1_000_000),
        default: Some("60"),
        unit: "events",
        meaning: "Events in one person's name, as tickets give it; 0: no limit.",
        ..PLAIN
    },
    Setting {
        name: "limit_ticket_per_hour",
        environment: &["THUMBSPAN_LIMIT_TICKET_PER_HOUR"],
        kind: Kind::Number(0, 1_000_000),
        default: Some("60"),
        unit: "events",
        meaning: "Events under one ticket; 0: no limit.",
        ..PLAIN
    },
    Setting {
        name: "limit_app_per_second",
        environment: &["THUMBSPAN_LIMIT_APP_PER_SECOND"],
        kind: Kind::Number(0, 1_000_000),
        default: Some("100"),
        unit: "events",
        meaning: "Events of one application (`ml_app`), twice as many at once; what comes without a ticket or key counts as one application; 0: no limit.",
        ..PLAIN
    },
    Setting {
        name: "max_connections",
        environment: &["THUMBSPAN_MAX_CONNECTIONS"],
        kind: Kind::Number(1, 1_000_000),
        default: Some("800"),
        unit: "connections",
        meaning: "How many connections may be open. More are answered with 503 and Retry-After. Keep it a hundred below the process's limit of open files.",
        ..PLAIN
    },
    Setting {
        name: "max_connections_per_address",
        environment: &["THUMBSPAN_MAX_CONNECTIONS_PER_ADDRESS"],
        kind: Kind::Number(1, 1_000_000),
        default: Some("100"),
        unit: "connections",
        meaning: "How many of them one IPv4 address or one /64 of IPv6 may have; `trusted_proxies` may have them all.",
        ..PLAIN
    },
    Setting {
        name: "trusted_proxies",
        environment: &["THUMBSPAN_TRUSTED_PROXIES"],
        kind: Kind::Networks,
        meaning: "The proxies whose X-Forwarded-For counts, such as 10.0.0.0/8. Without any, the other end of the connection is the client.",
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
