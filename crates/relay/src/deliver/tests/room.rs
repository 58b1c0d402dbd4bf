//! A journal, scripted sinks and the workers between them.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use tempfile::TempDir;
use thumbspan_contract::Event;
use tokio::sync::watch;
use tokio::time::Instant;

use super::super::{Delivery, Policy, SinkState, start};
use crate::clock::Clock;
use crate::sinks::{Keeps, Sending, Sink, SinkError};
use crate::store::sqlite::{self, Journal};
use crate::store::{SinkCounts, Writer};
use crate::testing::{FixedRandom, event};

/// A clock that goes with tokio's time.
struct TokioClock(Instant);

impl Clock for TokioClock {
    fn now_ms(&self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap() + 1_000_000_000_000
    }
}

type Script = dyn Fn(usize, &[Event]) -> Result<(), SinkError> + Send + Sync;

/// One call of a sink.
#[derive(Clone)]
pub(super) struct Call {
    pub(super) ids: Vec<String>,
    pub(super) at: Instant,
    pub(super) taken: bool,
}

/// A sink that answers call number n (from 0) as its script says, once its gate is open.
pub(super) struct Scripted {
    name: &'static str,
    limit: usize,
    keeps: Keeps,
    script: Box<Script>,
    pub(super) gate: watch::Sender<bool>,
    pub(super) calls: Mutex<Vec<Call>>,
}

impl Scripted {
    pub(super) fn new(
        name: &'static str,
        limit: usize,
        script: impl Fn(usize, &[Event]) -> Result<(), SinkError> + Send + Sync + 'static,
    ) -> Arc<Self> {
        Arc::new(Self {
            name,
            limit,
            keeps: Keeps::Log,
            script: Box::new(script),
            gate: watch::channel(true).0,
            calls: Mutex::default(),
        })
    }

    /// The same, of a backend that keeps what is revised in its own way.
    pub(super) fn keeping(self: Arc<Self>, keeps: Keeps) -> Arc<Self> {
        let own = Arc::into_inner(self).unwrap();
        Arc::new(Self { keeps, ..own })
    }

    pub(super) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }

    /// The ids that the sink took, sorted, each as often as it was taken.
    pub(super) fn taken(&self) -> Vec<String> {
        let calls = self.calls().into_iter().filter(|call| call.taken);
        let mut ids: Vec<_> = calls.flat_map(|call| call.ids).collect();
        ids.sort();
        ids
    }
}

impl Sink for Scripted {
    fn name(&self) -> &str {
        self.name
    }

    fn batch_limit(&self) -> usize {
        self.limit
    }

    fn keeps(&self) -> Keeps {
        self.keeps
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(async move {
            let call = Call {
                ids: events.iter().map(|event| event.id.clone()).collect(),
                at: Instant::now(),
                taken: false,
            };
            let number = {
                let mut calls = self.calls.lock().unwrap();
                calls.push(call);
                calls.len() - 1
            };
            self.gate.subscribe().wait_for(|open| *open).await.unwrap();
            let answer = (self.script)(number, events);
            self.calls.lock().unwrap()[number].taken = answer.is_ok();
            answer
        })
    }
}

/// How time moves. Not by itself: tokio would let hours pass while the disk is slow.
const STEP: Duration = Duration::from_millis(100);

pub(super) struct Room {
    pub(super) directory: TempDir,
    pub(super) journal: Journal,
    pub(super) delivery: Delivery,
    pub(super) stop: watch::Sender<bool>,
    _writer: Writer,
    /// A blocking task that ends with the room: while one runs, paused time stands still.
    _still: mpsc::Sender<()>,
}

/// A first wait of 1 s, a longest of 1 min, a pause of 1 min, an end after 10 min, and after 200 s
/// without a target.
pub(super) fn policy() -> Policy {
    Policy {
        first: Duration::from_secs(1),
        most: Duration::from_secs(60),
        give_up: Duration::from_secs(600),
        pause: Duration::from_secs(60),
        target_wait: Duration::from_secs(200),
    }
}

/// Stores the first events, then starts the workers; jitter always falls on `unit`.
pub(super) async fn room(sinks: &[&Arc<Scripted>], events: u64, unit: f64) -> Room {
    let (still, ends) = mpsc::channel::<()>();
    tokio::task::spawn_blocking(move || ends.recv());
    let directory = tempfile::tempdir().unwrap();
    let config = sqlite::Config {
        path: directory.path().join("store"),
        max_bytes: 1 << 30,
        queue: 64,
        revisions: 10,
        keep_delivered: Duration::from_secs(1 << 30),
        longest_wait: policy().most,
        network_files: false,
    };
    let clock: Arc<dyn Clock> = Arc::new(TokioClock(Instant::now()));
    let names = sinks.iter().map(|sink| sink.name.to_owned()).collect();
    let (journal, writer) = Journal::open(&config, names, Arc::clone(&clock)).unwrap();
    journal
        .append((0..events).map(event).collect())
        .await
        .unwrap();
    let (stop, stopped) = watch::channel(false);
    let random = Arc::new(FixedRandom(unit));
    let sinks = sinks.iter().map(|&sink| Arc::clone(sink) as Arc<dyn Sink>);
    let delivery = start(
        Arc::new(journal.clone()),
        sinks.collect(),
        policy(),
        random,
        stopped,
    );
    Room {
        directory,
        journal,
        delivery,
        stop,
        _writer: writer,
        _still: still,
    }
}

impl Room {
    pub(super) async fn counts(&self, sink: &str) -> SinkCounts {
        let counts = self.journal.counts().await.unwrap();
        counts.into_iter().find(|count| count.sink == sink).unwrap()
    }

    /// Lets time pass, never ahead of what the store has to do.
    pub(super) async fn pass(&self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end {
            // Behind whatever the writer has in hand; a store that fails has nothing in hand.
            let _ = self.journal.settle("a", vec![]).await;
            tokio::time::advance(STEP).await;
        }
    }

    /// Lets time pass until the sink's (waiting, delivered, dead) are these.
    pub(super) async fn until(&self, sink: &str, expected: (u64, u64, u64)) {
        let mut last = (0, 0, 0);
        for _ in 0..20_000 {
            let counts = self.counts(sink).await;
            let delivered = self.journal.delivered(sink).await;
            last = (counts.waiting, delivered, counts.dead);
            if last == expected {
                return;
            }
            self.pass(STEP).await;
        }
        panic!("{sink} has {last:?}, not {expected:?}");
    }

    /// Lets time pass until the first sink's state is one that is looked for.
    pub(super) async fn until_state(&self, is: impl Fn(&SinkState) -> bool) -> SinkState {
        for _ in 0..20_000 {
            let state = self.delivery.statuses().remove(0).state;
            if is(&state) {
                return state;
            }
            self.pass(STEP).await;
        }
        panic!("the state stays {:?}", self.delivery.statuses());
    }
}
