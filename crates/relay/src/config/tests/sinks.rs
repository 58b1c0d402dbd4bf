//! The settings of the sinks: each kind, named ones, routing.

use super::*;
use crate::sinks::datadog::SpanIds;
use crate::sinks::{langfuse, otlp};

fn sinks(variables: Variables<'_>) -> Vec<SinkConfig> {
    with(variables).unwrap().sinks
}

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[test]
fn a_named_sink_has_settings_of_its_own_and_shares_what_is_neither_secret_nor_an_address() {
    let text = "
access = \"server\"
api_keys = \"key\"
sinks = [\"otlp\", \"otlp:audit-log\", \"langfuse:eu\"]
otlp_url = \"http://one:4318\"
otlp_headers = \"x-token=one\"
otlp_encoding = \"json\"
otlp_service = \"one\"
otlp_audit_log_url = \"http://two:4318/otlp\"
otlp_audit_log_service = \"two\"
private_sinks = \"otlp:audit-log\"
langfuse_url = \"https://elsewhere.example\"
langfuse_public_key = \"other\"
langfuse_body = \"list\"
langfuse_eu_public_key = \"pk\"
langfuse_eu_secret_key = \"sk\"
";
    let config = of_file(text).unwrap().config().unwrap();
    let [
        SinkConfig::Langfuse(eu),
        SinkConfig::Otlp(one),
        SinkConfig::Otlp(two),
    ] = &config.sinks[..]
    else {
        panic!("{:?}", config.sinks);
    };
    assert_eq!(
        (one.at.name.as_str(), one.at.url.as_str()),
        ("otlp", "http://one:4318")
    );
    assert_eq!(
        (two.at.name.as_str(), two.at.url.as_str()),
        ("otlp:audit-log", "http://two:4318/otlp")
    );
    assert_eq!(
        (one.headers.len(), two.headers.len()),
        (1, 0),
        "a secret is not shared"
    );
    assert_eq!((one.service.as_str(), two.service.as_str()), ("one", "two"));
    assert_eq!(
        [one.encoding, two.encoding],
        [otlp::Encoding::Json; 2],
        "shared"
    );
    assert_eq!([one.at.allow_private, two.at.allow_private], [false, true]);
    assert_eq!(
        eu.at.url, "https://cloud.langfuse.com",
        "the table's address"
    );
    assert_eq!(
        (eu.public_key.as_str(), eu.body),
        ("pk", langfuse::Body::List)
    );
    let names: Vec<_> = config.routes.names().collect();
    assert_eq!(names, ["langfuse:eu", "otlp", "otlp:audit-log"]);
}

#[test]
fn a_named_sinks_variables_count_and_unknown_ones_name_the_nearest() {
    let mut variables = vec![
        ("THUMBSPAN_SINKS", "webhook:audit"),
        (
            "THUMBSPAN_WEBHOOK_AUDIT_URL",
            "https://hooks.example/in?token=t",
        ),
        ("THUMBSPAN_WEBHOOK_AUDIT_SECRETS", SECRET),
    ];
    let [SinkConfig::Webhook(webhook)] = &sinks(&variables)[..] else {
        panic!("one sink");
    };
    assert_eq!(webhook.at.url, "https://hooks.example/in?token=t");
    let settings = Settings::read(None, &environment(&variables)).unwrap();
    let shown = format!("{:?}", settings.effective());
    assert!(
        shown.contains("webhook_audit_url") && !shown.contains("token=t"),
        "{shown}"
    );
    assert!(!shown.contains(SECRET), "{shown}");

    variables.push(("THUMBSPAN_WEBHOOK_AUDIT_SECRET", "x"));
    let text = faults(&variables);
    assert!(
        text.contains("Did you mean THUMBSPAN_WEBHOOK_AUDIT_SECRETS?"),
        "{text}"
    );
    let text = faults(&[
        ("THUMBSPAN_WEBHOOK_AUDIT_URL", "https://x"),
        ("THUMBSPAN_SINKS", "jsonl"),
    ]);
    assert!(text.contains("There is no such setting"), "{text}");
    let text = faults(&variables[..1]);
    assert!(text.contains("webhook_audit_url (not set)"), "{text}");
    assert!(text.contains("webhook_audit_secrets (not set)"), "{text}");
    assert!(text.contains("since sinks names webhook:audit"), "{text}");
}

#[test]
fn every_kind_of_sink_is_read_and_names_what_it_misses() {
    let project = "11111111-2222-4333-8444-555555555555";
    let variables = [
        (
            "THUMBSPAN_SINKS",
            "braintrust,datadog,jsonl,langfuse,langsmith,mlflow,opik,otlp,phoenix,weave,webhook",
        ),
        ("BRAINTRUST_API_KEY", "k"),
        ("THUMBSPAN_BRAINTRUST_PROJECT_ID", project),
        ("DD_API_KEY", "k"),
        ("DD_LLMOBS_ML_APP", "bot"),
        ("THUMBSPAN_DATADOG_SPAN_IDS", "hex"),
        ("THUMBSPAN_JSONL_PATH", "x"),
        ("LANGFUSE_PUBLIC_KEY", "k"),
        ("LANGFUSE_SECRET_KEY", "k"),
        ("LANGSMITH_API_KEY", "k"),
        ("MLFLOW_TRACKING_URI", "http://mlflow:5000"),
        ("MLFLOW_TRACKING_USERNAME", "me"),
        ("MLFLOW_TRACKING_PASSWORD", "k"),
        ("THUMBSPAN_OTLP_URL", "http://collector:4318"),
        ("THUMBSPAN_PHOENIX_URL", "https://phoenix.example/s/space"),
        ("WANDB_API_KEY", "k"),
        ("THUMBSPAN_WEAVE_PROJECT", "team/weather"),
        ("THUMBSPAN_WEBHOOK_URL", "https://hooks.example"),
        ("THUMBSPAN_WEBHOOK_SECRETS", SECRET),
    ];
    let all = sinks(&variables);
    assert_eq!(all.len(), 11);
    assert!(matches!(&all[1], SinkConfig::Datadog(datadog) if datadog.span_ids == SpanIds::Hex));
    for at in 1..variables.len() {
        let mut fewer = variables.to_vec();
        let (gone, _) = fewer.remove(at);
        // What may be missing: MLflow is open without a user, and ids are as they are.
        let optional = ["THUMBSPAN_DATADOG_SPAN_IDS", "MLFLOW_TRACKING_USERNAME"];
        assert_eq!(with(&fewer).is_ok(), optional.contains(&gone), "{gone}");
    }
}

#[test]
fn lists_route_events_and_targets_wait_for_an_hour() {
    let config = with(&[
        ("THUMBSPAN_SINKS", "jsonl,jsonl:b"),
        ("THUMBSPAN_JSONL_PATH", "x"),
        ("THUMBSPAN_JSONL_B_PATH", "y"),
        ("THUMBSPAN_JSONL_B_ML_APPS", "bot, other"),
        ("THUMBSPAN_JSONL_TAGS", "team:a:b"),
    ])
    .unwrap();
    let mut event = crate::testing::event(1);
    assert_eq!(config.routes.of(&event).join(" "), "");
    event.ml_app = Some("other".to_owned());
    event.tags = vec![("team".to_owned(), "a:b".to_owned())];
    assert_eq!(
        config.routes.of(&event).join(" "),
        "jsonl jsonl:b",
        "tags are shared"
    );
    event.tags.clear();
    assert_eq!(config.routes.of(&event).join(" "), "");
    assert_eq!(config.retry.target_wait, Duration::from_secs(3_600));
}

#[test]
fn sinks_settings_out_of_form_are_refused() {
    for (variable, value) in [
        ("THUMBSPAN_SINKS", "webhook:"),
        ("THUMBSPAN_PRIVATE_SINKS", "nowhere"),
        ("THUMBSPAN_OTLP_URL", "collector:4318"),
        ("THUMBSPAN_OTLP_URL", "http://u:p@collector"),
        ("THUMBSPAN_OTLP_URL", "http://collector?x"),
        ("THUMBSPAN_WEBHOOK_URL", "http://hook#part"),
        ("THUMBSPAN_OTLP_HEADERS", "no equals"),
        ("THUMBSPAN_OTLP_HEADERS", "bad name=x"),
        ("THUMBSPAN_WEBHOOK_SECRETS", "plain"),
        ("THUMBSPAN_BRAINTRUST_PROJECT_ID", "my project"),
        ("THUMBSPAN_JSONL_TAGS", "team"),
        ("THUMBSPAN_JSONL_TAGS", ":a"),
    ] {
        let text = faults(&[(variable, value)]);
        assert!(text.contains(variable), "{variable}={value}: {text}");
    }
}
