//! The longest wait that the settings allow, in a store that they open.

use std::sync::Arc;

use super::{JSONL, Variables, with};
use crate::store::{self, Settlement};
use crate::testing::{ManualClock, event};

/// What is due for the sink after its first event was put off by so many seconds.
async fn due_when_put_off_by(seconds: u64, more: Variables<'_>) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = format!("sqlite:{}", folder.path().join("store").display());
    let own = [("THUMBSPAN_STORE", path.as_str())];
    let config = with(&[JSONL, &own, more].concat()).unwrap();
    let clock = Arc::new(ManualClock::at(1_000));
    let routes = config.routes;
    let (journal, _writer) = store::open(&config.store, routes, clock).await.unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    let seq = journal.due("jsonl", 1).await.unwrap()[0].seq;
    let later = Settlement::Later {
        seq,
        next_at_ms: (1 + seconds) * 1_000,
        code: "sink_retry",
    };
    journal.settle("jsonl", vec![later]).await.unwrap();
    journal.due("jsonl", 1).await.unwrap().len()
}

#[tokio::test]
async fn what_is_put_off_for_as_long_as_may_be_is_not_taken_for_a_clock_that_stepped_back() {
    let hour = due_when_put_off_by(3_600, &[]);
    assert_eq!(hour.await, 0, "as long as a sink may ask for");
    let pause = [("THUMBSPAN_PAUSE_S", "7200")];
    assert_eq!(due_when_put_off_by(7_200, &pause).await, 0, "a pause");
    let most = [("THUMBSPAN_RETRY_MOST_S", "7200")];
    assert_eq!(due_when_put_off_by(7_200, &most).await, 0, "a wait");
    assert_eq!(due_when_put_off_by(7_200, &[]).await, 1);
}
