//! The command line and its settings.

use crate::support::process::{Relay, command, output};

const SECRET: &str = "s3cr3t-key";

#[tokio::test]
async fn check_config_shows_what_holds_and_where_it_came_from_without_secrets() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("relay.toml");
    std::fs::write(
        &file,
        format!("shutdown_s = 3\ndatadog_api_key = \"{SECRET}\"\n"),
    )
    .unwrap();
    let file = file.display().to_string();
    let variables = [
        ("THUMBSPAN_SINKS", "datadog"),
        ("DD_LLMOBS_ML_APP", "bot"),
        ("THUMBSPAN_API_KEYS", SECRET),
    ];
    let shown = output(&["check-config", "--config", &file], &variables).await;
    assert_eq!(shown.status.code(), Some(0));
    let text = String::from_utf8(shown.stdout).unwrap();
    for line in [
        format!("shutdown_s = 3  file {file}"),
        format!("datadog_api_key = (set)  file {file}"),
        "datadog_ml_app = bot  environment variable DD_LLMOBS_ML_APP".to_owned(),
        "api_keys = (set)  environment variable THUMBSPAN_API_KEYS".to_owned(),
        "pause_s = 300  default".to_owned(),
        "assets_dir = (not set)".to_owned(),
    ] {
        assert!(text.lines().any(|each| each == line), "{line}: {text}");
    }
    assert!(!text.contains(SECRET) && shown.stderr.is_empty());
}

#[tokio::test]
async fn faults_end_serve_and_check_config_with_their_mends_and_no_secret() {
    let variables = [
        ("THUMBSPAN_SINKS", "datadog"),
        ("THUMBSPAN_API_KEYS", SECRET),
        ("DD_API_KEY", SECRET),
        ("THUMBSPAN_SHUTDOWN_S", "soon"),
        ("THUMBSPAN_DATADOG_SIT", "x"),
    ];
    for verb in ["serve", "check-config"] {
        let ended = output(&[verb], &variables).await;
        assert_eq!(ended.status.code(), Some(1));
        let text = String::from_utf8(ended.stderr).unwrap();
        assert!(
            text.contains("Did you mean THUMBSPAN_DATADOG_SITE?"),
            "{text}"
        );
        assert!(
            text.contains("shutdown_s (environment variable THUMBSPAN_SHUTDOWN_S)"),
            "{text}"
        );
        assert!(!text.contains(SECRET), "{text}");
    }
}

#[tokio::test]
async fn without_a_sink_serve_says_what_to_set() {
    let ended = output(&["serve"], &[]).await;
    assert_eq!(ended.status.code(), Some(1));
    let text = String::from_utf8(ended.stderr).unwrap();
    assert!(text.contains("Set THUMBSPAN_SINKS=datadog"), "{text}");
}

#[tokio::test]
async fn a_file_that_is_not_there_is_named() {
    let ended = output(&["serve", "--config", "none.toml"], &[]).await;
    assert_eq!(ended.status.code(), Some(1));
    let text = String::from_utf8(ended.stderr).unwrap();
    assert!(
        text.contains("none.toml") && text.contains("--config"),
        "{text}"
    );
}

#[tokio::test]
async fn a_taken_port_is_one_sentence_with_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let first = Relay::serve(&folder, &[]).await;
    let taken = first.address.to_string();
    let variables = [
        ("THUMBSPAN_LISTEN", &*taken),
        ("THUMBSPAN_SINKS", "jsonl"),
        ("THUMBSPAN_JSONL_PATH", "unused"),
    ];
    let second = command(&["serve"], &variables).output().await.unwrap();
    assert_eq!(second.status.code(), Some(1));
    let text = String::from_utf8(second.stderr).unwrap();
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.contains("another program listens there") && text.contains("THUMBSPAN_LISTEN="),
        "{text}"
    );
}

#[tokio::test]
async fn an_assets_folder_that_is_not_there_ends_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let lines = folder.path().join("lines").display().to_string();
    let variables = [
        ("THUMBSPAN_SINKS", "jsonl"),
        ("THUMBSPAN_JSONL_PATH", &*lines),
        ("THUMBSPAN_ASSETS_DIR", "no-such-folder"),
    ];
    let ended = output(&["serve"], &variables).await;
    assert_eq!(ended.status.code(), Some(1));
    let text = String::from_utf8(ended.stderr).unwrap();
    assert!(
        text.contains("Set assets_dir") && text.contains("no-such-folder"),
        "{text}"
    );
}
