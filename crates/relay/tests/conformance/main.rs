//! What every store keeps, run on the one in a file; `tests/postgres` runs the same on the other.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a test is the report"
)]

mod suite;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use suite::{Bench, KEEP_MS, START_MS, revisions, run};
use tempfile::TempDir;
use thumbspan_relay::clock::Clock;
use thumbspan_relay::routes::Routes;
use thumbspan_relay::store::sqlite::{Admin, Config, Journal};
use thumbspan_relay::store::{Operate, Store, Writer};

struct Hands(AtomicU64);

impl Clock for Hands {
    fn now_ms(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

struct File {
    folder: TempDir,
    clock: Arc<Hands>,
    open: Option<(Arc<Journal>, Writer)>,
}

impl File {
    fn config(&self) -> Config {
        Config {
            path: self.folder.path().join("store.db"),
            max_bytes: 1 << 30,
            queue: 64,
            revisions: suite::REVISIONS,
            keep_delivered: std::time::Duration::from_millis(KEEP_MS),
            longest_wait: std::time::Duration::from_secs(300),
            network_files: false,
        }
    }
}

impl Bench for File {
    async fn new() -> Self {
        let mut file = Self {
            folder: tempfile::tempdir().unwrap(),
            clock: Arc::new(Hands(AtomicU64::new(START_MS))),
            open: None,
        };
        file.reopen().await;
        file
    }

    fn store(&self) -> Arc<dyn Store> {
        self.open.as_ref().unwrap().0.clone()
    }

    fn operator(&self) -> Box<dyn Operate> {
        Box::new(Admin::open(&self.config().path, self.clock.clone()).unwrap())
    }

    async fn reopen_with(&mut self, routes: Routes) {
        if let Some((journal, mut writer)) = self.open.take() {
            drop(journal);
            writer.ended().await.unwrap();
        }
        let (journal, writer) = Journal::open(&self.config(), routes, self.clock.clone()).unwrap();
        self.open = Some((Arc::new(journal), writer));
    }

    async fn set(&self, now_ms: u64) {
        self.clock.0.store(now_ms, Ordering::SeqCst);
    }

    /// It tidies after settling; what is settled next waits for that.
    async fn tidy(&self) {
        for _ in 0..2 {
            self.store().settle("a", vec![]).await.unwrap();
        }
    }
}

#[test]
fn a_file_does_what_the_model_does() {
    run::<File>(48);
}

#[tokio::test]
async fn a_change_goes_where_the_vote_went() {
    revisions::a_change_goes_where_the_vote_went::<File>().await;
    revisions::a_change_of_what_no_sink_took_goes_its_own_way::<File>().await;
}

#[tokio::test]
async fn an_event_comes_with_what_revises_it() {
    revisions::an_event_comes_with_what_revises_it_in_whatever_order_they_arrived::<File>().await;
    revisions::a_search_for_revisions_has_an_end::<File>().await;
}
