//! A sink of each kind.

use std::path::Path;

use crate::sinks::testing::connection;
use crate::sinks::{SinkConfig, braintrust, datadog, jsonl, langfuse, langsmith, mlflow};
use crate::sinks::{opik, otlp, phoenix, weave, webhook};

const PROJECT: &str = "11111111-2222-4333-8444-555555555555";
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// A sink of each kind at this address, in the order of the page.
pub(super) fn all(url: &str, lines: &Path) -> Vec<(&'static str, SinkConfig)> {
    let at = |name| connection(name, url);
    let key = || "k3y".into();
    let route = datadog::Route::Direct {
        site: "datadoghq.com".to_owned(),
        api_key: key(),
        origin: Some(url.to_owned()),
    };
    let datadog = datadog::Config {
        allow_private: true,
        ..datadog::Config::new(route, "app")
    };
    let text = str::to_owned;
    vec![
        ("datadog", SinkConfig::Datadog(datadog)),
        (
            "otlp",
            SinkConfig::Otlp(otlp::Config {
                at: at("otlp"),
                encoding: otlp::Encoding::Protobuf,
                service: text("relay"),
                headers: Vec::new(),
            }),
        ),
        (
            "phoenix",
            SinkConfig::Phoenix(phoenix::Config {
                at: at("phoenix"),
                api_key: None,
            }),
        ),
        (
            "mlflow",
            SinkConfig::Mlflow(mlflow::Config {
                at: at("mlflow"),
                access: mlflow::Access::Open,
                submitter_id: text("anonymous"),
            }),
        ),
        (
            "langfuse",
            SinkConfig::Langfuse(langfuse::Config {
                at: at("langfuse"),
                public_key: text("pk"),
                secret_key: key(),
                body: langfuse::Body::Single,
            }),
        ),
        (
            "langsmith",
            SinkConfig::Langsmith(langsmith::Config {
                at: at("langsmith"),
                api_key: key(),
                project_id: None,
            }),
        ),
        (
            "opik",
            SinkConfig::Opik(opik::Config {
                at: at("opik"),
                api_key: None,
                workspace: None,
                project: text("p"),
            }),
        ),
        (
            "braintrust",
            SinkConfig::Braintrust(braintrust::Config {
                at: at("braintrust"),
                api_key: key(),
                project_id: text(PROJECT),
            }),
        ),
        (
            "weave",
            SinkConfig::Weave(weave::Config {
                at: at("weave"),
                api_key: key(),
                project: text("team/weather"),
            }),
        ),
        (
            "webhook",
            SinkConfig::Webhook(webhook::Config {
                at: at("webhook"),
                secrets: vec![webhook::Secret::read(SECRET).unwrap()],
            }),
        ),
        (
            "jsonl",
            SinkConfig::Jsonl(jsonl::Config {
                name: text("jsonl"),
                path: lines.to_owned(),
            }),
        ),
    ]
}
