//! The settings of the sinks, but for the oldest ones of Datadog and the file.

use super::{Kind, PLAIN, Setting};

/// Which events a sink takes.
macro_rules! routing {
    ($kind:literal, $variable:literal) => {
        [
            Setting {
                name: concat!($kind, "_ml_apps"),
                environment: &[concat!("THUMBSPAN_", $variable, "_ML_APPS")],
                kind: Kind::List,
                meaning: "The applications (`ml_app`) whose events this sink takes; not set: of all. An event that names none goes only to sinks without this setting.",
                ..PLAIN
            },
            Setting {
                name: concat!($kind, "_tags"),
                environment: &[concat!("THUMBSPAN_", $variable, "_TAGS")],
                kind: Kind::Tags,
                meaning: "The tags of which an event must carry one for this sink to take it; not set: it takes all.",
                ..PLAIN
            },
        ]
    };
}

/// How long one request takes.
macro_rules! timeout {
    ($kind:literal, $variable:literal) => {
        Setting {
            name: concat!($kind, "_timeout_s"),
            environment: &[concat!("THUMBSPAN_", $variable, "_TIMEOUT_S")],
            kind: Kind::Number(1, 600),
            default: Some("15"),
            unit: "seconds",
            meaning: "How long one request may take.",
            ..PLAIN
        }
    };
}

const DATADOG: [Setting; 2] = routing!("datadog", "DATADOG");
const JSONL: [Setting; 2] = routing!("jsonl", "JSONL");
const OTLP: [Setting; 2] = routing!("otlp", "OTLP");
const PHOENIX: [Setting; 2] = routing!("phoenix", "PHOENIX");
const MLFLOW: [Setting; 2] = routing!("mlflow", "MLFLOW");
const LANGFUSE: [Setting; 2] = routing!("langfuse", "LANGFUSE");
const WEBHOOK: [Setting; 2] = routing!("webhook", "WEBHOOK");
const LANGSMITH: [Setting; 2] = routing!("langsmith", "LANGSMITH");
const OPIK: [Setting; 2] = routing!("opik", "OPIK");
const BRAINTRUST: [Setting; 2] = routing!("braintrust", "BRAINTRUST");
const WEAVE: [Setting; 2] = routing!("weave", "WEAVE");

pub(super) const SINKS: &[Setting] = &[
    Setting {
        name: "private_sinks",
        environment: &["THUMBSPAN_PRIVATE_SINKS"],
        kind: Kind::SinksOrAll,
        meaning: "The sinks whose address may be on this machine or in a private network. The others connect to public addresses alone, and use no proxy. `datadog_route = agent` needs no entry.",
        ..PLAIN
    },
    Setting {
        name: "target_wait_minutes",
        environment: &["THUMBSPAN_TARGET_WAIT_MINUTES"],
        kind: Kind::Number(0, 525_600),
        default: Some("60"),
        unit: "minutes",
        meaning: "How long after its arrival an event waits for a trace that its sink does not know yet. Then it is a dead letter. Other events do not wait for it.",
        ..PLAIN
    },
    Setting {
        name: "datadog_span_ids",
        environment: &["THUMBSPAN_DATADOG_SPAN_IDS"],
        kind: Kind::Choice(&["as-is", "hex"]),
        default: Some("as-is"),
        meaning: "What the span ids are: `as-is`, what ddtrace gave; `hex`, OpenTelemetry's 16 hexadecimal digits, which go to Datadog as decimal numbers. It cannot be told from the id: 16 digits can be both.",
        ..PLAIN
    },
    DATADOG[0],
    DATADOG[1],
    JSONL[0],
    JSONL[1],
    Setting {
        name: "otlp_url",
        environment: &["THUMBSPAN_OTLP_URL"],
        kind: Kind::BaseUrl,
        meaning: "The OTLP/HTTP receiver, to which /v1/logs is appended, such as http://127.0.0.1:4318.",
        ..PLAIN
    },
    Setting {
        name: "otlp_headers",
        environment: &["THUMBSPAN_OTLP_HEADERS"],
        kind: Kind::Headers,
        secret: true,
        meaning: "Headers that the receiver wants, such as a key.",
        ..PLAIN
    },
    Setting {
        name: "otlp_encoding",
        environment: &["THUMBSPAN_OTLP_ENCODING"],
        kind: Kind::Choice(&["protobuf", "json"]),
        default: Some("protobuf"),
        meaning: "How records are written.",
        ..PLAIN
    },
    Setting {
        name: "otlp_service",
        environment: &["THUMBSPAN_OTLP_SERVICE"],
        default: Some("thumbspan-relay"),
        meaning: "`service.name` of the records.",
        ..PLAIN
    },
    timeout!("otlp", "OTLP"),
    OTLP[0],
    OTLP[1],
    Setting {
        name: "phoenix_url",
        environment: &["THUMBSPAN_PHOENIX_URL"],
        kind: Kind::BaseUrl,
        meaning: "The Phoenix server, such as http://127.0.0.1:6006.",
        ..PLAIN
    },
    Setting {
        name: "phoenix_api_key",
        environment: &["THUMBSPAN_PHOENIX_API_KEY", "PHOENIX_API_KEY"],
        secret: true,
        meaning: "The API key, where the server wants one.",
        ..PLAIN
    },
    timeout!("phoenix", "PHOENIX"),
    PHOENIX[0],
    PHOENIX[1],
    Setting {
        name: "mlflow_url",
        environment: &["THUMBSPAN_MLFLOW_URL", "MLFLOW_TRACKING_URI"],
        kind: Kind::BaseUrl,
        meaning: "The MLflow tracking server (version 3), such as http://127.0.0.1:5000.",
        ..PLAIN
    },
    Setting {
        name: "mlflow_token",
        environment: &["THUMBSPAN_MLFLOW_TOKEN", "MLFLOW_TRACKING_TOKEN"],
        secret: true,
        meaning: "The token, where the server wants one.",
        ..PLAIN
    },
    Setting {
        name: "mlflow_user",
        environment: &["THUMBSPAN_MLFLOW_USER", "MLFLOW_TRACKING_USERNAME"],
        secret: true,
        meaning: "The user's name, where the server wants one and no token.",
        ..PLAIN
    },
    Setting {
        name: "mlflow_password",
        environment: &["THUMBSPAN_MLFLOW_PASSWORD", "MLFLOW_TRACKING_PASSWORD"],
        secret: true,
        meaning: "The user's password.",
        ..PLAIN
    },
    Setting {
        name: "mlflow_submitter_id",
        environment: &["THUMBSPAN_MLFLOW_SUBMITTER_ID"],
        default: Some("anonymous"),
        meaning: "The source of an assessment when an event names no submitter.",
        ..PLAIN
    },
    timeout!("mlflow", "MLFLOW"),
    MLFLOW[0],
    MLFLOW[1],
    Setting {
        name: "langfuse_url",
        environment: &["THUMBSPAN_LANGFUSE_URL", "LANGFUSE_BASE_URL"],
        kind: Kind::BaseUrl,
        default: Some("https://cloud.langfuse.com"),
        meaning: "The Langfuse server.",
        ..PLAIN
    },
    Setting {
        name: "langfuse_public_key",
        environment: &["THUMBSPAN_LANGFUSE_PUBLIC_KEY", "LANGFUSE_PUBLIC_KEY"],
        secret: true,
        meaning: "The project's public key.",
        ..PLAIN
    },
    Setting {
        name: "langfuse_secret_key",
        environment: &["THUMBSPAN_LANGFUSE_SECRET_KEY", "LANGFUSE_SECRET_KEY"],
        secret: true,
        meaning: "The project's secret key.",
        ..PLAIN
    },
    Setting {
        name: "langfuse_body",
        environment: &["THUMBSPAN_LANGFUSE_BODY"],
        kind: Kind::Choice(&["single", "list"]),
        default: Some("single"),
        meaning: "`single`: one score a request, which every server takes; `list`: many, which new servers take.",
        ..PLAIN
    },
    timeout!("langfuse", "LANGFUSE"),
    LANGFUSE[0],
    LANGFUSE[1],
    Setting {
        name: "webhook_url",
        environment: &["THUMBSPAN_WEBHOOK_URL"],
        kind: Kind::Endpoint,
        secret: true,
        meaning: "Where each event is posted. It may hold a token: it is shown nowhere.",
        ..PLAIN
    },
    Setting {
        name: "webhook_secrets",
        environment: &["THUMBSPAN_WEBHOOK_SECRETS"],
        kind: Kind::Secrets,
        secret: true,
        meaning: "The secrets that sign, as Standard Webhooks writes them. With several every request has several signatures: set the new one beside the old, change the receiver, then remove the old.",
        ..PLAIN
    },
    timeout!("webhook", "WEBHOOK"),
    WEBHOOK[0],
    WEBHOOK[1],
    Setting {
        name: "langsmith_url",
        environment: &["THUMBSPAN_LANGSMITH_URL", "LANGSMITH_ENDPOINT"],
        kind: Kind::BaseUrl,
        default: Some("https://api.smith.langchain.com"),
        meaning: "The LangSmith API.",
        ..PLAIN
    },
    Setting {
        name: "langsmith_api_key",
        environment: &["THUMBSPAN_LANGSMITH_API_KEY", "LANGSMITH_API_KEY"],
        secret: true,
        meaning: "The API key.",
        ..PLAIN
    },
    Setting {
        name: "langsmith_project_id",
        environment: &["THUMBSPAN_LANGSMITH_PROJECT_ID"],
        kind: Kind::Uuid,
        meaning: "The id of the tracing project with the runs, which newer servers want.",
        ..PLAIN
    },
    timeout!("langsmith", "LANGSMITH"),
    LANGSMITH[0],
    LANGSMITH[1],
    Setting {
        name: "opik_url",
        environment: &["THUMBSPAN_OPIK_URL"],
        kind: Kind::BaseUrl,
        default: Some("https://www.comet.com/opik"),
        meaning: "The Opik server, to which /api is appended; on one's own machine http://127.0.0.1:5173.",
        ..PLAIN
    },
    Setting {
        name: "opik_api_key",
        environment: &["THUMBSPAN_OPIK_API_KEY", "OPIK_API_KEY"],
        secret: true,
        meaning: "The API key, where the server wants one.",
        ..PLAIN
    },
    Setting {
        name: "opik_workspace",
        environment: &["THUMBSPAN_OPIK_WORKSPACE", "OPIK_WORKSPACE"],
        meaning: "The workspace.",
        ..PLAIN
    },
    Setting {
        name: "opik_project",
        environment: &["THUMBSPAN_OPIK_PROJECT", "OPIK_PROJECT_NAME"],
        default: Some("Default Project"),
        meaning: "The project with the traces.",
        ..PLAIN
    },
    timeout!("opik", "OPIK"),
    OPIK[0],
    OPIK[1],
    Setting {
        name: "braintrust_url",
        environment: &["THUMBSPAN_BRAINTRUST_URL", "BRAINTRUST_API_URL"],
        kind: Kind::BaseUrl,
        default: Some("https://api.braintrust.dev"),
        meaning: "The Braintrust API.",
        ..PLAIN
    },
    Setting {
        name: "braintrust_api_key",
        environment: &["THUMBSPAN_BRAINTRUST_API_KEY", "BRAINTRUST_API_KEY"],
        secret: true,
        meaning: "The API key.",
        ..PLAIN
    },
    Setting {
        name: "braintrust_project_id",
        environment: &["THUMBSPAN_BRAINTRUST_PROJECT_ID"],
        kind: Kind::Uuid,
        meaning: "The id of the project with the logs.",
        ..PLAIN
    },
    timeout!("braintrust", "BRAINTRUST"),
    BRAINTRUST[0],
    BRAINTRUST[1],
    Setting {
        name: "weave_url",
        environment: &["THUMBSPAN_WEAVE_URL"],
        kind: Kind::BaseUrl,
        default: Some("https://trace.wandb.ai"),
        meaning: "The Weave trace server.",
        ..PLAIN
    },
    Setting {
        name: "weave_api_key",
        environment: &["THUMBSPAN_WEAVE_API_KEY", "WANDB_API_KEY"],
        secret: true,
        meaning: "The W&B API key.",
        ..PLAIN
    },
    Setting {
        name: "weave_project",
        environment: &["THUMBSPAN_WEAVE_PROJECT"],
        meaning: "The project with the calls, as `entity/project`.",
        ..PLAIN
    },
    timeout!("weave", "WEAVE"),
    WEAVE[0],
    WEAVE[1],
];
