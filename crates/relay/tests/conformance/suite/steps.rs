//! What is done to a store, and what is looked at after each step.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::prelude::*;
use thumbspan_relay::store::{Due, Filter, Place, Settlement, Which};

use super::model::{Model, State};
use super::{Bench, KEEP_MS, LEASE_MS, SINKS, START_MS, TICKET, event};

#[derive(Clone, Copy, Debug)]
pub enum Fate {
    Delivered,
    Later(u64),
    Dead,
    Left,
}

#[derive(Clone, Debug)]
pub enum Step {
    Append(Vec<u64>),
    /// Claims some of what a sink has, and settles it, perhaps twice.
    Deliver(usize, Vec<Fate>, bool),
    Forward(u64),
    Replay(usize),
    Drop(usize),
    Erase(u64),
    Tidy,
    Reopen,
}

pub fn sequences() -> impl Strategy<Value = Vec<Step>> {
    let fate = prop_oneof![
        4 => Just(Fate::Delivered),
        2 => (0..90_000_u64).prop_map(Fate::Later),
        2 => Just(Fate::Dead),
        1 => Just(Fate::Left),
    ];
    let sink = 0..SINKS.len();
    let step = prop_oneof![
        6 => vec(0..16_u64, 0..6).prop_map(Step::Append),
        8 => (sink.clone(), vec(fate, 1..6), any::<bool>())
            .prop_map(|(sink, fates, twice)| Step::Deliver(sink, fates, twice)),
        3 => (0..600_000_u64).prop_map(Step::Forward),
        1 => sink.clone().prop_map(Step::Replay),
        1 => sink.prop_map(Step::Drop),
        1 => (0..3_u64).prop_map(Step::Erase),
        2 => Just(Step::Tidy),
        1 => Just(Step::Reopen),
    ];
    vec(step, 1..40)
}

/// An event is delivered everywhere and kept long enough; another waits at one sink all the while.
pub fn retention() -> Vec<Step> {
    let take = |sink, count| Step::Deliver(sink, vec![Fate::Delivered; count], false);
    vec![
        Step::Append(vec![1, 2]),
        take(0, 2),
        take(1, 1),
        Step::Forward(KEEP_MS + 1),
        Step::Tidy,
    ]
}

/// One sequence on a new store.
pub async fn walk<B: Bench>(steps: &[Step]) {
    let mut bench = B::new().await;
    let mut model = Model::default();
    model.now = START_MS;
    for step in steps {
        take(&mut bench, &mut model, step).await;
        model.miss(&present(&bench));
        look(&bench, &model).await;
    }
}

async fn take<B: Bench>(bench: &mut B, model: &mut Model, step: &Step) {
    match step {
        Step::Append(numbers) => {
            let events = numbers.iter().map(|n| event(*n)).collect();
            let denied = bench.store().append(events).await.unwrap();
            let denied: Vec<_> = denied.iter().map(|denied| number(&denied.id)).collect();
            assert_eq!(denied, model.append(numbers));
        }
        Step::Deliver(sink, fates, twice) => {
            deliver(bench, model, SINKS[*sink], fates, *twice).await;
        }
        Step::Forward(ms) => forward(bench, model, *ms).await,
        Step::Replay(sink) => {
            let changed = bench.operator().replay(&of(SINKS[*sink])).unwrap();
            assert_eq!(changed.count, model.replay(SINKS[*sink]));
        }
        Step::Drop(sink) => {
            let changed = bench.operator().discard(&of(SINKS[*sink])).unwrap();
            assert_eq!(changed.count, model.discard(SINKS[*sink]));
        }
        Step::Erase(by) => {
            let erased = bench.operator().erase(&format!("u{by}")).unwrap();
            assert_eq!((erased.events, erased.delivered), model.erase(*by));
        }
        Step::Tidy => {
            forward(bench, model, 20_000).await;
            bench.tidy().await;
            model.miss(&present(bench));
            assert_eq!(model.overdue(), [0; 0], "kept for too long");
        }
        Step::Reopen => {
            bench.reopen().await;
            forward(bench, model, LEASE_MS + 1).await;
        }
    }
}

async fn forward<B: Bench>(bench: &B, model: &mut Model, ms: u64) {
    model.now += ms;
    bench.set(model.now).await;
}

async fn deliver<B: Bench>(
    bench: &B,
    model: &mut Model,
    sink: &'static str,
    fates: &[Fate],
    twice: bool,
) {
    let due = bench.store().due(sink, fates.len()).await.unwrap();
    let mut settlements = Vec::new();
    for (due, fate) in due.iter().zip(fates) {
        let kept = model.kept.get_mut(&number(&due.event.id)).unwrap();
        let state = &mut kept.deliveries.get_mut(sink).unwrap().0;
        let Some(settlement) = settled(due.seq, *fate, model.now) else {
            continue;
        };
        *state = match *fate {
            Fate::Delivered => State::Delivered { at_ms: model.now },
            Fate::Dead => State::Dead,
            Fate::Later(ms) => State::Waiting {
                attempts: due.attempts + 1,
                next_at_ms: model.now + ms,
            },
            Fate::Left => unreachable!("it has no settlement"),
        };
        settlements.push(settlement);
    }
    bench
        .store()
        .settle(sink, settlements.clone())
        .await
        .unwrap();
    if twice {
        // What is settled for good stays so, whatever comes after.
        settlements.retain(|each| !matches!(each, Settlement::Later { .. }));
        bench.store().settle(sink, settlements).await.unwrap();
    }
    // What one store tidies up after it has answered is done before this is.
    bench.store().settle(sink, vec![]).await.unwrap();
}

fn settled(seq: Place, fate: Fate, now: u64) -> Option<Settlement> {
    Some(match fate {
        Fate::Delivered => Settlement::Delivered { seq },
        Fate::Later(ms) => Settlement::Later {
            seq,
            next_at_ms: now + ms,
            code: "sink_retry",
        },
        Fate::Dead => Settlement::Dead {
            seq,
            code: "sink_refused",
            reason: "no\0 such span".to_owned(),
        },
        Fate::Left => return None,
    })
}

async fn look<B: Bench>(bench: &B, model: &Model) {
    let store = bench.store();
    let counts = store.counts().await.unwrap();
    let named: Vec<_> = counts.iter().map(|count| count.sink.as_str()).collect();
    assert_eq!(named, SINKS);
    for (count, sink) in counts.iter().zip(SINKS) {
        let waiting = model.count(sink, |state| matches!(state, State::Waiting { .. }));
        let dead = model.count(sink, |state| state == State::Dead);
        assert_eq!((count.waiting, count.dead), (waiting, dead), "{sink}");
        assert_eq!(count.oldest_waiting_ms, model.oldest(sink), "{sink}");
        let due = store.due(sink, 100).await.unwrap();
        let told: Vec<_> = due.iter().map(shown).collect();
        assert_eq!(told, model.due(sink), "{sink}");
        if due.is_empty() {
            let next = (
                store.next_due_ms(sink).await.unwrap(),
                model.next_due_ms(sink),
            );
            // A store may look a little later than that.
            let near = next
                .0
                .zip(next.1)
                .is_none_or(|(found, at)| (at..at + 50).contains(&found));
            assert!(
                near && next.0.is_some() == next.1.is_some(),
                "{sink}: {next:?}"
            );
        }
        let letters = bench.operator().dead_letters(&of(sink), 100).unwrap();
        let letters: BTreeSet<_> = letters.iter().map(|letter| number(&letter.id)).collect();
        assert_eq!(letters, model.dead(sink), "{sink}");
    }
    let votes = store.votes(TICKET).await.unwrap();
    let said: Vec<_> = votes.iter().map(|vote| number(&vote.id)).collect();
    assert_eq!(said, Vec::from_iter(model.vote()));
}

/// An event's number, how often it failed, and from when its time runs; it must be whole.
fn shown(due: &Due) -> (u64, u32, u64) {
    let n = number(&due.event.id);
    let mut event = event(n);
    if n >= 9 {
        // What was said before with the same ticket, it revises.
        event.revises.clone_from(&due.event.revises);
    }
    assert_eq!(due.event, event);
    (n, due.attempts, due.received_ms)
}

/// The numbers that an export has, page by page.
fn present<B: Bench>(bench: &B) -> BTreeSet<u64> {
    let (operator, mut present, mut after) = (bench.operator(), BTreeSet::new(), None);
    loop {
        let page = operator.events(&Filter::default(), after, 3).unwrap();
        let Some(last) = page.last() else {
            return present;
        };
        after = Some(last.seq);
        for stored in page {
            let body: serde_json::Value = serde_json::from_str(&stored.body).unwrap();
            assert!(present.insert(number(body["id"].as_str().unwrap())));
        }
    }
}

fn of(sink: &str) -> Which {
    Which {
        sink: Some(sink.to_owned()),
        ..Which::default()
    }
}

pub fn number(id: &str) -> u64 {
    u64::from_str_radix(&id[24..], 16).unwrap()
}
