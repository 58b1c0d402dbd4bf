//! The order of the system calls: a 202 leaves only after the store's log was synced, and the first
//! one only after the store's folder was, without which a loss of power brings back what making the
//! store deleted. Needs `strace`; `npm run test:chaos` runs it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a test is the report"
)]

mod support;

use std::path::Path;

use support::process::{Relay, terminate};
use support::{client, events};

const REQUESTS: u64 = 20;

/// One file for each thread, so that no call is cut in two by another thread's; when it began, how long
/// it took, and the names of its files.
const STRACE: &[&str] = &[
    "strace",
    "-ff",
    "-ttt",
    "-T",
    "-y",
    "-s",
    "64",
    "-e",
    "trace=fsync,fdatasync,write,writev,sendto",
    "-o",
];

#[tokio::test]
async fn each_202_leaves_after_the_sync_of_what_it_promises() {
    let folder = tempfile::tempdir().unwrap();
    let traces = tempfile::tempdir().unwrap();
    let trace = traces.path().join("trace").display().to_string();
    let program: Vec<_> = STRACE.iter().copied().chain([trace.as_str()]).collect();
    let mut relay = Relay::serve_under(&folder, &program).await;
    for number in 0..REQUESTS {
        let body = events::body(&[events::thumb(number)]);
        let answer = client::post(relay.address, "/v1/feedback", &body).await;
        assert_eq!(answer.status, 202);
    }
    terminate(first_thread(traces.path()));
    relay.exit().await;
    let calls = calls(traces.path());
    let place = folder.path().display().to_string();

    let answers = said(&calls, "HTTP/1.1 202");
    let made = said(&calls, "store.db-journal>");
    assert!(
        is_synced(
            &calls,
            &format!("<{place}>"),
            made[made.len() - 1],
            answers[0]
        ),
        "the store's folder was not synced before the first answer"
    );
    let mut since = 0.0;
    assert_eq!(answers.len() as u64, REQUESTS);
    for (number, told) in answers.into_iter().enumerate() {
        assert!(
            is_synced(&calls, "store.db-wal>", since, told),
            "answer {number} left before its sync"
        );
        since = told;
    }
}

/// A system call that has returned without an error.
struct Call {
    began: f64,
    ended: f64,
    text: String,
}

impl Call {
    /// A line such as `1795267399.573121 fdatasync(9</folder/store.db-wal>) = 0 <0.000412>`.
    fn read(line: &str) -> Option<Self> {
        let (began, text) = line.split_once(' ')?;
        let (text, result) = text.rsplit_once(" = ")?;
        let (result, took) = result.split_once(" <")?;
        result.trim().parse::<u64>().ok()?;
        let began: f64 = began.parse().ok()?;
        let took: f64 = took.trim_end_matches('>').parse().ok()?;
        Some(Self {
            began,
            ended: began + took,
            text: text.to_owned(),
        })
    }
}

fn calls(traces: &Path) -> Vec<Call> {
    let files = std::fs::read_dir(traces).unwrap();
    let texts = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let mut calls: Vec<_> = texts
        .flat_map(|text| text.lines().filter_map(Call::read).collect::<Vec<_>>())
        .collect();
    calls.sort_by(|a, b| a.began.total_cmp(&b.began));
    calls
}

/// When each call began that writes this.
fn said(calls: &[Call], text: &str) -> Vec<f64> {
    let saying = calls.iter().filter(|call| call.text.contains(text));
    saying.map(|call| call.began).collect()
}

/// Whether a sync of the file began after one moment and had returned before the other.
fn is_synced(calls: &[Call], file: &str, since: f64, until: f64) -> bool {
    calls.iter().any(|call| {
        let is_sync = call.text.starts_with("fsync(") || call.text.starts_with("fdatasync(");
        is_sync && call.text.contains(file) && call.began >= since && call.ended <= until
    })
}

/// The relay's process: strace names its files by the threads' ids, of which the first is the smallest.
fn first_thread(traces: &Path) -> u32 {
    let files = std::fs::read_dir(traces).unwrap();
    let ids = files.filter_map(|file| file.unwrap().path().extension()?.to_str()?.parse().ok());
    ids.min().unwrap()
}
