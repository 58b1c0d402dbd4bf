//! What tickets permit a group of events: decided on what the database said of them. Pure.
//!
//! The rules are those of the store in a file; there they are statements, here a group of events
//! costs one question.

use std::borrow::Cow;
use std::collections::HashMap;

use thumbspan_contract::limits;
use uuid::Uuid;

use super::super::Denial;
use super::super::row::{Row, Said};

/// The SHA-256 of a ticket's name.
pub(super) type Ticket = [u8; 32];
type Label = (Ticket, String);

/// What the index says of a label: the event with its newest value.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) ticket: Ticket,
    pub(super) label: String,
    pub(super) event: Uuid,
    /// Its place in the order of arrival.
    pub(super) key: u128,
    pub(super) timestamp_ms: u64,
    pub(super) revises: Option<String>,
}

/// An event whose id is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// With this ticket, or with none.
    Kept(Option<Ticket>),
    /// It went with its day, and its id has yet to go.
    Gone,
}

/// Everything that is known of the tickets of a group.
#[derive(Default)]
pub(super) struct Book {
    /// Of the events that the group names.
    pub(super) events: HashMap<Uuid, Known>,
    pub(super) uses: HashMap<Label, i64>,
    /// Of the labels that the group says.
    pub(super) votes: HashMap<Label, Entry>,
    /// How many labels the index has of tickets that say new ones; up to [`limits::VOTES`].
    pub(super) labels: HashMap<Ticket, usize>,
    used: Vec<Label>,
    voted: Vec<Label>,
    arrived: u128,
}

impl Book {
    /// The row as it may be stored, counted and indexed; one that is stored already is neither.
    pub(super) fn enter<'a>(
        &mut self,
        id: Uuid,
        row: &'a Row,
        revisions: u32,
    ) -> Result<Option<Cow<'a, Row>>, Denial> {
        if self.events.contains_key(&id) {
            return Ok(None);
        }
        let row = self.permitted(row, revisions)?;
        let ticket = row.said.as_ref().map(|said| said.ticket);
        self.events.insert(id, Known::Kept(ticket));
        if let Some(said) = &row.said {
            self.index(id, said);
        }
        Ok(Some(row))
    }

    fn permitted<'a>(&mut self, row: &'a Row, revisions: u32) -> Result<Cow<'a, Row>, Denial> {
        let Some(said) = row.said.as_ref().filter(|said| said.verified) else {
            return Ok(Cow::Borrowed(row));
        };
        if let Some(revises) = &said.revises
            && self.is_of_another(said, revises)
        {
            return Err(Denial::OfAnother);
        }
        if !self.has_room(said, revisions) {
            return Err(Denial::UsedUp);
        }
        self.count(said);
        let current = match said.revises {
            Some(_) => None,
            None => self.current(said),
        };
        let revising = current.and_then(|earlier| row.revising(earlier.to_string()));
        Ok(revising.map_or(Cow::Borrowed(row), Cow::Owned))
    }

    /// An event that has not arrived yet, or is not kept any more, may be revised: a guess would
    /// have to hit its random id.
    fn is_of_another(&self, said: &Said, id: &str) -> bool {
        let id = Uuid::try_parse(id).ok();
        match id.and_then(|id| self.events.get(&id)) {
            Some(Known::Kept(ticket)) => *ticket != Some(said.ticket),
            Some(Known::Gone) | None => false,
        }
    }

    fn has_room(&self, said: &Said, revisions: u32) -> bool {
        let used = |label: &str| self.uses.get(&(said.ticket, label.to_owned()));
        let labels = self.uses.keys().filter(|(of, _)| *of == said.ticket);
        let fresh = said
            .labels
            .iter()
            .filter(|(label, _)| used(label).is_none());
        let left = |label: &str| used(label).is_none_or(|events| *events <= i64::from(revisions));
        said.labels.iter().all(|(label, _)| left(label))
            && labels.count() + fresh.count() <= limits::VOTES
    }

    fn count(&mut self, said: &Said) {
        for (label, _) in &said.labels {
            let label = (said.ticket, label.clone());
            *self.uses.entry(label.clone()).or_default() += 1;
            self.used.push(label);
        }
    }

    /// The newest event with one of these labels; not one that names this event as its earlier self.
    fn current(&self, said: &Said) -> Option<Uuid> {
        let entry = |(label, _): &(String, bool)| self.votes.get(&(said.ticket, label.clone()));
        let entries = said.labels.iter().filter_map(entry);
        let others = entries.filter(|entry| entry.revises.as_ref() != Some(&said.id));
        others
            .max_by_key(|entry| entry.key)
            .map(|entry| entry.event)
    }

    fn index(&mut self, event: Uuid, said: &Said) {
        self.arrived += 1;
        for (label, withdrawn) in &said.labels {
            let at = (said.ticket, label.clone());
            let newer = self.votes.get(&at).is_none_or(|entry| {
                entry.revises.as_ref() != Some(&said.id)
                    && (*withdrawn
                        || said.timestamp_ms >= entry.timestamp_ms
                        || said.revises == Some(entry.event.to_string()))
            });
            if newer && (self.votes.contains_key(&at) || self.has_place(said.ticket)) {
                let entry = Entry {
                    ticket: said.ticket,
                    label: label.clone(),
                    event,
                    // Later than anything stored: no key of this millennium is as large.
                    key: (u128::MAX >> 1) + self.arrived,
                    timestamp_ms: said.timestamp_ms,
                    revises: said.revises.clone(),
                };
                self.votes.insert(at.clone(), entry);
                self.voted.push(at);
            }
        }
    }

    /// A ticket has no more labels in the index than an answer has votes. Takes the place.
    fn has_place(&mut self, ticket: Ticket) -> bool {
        let labels = self.labels.entry(ticket).or_default();
        let free = *labels < limits::VOTES;
        *labels += usize::from(free);
        free
    }

    /// What is to be written to the index, each label once.
    pub(super) fn voted(&mut self) -> Vec<Entry> {
        self.voted.sort();
        self.voted.dedup();
        let entry = |label| self.votes.get(label).cloned();
        self.voted.iter().filter_map(entry).collect()
    }

    /// What is to be written of the counts, each label once.
    pub(super) fn used(&mut self) -> Vec<(&[u8], &str, i64)> {
        self.used.sort();
        self.used.dedup();
        let count = |label: &Label| self.uses.get(label).copied().unwrap_or_default();
        let used = self.used.iter();
        used.map(|label| (label.0.as_slice(), label.1.as_str(), count(label)))
            .collect()
    }
}
