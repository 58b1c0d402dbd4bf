//! Which sinks an event goes to. Pure.

use std::sync::Arc;

use thumbspan_contract::Event;

/// What one sink wants; empty lists want everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// The applications whose events it wants. An event that names none is not among them.
    pub ml_apps: Vec<String>,
    /// The tags, as key and value, of which an event must carry one.
    pub tags: Vec<(String, String)>,
}

impl Wants {
    /// Whether an event meets both lists.
    #[must_use]
    pub fn takes(&self, event: &Event) -> bool {
        let app = || event.ml_app.as_ref();
        let of_app = self.ml_apps.is_empty() || app().is_some_and(|app| self.ml_apps.contains(app));
        let tagged = || event.tags.iter().any(|tag| self.tags.contains(tag));
        of_app && (self.tags.is_empty() || tagged())
    }
}

/// Every sink by its name, and what it wants.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes(Vec<(Arc<str>, Wants)>);

impl Routes {
    /// The names of all sinks.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| &**name)
    }

    /// A sink by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<Arc<str>> {
        let mut names = self.0.iter().map(|(name, _)| name);
        names.find(|each| &***each == name).cloned()
    }

    /// The names of the sinks that take an event.
    #[must_use]
    pub fn of(&self, event: &Event) -> Vec<Arc<str>> {
        let taking = self.0.iter().filter(|(_, wants)| wants.takes(event));
        taking.map(|(name, _)| Arc::clone(name)).collect()
    }
}

impl FromIterator<(String, Wants)> for Routes {
    fn from_iter<I: IntoIterator<Item = (String, Wants)>>(sinks: I) -> Self {
        let sinks = sinks.into_iter();
        Self(sinks.map(|(name, wants)| (name.into(), wants)).collect())
    }
}

/// Sinks that want everything.
impl FromIterator<String> for Routes {
    fn from_iter<I: IntoIterator<Item = String>>(names: I) -> Self {
        let names = names.into_iter();
        names.map(|name| (name, Wants::default())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::event;

    fn said(ml_app: Option<&str>, tags: &[(&str, &str)]) -> Event {
        let tags = tags.iter();
        Event {
            ml_app: ml_app.map(str::to_owned),
            tags: tags
                .map(|(key, value)| ((*key).to_owned(), (*value).to_owned()))
                .collect(),
            ..event(1)
        }
    }

    fn wants(ml_apps: &[&str], tags: &[(&str, &str)]) -> Wants {
        Wants {
            ml_apps: ml_apps.iter().map(|app| (*app).to_owned()).collect(),
            tags: said(None, tags).tags,
        }
    }

    #[test]
    fn an_event_goes_to_each_sink_whose_lists_it_meets() {
        let routes: Routes = [
            ("all", wants(&[], &[])),
            ("app", wants(&["a", "b"], &[])),
            ("tag", wants(&[], &[("team", "x"), ("team", "y")])),
            ("both", wants(&["a"], &[("team", "x")])),
        ]
        .map(|(name, wants)| (name.to_owned(), wants))
        .into_iter()
        .collect();
        let of = |ml_app, tags: &[_]| routes.of(&said(ml_app, tags)).join(" ");
        assert_eq!(of(None, &[]), "all");
        assert_eq!(of(Some("c"), &[("team", "z")]), "all");
        assert_eq!(of(Some("b"), &[]), "all app");
        assert_eq!(of(None, &[("other", "x"), ("team", "y")]), "all tag");
        assert_eq!(of(Some("a"), &[("team", "x")]), "all app tag both");
        assert_eq!(of(Some("a"), &[("team", "y")]), "all app tag");
        assert_eq!(routes.names().count(), 4);
    }
}
