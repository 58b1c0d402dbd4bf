//! Who is let in, from checked texts.

use std::path::PathBuf;
use std::time::Duration;

use secrecy::SecretString;
use thumbspan_ticket::KeyRing;

use super::read::{Origin, entries};
use super::{Fault, Settings};
use crate::access::limit::{Quota, Quotas};
use crate::access::peer::Network;
use crate::access::{Config, Mode};
use crate::http::{Bounds, Origins};

/// Requests of one address that may come at once.
const ADDRESS_BURST: u32 = 20;

impl Settings {
    pub(super) fn access(&self, faults: &mut Vec<Fault>) -> Config {
        let config = Config {
            mode: self.mode(),
            origins: match self.origins() {
                Origins::Any => None,
                Origins::Only(list) => Some(list),
            },
            api_keys: self.api_keys(faults),
            ticket_keys: self.ticket_keys(faults),
            ticket_keys_file: self.text("ticket_keys_file").map(PathBuf::from),
            look: self.seconds("ticket_keys_look_s"),
            audience: self.owned("ticket_audience"),
            grace: self.seconds("ticket_grace_s"),
            quotas: self.quotas(),
            proxies: self.proxies(),
        };
        if config.has_ticket_keys() {
            let mend = "Set the relay's name that tickets have in aud, such as its public address, since there are keys of tickets.";
            self.needed("ticket_audience", mend, faults);
        }
        match config.mode {
            Mode::Ticket => self.needs_ticket_keys(&config, faults),
            Mode::Open => self.needs_origins(faults),
            Mode::Server => self.needs_api_keys(&config, faults),
        }
        config
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

    fn mode(&self) -> Mode {
        match self.text("access") {
            Some("open") => Mode::Open,
            Some("server") => Mode::Server,
            _ => Mode::Ticket,
        }
    }

    fn needs_ticket_keys(&self, config: &Config, faults: &mut Vec<Fault>) {
        if !config.has_ticket_keys() {
            let mend = "Give the relay keys of tickets (ticket_keys or ticket_keys_file, see docs/tickets.md), or set access to open and allowed_origins to your pages' origins, or access to server and api_keys.";
            faults.push(self.fault("access", mend));
        }
    }

    /// Whoever reads the setting `open` must see for whom.
    fn needs_origins(&self, faults: &mut Vec<Fault>) {
        let origin = self.0.get("allowed_origins").map(|given| &given.origin);
        let is_any = self.origins() == Origins::Any;
        let is_near = self.listen().ip().is_loopback();
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

    fn needs_api_keys(&self, config: &Config, faults: &mut Vec<Fault>) {
        if config.api_keys.is_empty() && self.text("api_keys").is_none() {
            let mend = "Set at least one key, since access is server.";
            faults.push(self.fault("api_keys", mend));
        }
    }

    fn ticket_keys(&self, faults: &mut Vec<Fault>) -> Vec<SecretString> {
        let keys = entries(self.text("ticket_keys").unwrap_or_default());
        if let Err(error) = KeyRing::parse(&keys) {
            faults.push(self.fault("ticket_keys", error.to_string()));
        }
        keys.into_iter().map(SecretString::from).collect()
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
