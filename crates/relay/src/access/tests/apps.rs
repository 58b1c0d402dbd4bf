//! Several applications at one gate.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::http::HeaderValue;
use thumbspan_contract::{Code, Event};
use thumbspan_ticket::{Claims, SigningKey, mint};

use super::super::gate::Admitted;
use super::super::limit::Quotas;
use super::super::{Config, Gate, Mode, Rule, Rules};
use super::headers;
use crate::testing::event;

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);
const NOW_S: u64 = 1_795_267_399;
// The same name for each: what tells them apart is not the name.
const OTHERS: &str = "k:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=";
const SHOP: &str = "k:HS256:YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMsIGZpbmU=";

type Headers<'a> = &'a [(&'static str, &'a str)];

fn rule(mode: Mode, origin: &'static str, key: &str, ticket_keys: &[&str]) -> Rule {
    Rule {
        mode,
        origins: Some(vec![HeaderValue::from_static(origin)]),
        api_keys: vec![key.into()],
        ticket_keys: ticket_keys.iter().map(|key| (*key).into()).collect(),
        ticket_keys_file: None,
    }
}

/// All others need a ticket, so does the shop, and the games are open.
fn gate() -> Gate {
    let rules = Rules::new(
        rule(Mode::Ticket, "https://relay.example", "others", &[OTHERS]),
        vec![
            (
                "games".to_owned(),
                rule(Mode::Open, "https://games.example", "games", &[]),
            ),
            (
                "jobs".to_owned(),
                rule(Mode::Server, "https://jobs.example", "jobs", &[]),
            ),
            (
                "shop".to_owned(),
                rule(Mode::Ticket, "https://shop.example", "shop", &[SHOP]),
            ),
        ],
    );
    let keys = rules.keys().unwrap();
    let config = Config {
        rules,
        look: Duration::ZERO,
        audience: "relay".to_owned(),
        grace: Duration::ZERO,
        quotas: Quotas::default(),
        proxies: vec![],
    };
    Gate::new(config, keys)
}

fn of(ml_app: Option<&str>, ticket: Option<String>) -> Event {
    Event {
        ml_app: ml_app.map(str::to_owned),
        ticket,
        ..event(1)
    }
}

fn ticket(ml_app: Option<&str>, key: &str) -> String {
    let mut claims = Claims::new("iss", "relay", "user", event(1).target, NOW_S, [7; 16]);
    claims.ml_app = ml_app.map(str::to_owned);
    mint(&claims, &SigningKey::parse(key).unwrap()).unwrap()
}

fn try_in(sent: Headers<'_>, event: Event) -> Result<Admitted, Code> {
    let gate = gate();
    let callers = gate
        .enter(&headers(sent), HERE)
        .map_err(|_| Code::Internal)?;
    gate.admit(&callers, event, NOW_S * 1_000)
        .map_err(|refusal| refusal.code)
}

fn verdict(sent: Headers<'_>, event: Event) -> Result<(), Code> {
    try_in(sent, event).map(drop)
}

#[test]
fn an_applications_key_counts_for_it_alone() {
    let apps = [None, Some("games"), Some("jobs"), Some("shop")];
    for (key, own) in ["others", "games", "jobs", "shop"].iter().zip(apps) {
        for app in apps {
            let expected = if app == own {
                Ok(())
            } else {
                Err(Code::BadApiKey)
            };
            assert_eq!(
                verdict(&[("x-api-key", key)], of(app, None)),
                expected,
                "{key} for {app:?}"
            );
        }
    }
    let unlisted = verdict(&[("x-api-key", "others")], of(Some("unlisted"), None));
    assert_eq!(unlisted, Ok(()));
    let entered = gate().enter(&headers(&[("x-api-key", "nobody")]), HERE);
    assert!(entered.is_err(), "no application knows it");
}

#[test]
fn a_pages_origin_counts_for_its_application_alone() {
    let games = &[("origin", "https://games.example")];
    assert_eq!(verdict(games, of(Some("games"), None)), Ok(()));
    for (app, code) in [
        (None, Code::TicketMissing),
        (Some("shop"), Code::TicketMissing),
        (Some("jobs"), Code::BadApiKey),
        (Some("unlisted"), Code::TicketMissing),
    ] {
        assert_eq!(verdict(games, of(app, None)), Err(code), "{app:?}");
    }
    let shop = &[("origin", "https://shop.example")];
    assert_eq!(
        verdict(shop, of(Some("games"), None)),
        Err(Code::OriginRefused)
    );
}

#[test]
fn a_ticket_is_for_the_application_of_its_claim_whatever_the_page_says() {
    for said in [None, Some("shop"), Some("games"), Some("jobs")] {
        let mine = try_in(&[], of(said, Some(ticket(Some("shop"), SHOP)))).unwrap();
        assert_eq!(mine.event.ml_app.as_deref(), Some("shop"));
        let others = try_in(&[], of(said, Some(ticket(None, OTHERS)))).unwrap();
        assert_eq!(others.event.ml_app, None);
        assert_ne!(
            mine.event.ticket, others.event.ticket,
            "iss and jti are the same: one key makes no ticket of another's name"
        );
        for (claim, key) in [
            (Some("shop"), OTHERS),
            (None, SHOP),
            (Some("unlisted"), SHOP),
        ] {
            let forged = of(said, Some(ticket(claim, key)));
            assert_eq!(
                verdict(&[], forged),
                Err(Code::TicketBadSignature),
                "{claim:?} {said:?}"
            );
        }
    }
}

#[test]
fn a_key_opens_no_application_that_has_none_by_naming_one_that_has() {
    // The games have no keys of tickets: the event's word chooses the keys, the claim decides.
    let borrowed = of(Some("shop"), Some(ticket(Some("games"), SHOP)));
    assert_eq!(verdict(&[], borrowed), Err(Code::TicketUnknownKey));
    let games = &[("origin", "https://games.example")];
    let unproven = of(Some("games"), Some(ticket(Some("games"), SHOP)));
    let open = try_in(games, unproven).unwrap();
    assert_eq!(open.event.tags[0].1, "false");
}

#[test]
fn what_was_said_is_told_under_the_keys_of_the_tickets_application() {
    let gate = gate();
    let callers = gate.ask(&headers(&[]), HERE).unwrap();
    let holder = |ticket| gate.holder(&callers, ticket, NOW_S * 1_000);
    let shops = holder(ticket(Some("shop"), SHOP)).unwrap();
    let others = holder(ticket(None, OTHERS)).unwrap();
    assert_ne!(shops, others);
    let forged = holder(ticket(Some("shop"), OTHERS)).unwrap_err();
    assert_eq!(forged.code, Code::TicketBadSignature);
    // A stored ticket's name is none: it has a space, and is not of three parts.
    assert_eq!(holder(shops).unwrap_err().code, Code::TicketMalformed);
}
