//! The programs together: what is only validated is answered and not stored.

#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

const PROGRAM: &str = env!("CARGO_BIN_EXE_thumbspan-bench-relay");

/// The longest that anything is waited for.
const DEADLINE: Duration = Duration::from_secs(30);

/// Killed when dropped.
struct Server(Child, String);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A command with the settings of a relay that lets everyone in and writes lines beside its store.
fn program(argument: &str, store: &Path) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .arg(argument)
        .env_clear()
        .env("THUMBSPAN_LISTEN", "127.0.0.1:0")
        .env("THUMBSPAN_ACCESS", "open")
        .env("THUMBSPAN_ALLOWED_ORIGINS", "*")
        .env("THUMBSPAN_LIMIT_ADDRESS_PER_MINUTE", "0")
        .env("THUMBSPAN_SINKS", "jsonl")
        .env("THUMBSPAN_JSONL_PATH", store.with_extension("jsonl"))
        .env("THUMBSPAN_STORE", format!("sqlite:{}", store.display()));
    command
}

fn serve(store: &Path) -> Server {
    let mut command = program("validate", store);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    let mut said = BufReader::new(child.stdout.take().unwrap());
    said.read_line(&mut line).unwrap();
    let (_, host) = line.trim().split_once("http://").unwrap();
    Server(child, host.to_owned())
}

/// Waits until so many events are delivered; tells how many are.
fn delivered(store: &Path, least: usize) -> usize {
    let path = store.with_extension("jsonl");
    let begun = Instant::now();
    loop {
        let lines = std::fs::read_to_string(&path).unwrap_or_default();
        let count = lines.lines().count();
        if count >= least {
            return count;
        }
        assert!(begun.elapsed() < DEADLINE, "{count} of {least}");
        std::thread::yield_now();
    }
}

fn load(host: &str, more: &[&str]) -> Value {
    let bounds = ["load", host, "--connections", "4", "--requests", "20"];
    let output = Command::new(PROGRAM)
        .args(bounds)
        .args(more)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn what_is_only_validated_is_answered_and_not_stored() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.db");
    let Server(_child, host) = &serve(&store);
    let validated = load(host, &["--path", "/bench/validate"]);
    assert_eq!(validated["answered"], 20);
    let stored = load(host, &["--events", "2"]);
    assert_eq!(stored["answered"], 20);
    let older = load(host, &["--path", "/api/v1/feedback", "--shape", "older"]);
    assert_eq!(older["answered"], 20);
    // Delivered in the order of arrival: had the first been stored, they would stand before these.
    assert_eq!(delivered(&store, 60), 60);
}

#[test]
fn a_filled_store_is_one_that_the_relay_delivers() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store.db");
    let arguments = ["--thousands", "3", "--shape", "thumb"];
    let filled = program("fill", &store).args(arguments).status();
    assert!(filled.unwrap().success());
    let _server = serve(&store);
    assert_eq!(delivered(&store, 3_000), 3_000);
}
