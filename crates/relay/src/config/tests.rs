use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::sinks::SinkConfig;
use crate::sinks::datadog::{Route, SpanIds};
use crate::sinks::{langfuse, otlp};

type Variables<'a> = &'a [(&'a str, &'a str)];

const JSONL: Variables<'static> = &[("THUMBSPAN_SINKS", "jsonl"), ("THUMBSPAN_JSONL_PATH", "x")];

fn environment(variables: Variables<'_>) -> BTreeMap<String, String> {
    variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

fn with(variables: Variables<'_>) -> Result<Config, Faults> {
    Settings::read(None, &environment(variables))?.config()
}

fn faults(variables: Variables<'_>) -> String {
    with(variables).unwrap_err().to_string()
}

fn of_file(text: &str) -> Result<Settings, Faults> {
    let name = "relay.toml";
    Settings::read(Some(File { name, text }), &BTreeMap::new())
}

#[test]
fn configuration_page_matches_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/configuration.md");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, page()).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap_or_default() == page(),
        "docs/configuration.md differs from the table: run `UPDATE=1 cargo test -p thumbspan-relay --lib configuration_page`"
    );
}

#[test]
fn every_default_has_its_kinds_form() {
    for setting in SETTINGS {
        if let Some(default) = setting.default {
            assert_eq!(setting.kind.check(default), Ok(()), "{}", setting.name);
        }
        assert!(!setting.meaning.is_empty(), "{}", setting.name);
        let own = format!("THUMBSPAN_{}", setting.name.to_uppercase());
        assert_eq!(setting.environment[0], own);
    }
}

#[test]
fn defaults_run_with_a_sink_alone() {
    let config = with(JSONL).unwrap();
    assert_eq!(config.listen.to_string(), "127.0.0.1:8787");
    assert_eq!(config.journal.max_bytes, 1 << 30);
    assert_eq!(config.journal.path, Path::new("thumbspan.db"));
    assert_eq!(config.shutdown, Duration::from_secs(10));
    assert_eq!(config.http.allowed_origins, crate::http::Origins::Any);
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = File {
        name: "relay.toml",
        text: "sinks = [\"jsonl\"]\njsonl_path = \"a\"\nshutdown_s = 3\nbody_timeout_s = 4",
    };
    let variables = environment(&[
        ("THUMBSPAN_SHUTDOWN_S", "5"),
        ("THUMBSPAN_BODY_TIMEOUT_S", ""),
    ]);
    let settings = Settings::read(Some(file), &variables).unwrap();
    let config = settings.config().unwrap();
    assert_eq!(config.shutdown, Duration::from_secs(5));
    assert_eq!(config.http.body_timeout, Duration::from_secs(4));
    let origin = |name: &str| settings.origin(name);
    assert_eq!(
        origin("shutdown_s"),
        "environment variable THUMBSPAN_SHUTDOWN_S"
    );
    assert_eq!(origin("body_timeout_s"), "file relay.toml");
    assert_eq!(origin("pause_s"), "default");
}

#[test]
fn datadogs_own_variables_count_and_ours_win() {
    let variables = &[
        ("THUMBSPAN_SINKS", "datadog"),
        ("DD_API_KEY", "theirs"),
        ("DD_SITE", "datadoghq.eu"),
        ("THUMBSPAN_DATADOG_SITE", "us5.datadoghq.com"),
        ("DD_LLMOBS_ML_APP", "bot"),
    ];
    let config = with(variables).unwrap();
    let [SinkConfig::Datadog(datadog)] = &config.sinks[..] else {
        panic!("one sink");
    };
    assert_eq!(datadog.ml_app, "bot");
    assert!(matches!(&datadog.route, Route::Direct { site, .. } if site == "us5.datadoghq.com"));
}

#[test]
fn the_agents_route_needs_no_key() {
    let variables = &[
        ("THUMBSPAN_SINKS", "datadog"),
        ("THUMBSPAN_DATADOG_ROUTE", "agent"),
        ("DD_TRACE_AGENT_URL", "http://agent:8126"),
        ("DD_LLMOBS_ML_APP", "bot"),
    ];
    let config = with(variables).unwrap();
    let [SinkConfig::Datadog(datadog)] = &config.sinks[..] else {
        panic!("one sink");
    };
    assert!(matches!(&datadog.route, Route::Agent { url } if url == "http://agent:8126"));
}

#[test]
fn an_unknown_name_names_the_nearest() {
    let text = faults(&[("THUMBSPAN_LISTN", "127.0.0.1:1")]);
    assert!(text.contains("THUMBSPAN_LISTN (environment)"), "{text}");
    assert!(text.contains("Did you mean THUMBSPAN_LISTEN?"), "{text}");
    let text = of_file("datadog_sit = \"x\"").err().unwrap().to_string();
    assert!(text.contains("Did you mean datadog_site?"), "{text}");
    let text = faults(&[("THUMBSPAN_SINKS", "datadgo")]);
    assert!(text.contains("Did you mean datadog?"), "{text}");
}

#[test]
fn all_faults_are_listed_at_once_with_their_origins() {
    let file = File {
        name: "relay.toml",
        text: "shutdown_s = \"soon\"\nlisten = 1.5\nnothing = 1",
    };
    let variables = environment(&[("THUMBSPAN_STORE", "postgres://db/x"), ("THUMBSPAN_X", "1")]);
    let faults = Settings::read(Some(file), &variables).err().unwrap();
    assert_eq!(faults.0.len(), 5, "{faults}");
    let text = faults.to_string();
    assert!(
        text.contains("shutdown_s (file relay.toml): Set a whole number"),
        "{text}"
    );
    assert!(
        text.contains("store (environment variable THUMBSPAN_STORE): This relay stores in SQLite"),
        "{text}"
    );
}

#[test]
fn what_belongs_together_is_checked() {
    for (variables, named) in [
        (&[][..], "sinks (not set)"),
        (&[("THUMBSPAN_SINKS", "jsonl")], "jsonl_path (not set)"),
        (
            &[("THUMBSPAN_SINKS", "datadog")],
            "datadog_api_key (not set)",
        ),
        (
            &[("THUMBSPAN_SINKS", "datadog")],
            "datadog_ml_app (not set)",
        ),
        (
            &[("THUMBSPAN_SINKS", "datadog"), ("DD_SITE", "ddog-gov.com")],
            "datadog_site",
        ),
        (
            &[
                ("THUMBSPAN_RETRY_FIRST_MS", "9000"),
                ("THUMBSPAN_RETRY_MOST_S", "8"),
            ],
            "retry_first_ms",
        ),
        (&[("THUMBSPAN_API_KEYS", " , ")], "api_keys"),
        (
            &[("THUMBSPAN_OLDER_THUMBS_LABEL", "user_rating")],
            "older_thumbs_label",
        ),
        (
            &[("THUMBSPAN_OLDER_RATING_LABEL", "user_comment")],
            "older_thumbs_label",
        ),
    ] {
        let text = faults(variables);
        assert!(text.contains(named), "{named}: {text}");
    }
}

#[test]
fn texts_out_of_form_are_refused() {
    for (variable, value) in [
        ("THUMBSPAN_LISTEN", "8787"),
        ("THUMBSPAN_STORE", "thumbspan.db"),
        ("THUMBSPAN_STORE", "sqlite:"),
        ("THUMBSPAN_STORE", "sqlite::memory:"),
        ("THUMBSPAN_STORE_MAX_MIB", "0"),
        ("THUMBSPAN_STORE_MAX_MIB", "-1"),
        ("THUMBSPAN_LOG", "loud"),
        ("THUMBSPAN_ALLOWED_ORIGINS", "https://a.example/path"),
        ("THUMBSPAN_ALLOWED_ORIGINS", "*, https://a.example"),
        ("THUMBSPAN_DATADOG_ORIGIN", "https://user:key@proxy"),
        ("THUMBSPAN_DATADOG_ORIGIN", "ftp://proxy"),
        ("THUMBSPAN_DATADOG_ORIGIN", "https://proxy/path"),
        ("DD_SITE", "https://datadoghq.eu"),
        ("DD_LLMOBS_ML_APP", "My App"),
        ("THUMBSPAN_OLDER_THUMBS_LABEL", "user.thumbs"),
    ] {
        let text = faults(&[(variable, value)]);
        assert!(text.contains(variable), "{variable}={value}: {text}");
    }
}

#[test]
fn secrets_show_nowhere() {
    let secret = "s3cr3t-key";
    let variables = environment(&[
        ("THUMBSPAN_SINKS", "datadog"),
        ("DD_LLMOBS_ML_APP", "bot"),
        ("DD_API_KEY", secret),
        ("THUMBSPAN_API_KEYS", secret),
    ]);
    let settings = Settings::read(None, &variables).unwrap();
    let shown = format!("{:?}{:?}", settings.effective(), settings.config().unwrap());
    assert!(
        shown.contains("(set)") && !shown.contains(secret),
        "{shown}"
    );
    let broken = of_file("datadog_api_key = \"s3cr3t-key").err().unwrap();
    assert!(!broken.to_string().contains(secret), "{broken}");
}

fn sinks(variables: Variables<'_>) -> Vec<SinkConfig> {
    with(variables).unwrap().sinks
}

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

#[test]
fn a_named_sink_has_settings_of_its_own_and_shares_what_is_neither_secret_nor_an_address() {
    let text = "
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
