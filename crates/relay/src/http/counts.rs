//! What waits and is dead, for `/readyz` and `/metrics`: anybody may ask, and to count reads every
//! delivery that waits. So one count at a time serves all who ask, and stands for a moment.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::watch;

use crate::clock::Clock;
use crate::store::{Asked, SinkCounts, Store, StoreError};

/// How long an answer stands, in milliseconds.
const STANDS_MS: u64 = 1_000;

type Answer = Result<Vec<SinkCounts>, StoreError>;

/// An answer, and when it came.
struct Told {
    at_ms: u64,
    answer: Answer,
}

/// A count: `None` while it is under way.
type Count = watch::Receiver<Option<Told>>;

/// The counts of a store, asked for by many.
pub(super) struct Counts {
    store: Arc<dyn Counted>,
    clock: Arc<dyn Clock>,
    last: Mutex<Count>,
}

/// What counts: every store does.
trait Counted: Send + Sync {
    fn counts(&self) -> Asked<'_, Vec<SinkCounts>>;
}

impl Counted for Arc<dyn Store> {
    fn counts(&self) -> Asked<'_, Vec<SinkCounts>> {
        self.as_ref().counts()
    }
}

impl Counts {
    /// Of this store; `clock` says how long an answer has stood.
    pub(super) fn of(store: Arc<dyn Store>, clock: Arc<dyn Clock>) -> Self {
        Self::by(Arc::new(store), clock)
    }

    fn by(store: Arc<dyn Counted>, clock: Arc<dyn Clock>) -> Self {
        // None has begun.
        let last = Mutex::new(watch::channel(None).1);
        Self { store, clock, last }
    }

    /// What waits and is dead, as of now or a moment ago.
    pub(super) async fn get(&self) -> Answer {
        let mut count = self.standing();
        match count.wait_for(Option::is_some).await.as_deref() {
            Ok(Some(told)) => told.answer.clone(),
            _ => Err(StoreError::Failed("a count ended early".to_owned())),
        }
    }

    /// The last count, or one that begins now.
    fn standing(&self) -> Count {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.stands(&last) {
            *last = self.begin();
        }
        last.clone()
    }

    fn stands(&self, count: &Count) -> bool {
        let told_ms = count.borrow().as_ref().map(|told| told.at_ms);
        match told_ms {
            Some(at_ms) => self.clock.now_ms().abs_diff(at_ms) < STANDS_MS,
            // Whoever would tell is there.
            None => count.has_changed().is_ok(),
        }
    }

    /// It goes on when whoever asked hangs up: else the next one would begin another.
    fn begin(&self) -> Count {
        let (tell, told) = watch::channel(None);
        let (store, clock) = (Arc::clone(&self.store), Arc::clone(&self.clock));
        tokio::spawn(async move {
            let answer = store.counts().await;
            let at_ms = clock.now_ms();
            tell.send_replace(Some(Told { at_ms, answer }));
        });
        told
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering};

    use futures_util::FutureExt;
    use tokio::sync::Semaphore;

    use super::*;
    use crate::testing::ManualClock;

    /// Counts how often it was asked, and answers when it may.
    struct Slow {
        asked: AtomicU64,
        may: Semaphore,
        fails: bool,
    }

    impl Counted for Slow {
        fn counts(&self) -> Asked<'_, Vec<SinkCounts>> {
            Box::pin(async {
                let waiting = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
                self.may.acquire().await.unwrap().forget();
                assert!(waiting < 100, "no more");
                let sink = SinkCounts {
                    waiting,
                    ..SinkCounts::default()
                };
                (!self.fails).then_some(vec![sink]).ok_or(StoreError::Busy)
            })
        }
    }

    struct Bench {
        store: Arc<Slow>,
        clock: Arc<ManualClock>,
        counts: Counts,
    }

    fn bench(fails: bool, may: usize) -> Bench {
        let asked = AtomicU64::new(0);
        let may = Semaphore::new(may);
        let store = Arc::new(Slow { asked, may, fails });
        let clock = Arc::new(ManualClock::at(10_000));
        let counted = Arc::clone(&store) as Arc<dyn Counted>;
        let counts = Counts::by(counted, Arc::clone(&clock) as Arc<dyn Clock>);
        Bench {
            store,
            clock,
            counts,
        }
    }

    async fn waiting(bench: &Bench) -> u64 {
        bench.counts.get().await.unwrap()[0].waiting
    }

    #[tokio::test]
    async fn one_count_serves_all_who_ask_meanwhile_also_when_the_first_hung_up() {
        let bench = bench(false, 0);
        for _ in 0..3 {
            assert!(bench.counts.get().now_or_never().is_none());
            bench.clock.set(bench.clock.now_ms() + 60_000);
        }
        let answer = async {
            tokio::task::yield_now().await;
            bench.store.may.add_permits(9);
        };
        let told = tokio::join!(waiting(&bench), waiting(&bench), answer);
        assert_eq!((told.0, told.1), (1, 1));
        assert_eq!(bench.store.asked.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn an_answer_stands_for_a_second_wherever_the_clock_goes() {
        let bench = bench(false, 9);
        let mut told = Vec::new();
        for now_ms in [10_000, 10_999, 11_000, 10_001, 10_000, 10_500] {
            bench.clock.set(now_ms);
            told.push(waiting(&bench).await);
        }
        assert_eq!(told, [1, 1, 2, 2, 3, 3]);
    }

    #[tokio::test]
    async fn a_failure_stands_as_well_and_a_panic_does_not() {
        let failing = bench(true, 9);
        for _ in 0..2 {
            assert_eq!(failing.counts.get().await, Err(StoreError::Busy));
        }
        assert_eq!(failing.store.asked.load(Ordering::SeqCst), 1);
        let panicking = bench(false, 9);
        panicking.store.asked.store(99, Ordering::SeqCst);
        assert!(panicking.counts.get().await.is_err());
        panicking.store.asked.store(0, Ordering::SeqCst);
        assert_eq!(waiting(&panicking).await, 1);
    }
}
