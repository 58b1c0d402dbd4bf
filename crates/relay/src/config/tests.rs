use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::*;
use crate::sinks::SinkConfig;
use crate::sinks::datadog::Route;
use crate::store;

mod access;
mod apps;
mod sinks;
mod waits;

type Variables<'a> = &'a [(&'a str, &'a str)];

const JSONL: Variables<'static> = &[("THUMBSPAN_SINKS", "jsonl"), ("THUMBSPAN_JSONL_PATH", "x")];

fn environment(variables: Variables<'_>) -> BTreeMap<String, String> {
    variables
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

/// Everyone is let in.
const OPEN: Variables<'static> = &[
    ("THUMBSPAN_ACCESS", "open"),
    ("THUMBSPAN_ALLOWED_ORIGINS", "*"),
];

/// With everyone let in, unless the variables say otherwise.
fn with(variables: Variables<'_>) -> Result<Config, Faults> {
    Settings::read(None, &environment(&[OPEN, variables].concat()))?.config()
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
    let store::Config::Sqlite(file) = config.store else {
        panic!("{:?}", config.store);
    };
    assert_eq!(file.max_bytes, 1 << 30);
    assert_eq!(file.path, Path::new("thumbspan.db"));
    assert!(!file.network_files);
    let allowed = with(&[JSONL, &[("THUMBSPAN_STORE_NETWORK_FILES", "allow")]].concat());
    assert!(matches!(allowed.unwrap().store, store::Config::Sqlite(file) if file.network_files));
    assert_eq!(config.shutdown, Duration::from_secs(10));
    assert_eq!(config.http.allowed_origins, crate::http::Origins::Any);
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = File {
        name: "relay.toml",
        text: "sinks = [\"jsonl\"]\njsonl_path = \"a\"\nshutdown_s = 3\nbody_timeout_s = 4",
    };
    let own = &[
        ("THUMBSPAN_SHUTDOWN_S", "5"),
        ("THUMBSPAN_BODY_TIMEOUT_S", ""),
    ];
    let variables = environment(&[OPEN, own].concat());
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
    let variables = environment(&[("THUMBSPAN_STORE", "mysql://db/x"), ("THUMBSPAN_X", "1")]);
    let faults = Settings::read(Some(file), &variables).err().unwrap();
    assert_eq!(faults.0.len(), 5, "{faults}");
    let text = faults.to_string();
    assert!(
        text.contains("shutdown_s (file relay.toml): Set a whole number"),
        "{text}"
    );
    assert!(
        text.contains("store (environment variable THUMBSPAN_STORE): Set sqlite: and the path"),
        "{text}"
    );
}

#[test]
fn the_store_is_a_file_or_a_database_and_its_password_is_never_shown() {
    for url in [
        "postgres://thumbs:hush-hush@db.internal:5432/feedback",
        "postgresql://thumbs:hush-hush@/feedback?host=/run/postgresql",
    ] {
        let mut variables = JSONL.to_vec();
        variables.extend([("THUMBSPAN_STORE", url), ("THUMBSPAN_STORE_LEASE_S", "90")]);
        let config = with(&variables).unwrap();
        let store::Config::Postgres(database) = &config.store else {
            panic!("{:?}", config.store);
        };
        assert_eq!(database.lease, Duration::from_secs(90));
        let said = format!("{:?} {}", config.store, config.store.shown());
        assert!(
            said.contains("feedback") && !said.contains("hush"),
            "{said}"
        );
        let settings = Settings::read(None, &environment(&variables)).unwrap();
        let shown = format!("{:?}", settings.effective());
        assert!(
            shown.contains("://(set)") && !shown.contains("hush"),
            "{shown}"
        );
    }
    let text = faults(&[("THUMBSPAN_STORE", "postgres://u:hush@db:port/x")]);
    assert!(
        text.contains("set THUMBSPAN_STORE to postgres://"),
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
        (&[("THUMBSPAN_SCRUB_PATTERNS", "fine\n(")], "scrub_patterns"),
        (
            &[("THUMBSPAN_METRICS_LISTEN", "127.0.0.1:8787")],
            "metrics_listen",
        ),
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
        ("THUMBSPAN_STORE_NETWORK_FILES", "yes"),
        ("THUMBSPAN_LOG", "loud"),
        ("THUMBSPAN_LOG_FORMAT", "xml"),
        ("THUMBSPAN_METRICS_LISTEN", "9464"),
        ("THUMBSPAN_SCRUB", "email, names"),
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
    let own = &[
        ("THUMBSPAN_SINKS", "datadog"),
        ("DD_LLMOBS_ML_APP", "bot"),
        ("DD_API_KEY", secret),
        ("THUMBSPAN_API_KEYS", secret),
        ("THUMBSPAN_APPS", "shop"),
        ("THUMBSPAN_APP_SHOP_API_KEYS", secret),
    ];
    let variables = environment(&[OPEN, own].concat());
    let settings = Settings::read(None, &variables).unwrap();
    let shown = format!("{:?}{:?}", settings.effective(), settings.config().unwrap());
    assert!(
        shown.contains("(set)") && !shown.contains(secret),
        "{shown}"
    );
    let broken = of_file("datadog_api_key = \"s3cr3t-key").err().unwrap();
    assert!(!broken.to_string().contains(secret), "{broken}");
}
