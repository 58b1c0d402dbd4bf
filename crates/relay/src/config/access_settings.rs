//! Who is let in, from checked texts.

use std::time::Duration;

use super::read::entries;
use super::rule::Of;
use super::{Fault, Settings};
use crate::access::limit::Quotas;
use crate::access::peer::Network;
use crate::access::table::Quota;
use crate::access::{Config, Rule, Rules};
use crate::http::{Bounds, Origins};

/// Requests of one address that may come at once.
const ADDRESS_BURST: u32 = 20;

impl Settings {
    pub(super) fn access(&self, faults: &mut Vec<Fault>) -> Config {
        let others = self.of(None).rule(faults);
        let mut apps = self.apps();
        apps.sort();
        apps.dedup();
        let own = |app: String| {
            let rule = self.of(Some(&app)).rule(faults);
            (app, rule)
        };
        let rules = Rules::new(others, apps.into_iter().map(own).collect());
        if rules.all().any(Rule::has_ticket_keys) {
            let mend = "Set the relay's name that tickets have in aud, such as its public address, since there are keys of tickets.";
            self.needed("ticket_audience", mend, faults);
        }
        Config {
            rules,
            look: self.seconds("ticket_keys_look_s"),
            audience: self.owned("ticket_audience"),
            grace: self.seconds("ticket_grace_s"),
            quotas: self.quotas(),
            proxies: self.proxies(),
        }
    }

    /// The applications with settings of their own.
    pub(super) fn apps(&self) -> Vec<String> {
        entries(self.text("apps").unwrap_or_default())
    }

    /// The origins of every application: a preflight does not say for which it asks.
    pub(super) fn origins(&self) -> Origins {
        let apps = self.apps();
        let apps = apps.iter().map(|app| Some(app.as_str()));
        let mut all = Vec::new();
        for app in apps.chain([None]) {
            match self.of(app).origins() {
                Origins::Any => return Origins::Any,
                Origins::Only(list) => all.extend(list),
            }
        }
        Origins::Only(all)
    }

    fn of<'a>(&'a self, app: Option<&'a str>) -> Of<'a> {
        Of {
            settings: self,
            app,
        }
    }

    pub(super) fn bounds(&self) -> Bounds {
        Bounds {
            most: self.count("max_connections"),
            per_address: self.count("max_connections_per_address"),
            proxies: self.proxies(),
        }
    }

    fn proxies(&self) -> Vec<Network> {
        let texts = entries(self.text("trusted_proxies").unwrap_or_default());
        let networks = texts.iter().filter_map(|network| network.parse().ok());
        networks.collect()
    }

    fn quotas(&self) -> Quotas {
        let count = |name| u32::try_from(self.number(name)).unwrap_or(u32::MAX);
        let hour = Duration::from_secs(3_600);
        let hourly = |name| Quota::per(hour, count(name), count(name));
        let address = count("limit_address_per_minute");
        let app = count("limit_app_per_second");
        Quotas {
            address: Quota::per(Duration::from_secs(60), address, ADDRESS_BURST),
            submitter: hourly("limit_submitter_per_hour"),
            ticket: hourly("limit_ticket_per_hour"),
            app: Quota::per(Duration::from_secs(1), app, app.saturating_mul(2)),
        }
    }
}
