//! What lets somebody in for one application, from checked texts.

use std::path::PathBuf;

use secrecy::SecretString;
use thumbspan_ticket::KeyRing;

use axum::http::HeaderValue;

use super::apps::setting_of;
use super::named::is_shared;
use super::read::{Given, Origin, entries};
use super::{Fault, SETTINGS, Settings};
use crate::access::{Mode, Rule};
use crate::http::Origins;

/// The settings of one application, or of all others.
pub(super) struct Of<'a> {
    pub(super) settings: &'a Settings,
    pub(super) app: Option<&'a str>,
}

impl Of<'_> {
    pub(super) fn rule(&self, faults: &mut Vec<Fault>) -> Rule {
        let rule = Rule {
            mode: self.mode(),
            origins: match self.origins() {
                Origins::Any => None,
                Origins::Only(list) => Some(list),
            },
            api_keys: self.api_keys(faults),
            ticket_keys: self.ticket_keys(faults),
            ticket_keys_file: self.text("ticket_keys_file").map(PathBuf::from),
        };
        match rule.mode {
            Mode::Ticket => self.needs_ticket_keys(&rule, faults),
            Mode::Open => self.needs_origins(faults),
            Mode::Server => self.needs_api_keys(&rule, faults),
        }
        rule
    }

    pub(super) fn origins(&self) -> Origins {
        match self.text("allowed_origins") {
            None | Some("*") => Origins::Any,
            Some(list) => Origins::Only(
                entries(list)
                    .iter()
                    .filter_map(|origin| HeaderValue::try_from(origin.as_str()).ok())
                    .collect(),
            ),
        }
    }

    fn mode(&self) -> Mode {
        match self.text("access") {
            Some("open") => Mode::Open,
            Some("server") => Mode::Server,
            _ => Mode::Ticket,
        }
    }

    fn api_keys(&self, faults: &mut Vec<Fault>) -> Vec<SecretString> {
        let keys = entries(self.text("api_keys").unwrap_or_default());
        if keys.is_empty() && self.text("api_keys").is_some() {
            let mend = "Set at least one key, or remove the setting to need none.";
            faults.push(self.fault("api_keys", mend));
        }
        keys.into_iter().map(SecretString::from).collect()
    }

    fn ticket_keys(&self, faults: &mut Vec<Fault>) -> Vec<SecretString> {
        let keys = entries(self.text("ticket_keys").unwrap_or_default());
        if let Err(error) = KeyRing::parse(&keys) {
            faults.push(self.fault("ticket_keys", error.to_string()));
        }
        keys.into_iter().map(SecretString::from).collect()
    }

    fn needs_ticket_keys(&self, rule: &Rule, faults: &mut Vec<Fault>) {
        if !rule.has_ticket_keys() {
            let mend = match self.app {
                None => {
                    "Give the relay keys of tickets (ticket_keys or ticket_keys_file, see docs/tickets.md), or set access to open and allowed_origins to your pages' origins, or access to server and api_keys.".to_owned()
                }
                Some(_) => format!(
                    "Give the application keys of tickets of its own ({} or {}), since those of the relay do not count for it, or set this to open or server.",
                    self.name("ticket_keys"),
                    self.name("ticket_keys_file")
                ),
            };
            faults.push(self.fault("access", mend));
        }
    }

    /// Whoever reads the setting `open` must see for whom.
    fn needs_origins(&self, faults: &mut Vec<Fault>) {
        let origin = self.given("allowed_origins").map(|given| &given.origin);
        let is_any = self.origins() == Origins::Any;
        let is_near = self.settings.listen().ip().is_loopback();
        let mend = match origin {
            Some(Origin::Command) => return,
            None | Some(Origin::Default) => {
                "Set the origins of your pages, such as https://app.example.com, since access is open."
            }
            Some(_) if is_any && !is_near => {
                "List the origins of your pages: with access open, * is for a relay on a loopback address alone."
            }
            Some(_) => return,
        };
        faults.push(self.fault("allowed_origins", mend));
    }

    fn needs_api_keys(&self, rule: &Rule, faults: &mut Vec<Fault>) {
        if rule.api_keys.is_empty() && self.text("api_keys").is_none() {
            let mend = "Set at least one key, since access is server.";
            faults.push(self.fault("api_keys", mend));
        }
    }

    /// A setting's text: the application's own, or the relay's where that is shared.
    fn text(&self, rest: &str) -> Option<&str> {
        self.given(rest).map(|given| given.text.as_str())
    }

    fn given(&self, rest: &str) -> Option<&Given> {
        let own = self.settings.0.get(&self.name(rest));
        let shared = || {
            let setting = SETTINGS.iter().find(|setting| setting.name == rest)?;
            is_shared(setting).then(|| self.settings.0.get(rest))?
        };
        own.or_else(shared)
    }

    fn name(&self, rest: &str) -> String {
        self.app
            .map_or_else(|| rest.to_owned(), |app| setting_of(app, rest))
    }

    fn fault(&self, rest: &str, mend: impl Into<String>) -> Fault {
        self.settings.fault(&self.name(rest), mend)
    }
}
