//! Which rules hold for which application.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::HeaderValue;
use secrecy::SecretString;
use thumbspan_ticket::{Claims, unverified_app};

use super::{Keys, KeysError, Mode};

/// What lets somebody in. Its `Debug` hides the keys.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Who may send.
    pub mode: Mode,
    /// The origins of the mode `open`; `None`: every one, for a relay on one's own machine.
    pub origins: Option<Vec<HeaderValue>>,
    /// The keys of back ends.
    pub api_keys: Vec<SecretString>,
    /// Keys of tickets, each as `kid:alg:base64`.
    pub ticket_keys: Vec<SecretString>,
    /// A file with more of them.
    pub ticket_keys_file: Option<PathBuf>,
}

impl Rule {
    /// Whether tickets are verified at all.
    #[must_use]
    pub fn has_ticket_keys(&self) -> bool {
        !self.ticket_keys.is_empty() || self.ticket_keys_file.is_some()
    }
}

/// The rules of applications (`ml_app`) that have their own, and the rule of all others and of
/// what names none. No key of one counts for another.
#[derive(Clone, Debug)]
pub struct Rules {
    others: Rule,
    apps: Vec<(String, Rule)>,
}

/// Where an application's rule stands; the first is that of all others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place(usize);

impl Rules {
    /// The rules of these applications, and of all others.
    #[must_use]
    pub fn new(others: Rule, apps: Vec<(String, Rule)>) -> Self {
        Self { others, apps }
    }

    /// The rule of all applications that have none of their own.
    #[must_use]
    pub fn others(&self) -> &Rule {
        &self.others
    }

    /// Every rule: first that of all others.
    pub fn all(&self) -> impl Iterator<Item = &Rule> {
        std::iter::once(&self.others).chain(self.apps.iter().map(|(_, rule)| rule))
    }

    /// Reads the keys of tickets, each rule's own.
    ///
    /// # Errors
    /// [`KeysError`].
    pub fn keys(&self) -> Result<Vec<Arc<Keys>>, KeysError> {
        let keys =
            |rule: &Rule| Keys::open(rule.ticket_keys.clone(), rule.ticket_keys_file.clone());
        self.all().map(|rule| keys(rule).map(Arc::new)).collect()
    }

    pub(super) fn place(&self, ml_app: Option<&str>) -> Place {
        let own = |name| self.apps.iter().position(|(app, _)| app == name);
        Place(ml_app.and_then(own).map_or(0, |at| at + 1))
    }

    /// Whose keys must have signed this ticket: those of the application that it names; if there
    /// are none, those of the application that the event names. Neither is proven yet.
    pub(super) fn signer(&self, ticket: &str, ml_app: Option<&str>) -> Option<Place> {
        let named = (!self.apps.is_empty()).then(|| unverified_app(ticket));
        let claimed = self.place(named.flatten().as_deref());
        let places = [claimed, self.place(ml_app)];
        places
            .into_iter()
            .find(|place| self.at(*place).has_ticket_keys())
    }

    pub(super) fn at(&self, place: Place) -> &Rule {
        match place.0.checked_sub(1) {
            Some(at) => &self.apps[at].1,
            None => &self.others,
        }
    }

    /// The application at a place; empty: all others.
    pub(super) fn app(&self, place: Place) -> &str {
        place.0.checked_sub(1).map_or("", |at| &self.apps[at].0)
    }

    /// Who minted a ticket: its `iss`, under the application where that has keys of its own, so
    /// that one's keys make no ticket of another's name.
    pub(super) fn issuer(&self, place: Place, claims: &Claims) -> String {
        // Neither has a space.
        format!("{} {}", self.app(place), claims.iss)
            .trim_start()
            .to_owned()
    }
}

impl Place {
    pub(super) fn of<T>(self, all: &[T]) -> Option<&T> {
        all.get(self.0)
    }
}
