//! Random calls and restarts, beside a model that keeps everything in a map.

use std::collections::BTreeMap;
use std::time::Duration;

use super::{DAY_MS, Room, room};
use crate::store::Settlement;
use crate::store::sqlite::{Journal, row_of};
use crate::testing::event;

#[derive(Clone, Copy, Debug, PartialEq)]
enum State {
    Waiting { attempts: u32, next_at_ms: u64 },
    Delivered,
    Dead,
}

/// The dice: xorshift, so that a seed names a whole run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

const SINKS: [&str; 2] = ["a", "b"];

/// An event's place in the store and a sink, to the state.
type Model = BTreeMap<(i64, &'static str), State>;

/// One run: what the store should hold, and how to tell which run it was.
struct Run {
    seed: u64,
    dice: Dice,
    model: Model,
    /// An event's place in the store, to its number.
    numbers: BTreeMap<i64, u64>,
}

fn settle(dice: &mut Dice, state: &mut State, seq: i64, now: u64) -> Settlement {
    let State::Waiting { attempts, .. } = *state else {
        // What is settled stays settled, whatever comes after.
        return Settlement::Later {
            seq: seq.into(),
            next_at_ms: now,
            code: "sink_retry",
        };
    };
    match dice.below(3) {
        0 => {
            *state = State::Delivered;
            Settlement::Delivered { seq: seq.into() }
        }
        1 => {
            *state = State::Dead;
            Settlement::Dead {
                seq: seq.into(),
                code: "sink_refused",
                reason: "no".to_owned(),
            }
        }
        _ => {
            let next_at_ms = now + dice.below(3_000);
            *state = State::Waiting {
                attempts: attempts + 1,
                next_at_ms,
            };
            Settlement::Later {
                seq: seq.into(),
                next_at_ms,
                code: "sink_retry",
            }
        }
    }
}

impl Run {
    async fn append(&mut self, room: &Room, journal: &Journal) {
        let dice = &mut self.dice;
        let numbers: Vec<_> = (0..=dice.below(5)).map(|_| dice.below(40)).collect();
        let events = numbers.iter().map(|n| event(*n)).collect();
        journal.append(events).await.unwrap();
        let raw = room.raw();
        for n in numbers {
            let place = "SELECT seq FROM event WHERE id = ?1";
            let seq: i64 = raw
                .query_row(place, [event(n).id], |row| row.get(0))
                .unwrap();
            assert_eq!(*self.numbers.entry(seq).or_insert(n), n);
            for sink in SINKS {
                let new = State::Waiting {
                    attempts: 0,
                    next_at_ms: 0,
                };
                self.model.entry((seq, sink)).or_insert(new);
            }
        }
    }

    async fn settle(&mut self, journal: &Journal, sink: &str, now: u64) {
        let mut settlements = Vec::new();
        for ((seq, of), state) in &mut self.model {
            if *of == sink && self.dice.below(3) == 0 {
                settlements.push(settle(&mut self.dice, state, *seq, now));
            }
        }
        journal.settle(sink, settlements).await.unwrap();
    }

    fn due(&self, sink: &str, now: u64) -> Vec<(i64, u32)> {
        let of_sink = self.model.iter().filter(|((_, of), _)| *of == sink);
        let waiting = of_sink.filter_map(|((seq, _), state)| match *state {
            State::Waiting {
                attempts,
                next_at_ms,
            } => Some((next_at_ms, *seq, attempts)),
            _ => None,
        });
        let mut due: Vec<_> = waiting.filter(|(at, ..)| *at <= now).collect();
        due.sort_unstable();
        due.into_iter()
            .map(|(_, seq, attempts)| (seq, attempts))
            .collect()
    }

    fn count(&self, sink: &str, is: impl Fn(&State) -> bool) -> u64 {
        let states = self.model.iter();
        let found = states.filter(|((_, of), state)| *of == sink && is(state));
        u64::try_from(found.count()).unwrap()
    }

    async fn compare(&self, journal: &Journal, now: u64) {
        let seed = self.seed;
        for (count, sink) in journal.counts().await.unwrap().iter().zip(SINKS) {
            let due = journal.due(sink, now, 1_000).await.unwrap();
            for each in &due {
                assert_eq!(
                    each.event,
                    event(self.numbers[&row_of(each.seq)]),
                    "seed {seed}"
                );
            }
            let due: Vec<_> = due
                .iter()
                .map(|due| (row_of(due.seq), due.attempts))
                .collect();
            assert_eq!(due, self.due(sink, now), "seed {seed}");
            let waiting = self.count(sink, |state| matches!(state, State::Waiting { .. }));
            let delivered = self.count(sink, |state| *state == State::Delivered);
            let dead = self.count(sink, |state| *state == State::Dead);
            let found = (count.waiting, journal.delivered(sink).await, count.dead);
            assert_eq!(found, (waiting, delivered, dead), "seed {seed}");
        }
    }
}

async fn run(seed: u64) {
    let mut run = Run {
        seed,
        dice: Dice(seed),
        model: Model::new(),
        numbers: BTreeMap::new(),
    };
    let (mut room, mut now) = (room(), DAY_MS);
    room.config.keep_delivered = Duration::from_secs(1 << 20);
    let (mut journal, mut writer) = room.open(&SINKS).unwrap();
    for _ in 0..40 {
        now += run.dice.below(1_000);
        room.clock.set(now);
        match run.dice.below(6) {
            0 | 1 => run.append(&room, &journal).await,
            2 | 3 => run.settle(&journal, "a", now).await,
            4 => run.settle(&journal, "b", now).await,
            _ => {
                drop(journal);
                writer.ended().await.unwrap();
                (journal, writer) = room.open(&SINKS).unwrap();
            }
        }
        run.compare(&journal, now).await;
    }
}

#[tokio::test]
async fn the_store_does_what_a_map_would_do_through_every_restart() {
    for seed in 1..=8 {
        run(seed * 0x9E37_79B9).await;
    }
}
