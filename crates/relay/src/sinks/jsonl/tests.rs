use std::fs;

use thumbspan_contract::Event;

use super::{Config, Jsonl};
use crate::sinks::{Sink as _, SinkError, SinkOpenError};
use crate::testing::event;

fn config(path: std::path::PathBuf) -> Config {
    let name = "jsonl".to_owned();
    Config { name, path }
}

fn sink(directory: &tempfile::TempDir) -> (Jsonl, std::path::PathBuf) {
    let path = directory.path().join("events.jsonl");
    (Jsonl::open(&config(path.clone())).unwrap(), path)
}

fn events(text: &str) -> Vec<Event> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[tokio::test]
async fn each_event_is_one_line_and_its_ticket_stays_out() {
    let directory = tempfile::tempdir().unwrap();
    let (sink, path) = sink(&directory);
    let mut second = event(2);
    second.ticket = Some("a-secret".to_owned());
    second.tags = [("note".to_owned(), "two\nlines".to_owned())].into();
    sink.send(&[event(1), second.clone()]).await.unwrap();
    sink.send(&[event(3)]).await.unwrap();
    let text = fs::read_to_string(path).unwrap();
    assert!(text.ends_with('\n') && !text.contains("a-secret"));
    second.ticket = None;
    assert_eq!(events(&text), [event(1), second, event(3)]);
}

#[tokio::test]
async fn a_line_that_a_crash_tore_swallows_no_other() {
    let directory = tempfile::tempdir().unwrap();
    let (sink, path) = sink(&directory);
    fs::write(&path, "{\"id\": \"to").unwrap();
    sink.send(&[event(1)]).await.unwrap();
    sink.send(&[event(2)]).await.unwrap();
    let text = fs::read_to_string(path).unwrap();
    let (torn, rest) = text.split_once('\n').unwrap();
    assert_eq!(torn, "{\"id\": \"to");
    assert_eq!(events(rest), [event(1), event(2)]);
}

#[tokio::test]
async fn a_file_that_was_moved_away_begins_anew_and_a_missing_directory_is_tried_again() {
    let directory = tempfile::tempdir().unwrap();
    let (sink, path) = sink(&directory);
    sink.send(&[event(1)]).await.unwrap();
    fs::rename(&path, directory.path().join("old")).unwrap();
    sink.send(&[event(2)]).await.unwrap();
    assert_eq!(events(&fs::read_to_string(&path).unwrap()), [event(2)]);

    directory.close().unwrap();
    let error = sink.send(&[event(3)]).await.unwrap_err();
    assert!(matches!(error, SinkError::Retry { .. }), "{error:?}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_tried_again() {
    let sink = Jsonl::open(&config("/dev/full".into())).unwrap();
    let error = sink.send(&[event(1)]).await.unwrap_err();
    assert!(
        error.retryable() && error.to_string().contains("No space"),
        "{error}"
    );
}

#[test]
fn a_path_that_cannot_be_written_is_found_when_opening() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("missing").join("events.jsonl");
    let error = Jsonl::open(&config(path)).err();
    assert!(
        matches!(error, Some(SinkOpenError::File { .. })),
        "{error:?}"
    );
}
