//! What revises claimed events, found hop by hop: whoever asks the store needs no more than the
//! events that name given ones. Pure.

use std::collections::{HashMap, HashSet};

use thumbspan_contract::Event;

use super::Due;

/// Revisions of one event that are looked at, the last that arrived.
pub(super) const FAN: i64 = 8;
/// How far revisions of revisions are looked for at most.
const FAR: u32 = 100;
/// An event that is told of so many is told of no more.
const ENOUGH: usize = 100;
/// Events whose revisions are looked for in one claim. Only what somebody revises without end comes
/// to these bounds: then what is further away does not count as newer.
const MOST: usize = 2_000;

/// A stored event that revises another.
pub(super) struct Newer {
    pub(super) event: Event,
    /// Whether the sink has it or will get it: it is neither another sink's nor a dead letter.
    pub(super) counts: bool,
}

/// A search under way.
pub(super) struct Search {
    next: Vec<String>,
    asked: HashSet<String>,
    most: u32,
    hops: u32,
    found: HashMap<String, Vec<Newer>>,
}

impl Search {
    /// Begins at these events; what stands further away than so many revisions is not found.
    pub(super) fn of(ids: impl Iterator<Item = String>, most: u32) -> Self {
        let next: Vec<_> = ids.collect();
        Self {
            asked: next.iter().cloned().collect(),
            next,
            most: most.clamp(1, FAR),
            hops: 0,
            found: HashMap::new(),
        }
    }

    /// The events whose revisions are looked for next; none when the search has ended.
    pub(super) fn next(&self) -> &[String] {
        if self.hops == self.most || self.asked.len() > MOST {
            return &[];
        }
        &self.next
    }

    /// Adds the revisions of [`Search::next`].
    pub(super) fn add(&mut self, found: Vec<Newer>) {
        self.next.clear();
        self.hops += 1;
        for newer in found {
            if self.asked.insert(newer.event.id.clone()) {
                self.next.push(newer.event.id.clone());
            }
            if let Some(revises) = newer.event.revises.clone() {
                self.found.entry(revises).or_default().push(newer);
            }
        }
    }

    /// Tells each event what revises it.
    pub(super) fn tell<'a>(&self, due: impl Iterator<Item = &'a mut Due>) {
        if !self.found.is_empty() {
            due.for_each(|due| due.newer = self.newer(&due.event));
        }
    }

    /// The newest last: what revises a revision is newer than that, and else the sender's clock
    /// decides. Of events that revise each other in a circle none is newer.
    fn newer(&self, event: &Event) -> Vec<Event> {
        let (mut all, mut hop) = (Vec::new(), vec![event]);
        for _ in 0..self.most {
            if all.len() >= ENOUGH {
                break;
            }
            let found = hop.iter().filter_map(|event| self.found.get(&event.id));
            let mut found: Vec<_> = found.flatten().collect();
            if found.iter().any(|newer| newer.event.id == event.id) {
                return Vec::new();
            }
            found.sort_by_key(|newer| (newer.event.timestamp_ms, &newer.event.id));
            hop = found.iter().map(|newer| &newer.event).collect();
            let counting = found.iter().filter(|newer| newer.counts);
            all.extend(counting.map(|newer| newer.event.clone()));
        }
        all
    }
}
