//! Settings of applications.

use std::path::Path;

use super::{JSONL, faults, of_file, with};
use crate::access::{Mode, Rule};

const SHOPS: &str = "a:HS256:YW5vdGhlciBzZWNyZXQgb2YgMzIgYnl0ZXMsIGZpbmU=";

#[test]
fn an_application_has_its_own_keys_and_else_what_the_relay_has() {
    let own = [
        ("THUMBSPAN_APPS", "my-bot, shop"),
        ("THUMBSPAN_API_KEYS", "the-relays"),
        ("THUMBSPAN_ALLOWED_ORIGINS", "https://relay.example"),
        (
            "THUMBSPAN_APP_MY_BOT_ALLOWED_ORIGINS",
            "https://bot.example",
        ),
        ("THUMBSPAN_APP_SHOP_ACCESS", "ticket"),
        ("THUMBSPAN_APP_SHOP_TICKET_KEYS", SHOPS),
        ("THUMBSPAN_TICKET_AUDIENCE", "https://relay.example"),
    ];
    let config = with(&[JSONL, &own].concat()).unwrap();
    let rules: Vec<_> = config.access.rules.all().collect();
    let modes: Vec<_> = rules.iter().map(|rule| rule.mode).collect();
    assert_eq!(modes, [Mode::Open, Mode::Open, Mode::Ticket]);
    let counts = |each: fn(&Rule) -> usize| rules.iter().map(|rule| each(rule)).collect::<Vec<_>>();
    assert_eq!(counts(|rule| rule.api_keys.len()), [1, 0, 0]);
    assert_eq!(counts(|rule| rule.ticket_keys.len()), [0, 0, 1]);
    let origins = |at: usize| rules[at].origins.clone().unwrap();
    assert_eq!(origins(1), ["https://bot.example"]);
    assert_eq!(origins(2), ["https://relay.example"]);
    let crate::http::Origins::Only(all) = config.http.allowed_origins else {
        panic!("a list");
    };
    assert!(all.contains(&origins(0)[0]) && all.contains(&origins(1)[0]));
}

#[test]
fn the_pages_example_of_several_applications_holds() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tickets.md");
    let page = std::fs::read_to_string(page).unwrap();
    let toml = page.split("```toml\n").nth(1).unwrap();
    let toml = toml.split("```").next().unwrap();
    let sinks = "sinks = [\"jsonl\"]\njsonl_path = \"x\"\n";
    let config = of_file(&format!("{sinks}{toml}"))
        .unwrap()
        .config()
        .unwrap();
    let rules = config.access.rules;
    let modes: Vec<_> = rules.all().map(|rule| rule.mode).collect();
    assert_eq!(modes, [Mode::Ticket, Mode::Open, Mode::Ticket]);
}

#[test]
fn what_an_application_lacks_is_named() {
    let apps = ("THUMBSPAN_APPS", "shop");
    let aud = ("THUMBSPAN_TICKET_AUDIENCE", "relay");
    let access = |mode| ("THUMBSPAN_APP_SHOP_ACCESS", mode);
    let keys = |name| (name, "a:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=");
    for (own, named) in [
        (
            &[access("ticket"), keys("THUMBSPAN_TICKET_KEYS"), aud][..],
            "app_shop_access (environment variable THUMBSPAN_APP_SHOP_ACCESS): Give the application keys",
        ),
        (
            &[access("server"), ("THUMBSPAN_API_KEYS", "k")],
            "app_shop_api_keys (not set)",
        ),
        (
            &[
                ("THUMBSPAN_LISTEN", "0.0.0.0:1"),
                ("THUMBSPAN_ALLOWED_ORIGINS", "https://a.example"),
                ("THUMBSPAN_APP_SHOP_ALLOWED_ORIGINS", "*"),
            ],
            "app_shop_allowed_origins (environment",
        ),
        (&[access("tickte")], "Did you mean ticket?"),
        (
            &[("THUMBSPAN_APP_SHOP_ACESS", "open")],
            "Did you mean THUMBSPAN_APP_SHOP_ACCESS?",
        ),
        (
            &[("THUMBSPAN_APP_SHOPS_ACCESS", "open")],
            "Did you mean THUMBSPAN_APP_SHOP_ACCESS?",
        ),
        (
            &[keys("THUMBSPAN_APP_SHOP_TICKET_KEYS")],
            "ticket_audience (not set)",
        ),
        (
            &[
                ("THUMBSPAN_SINKS", "datadog"),
                ("DD_API_KEY", "k"),
                ("DD_LLMOBS_ML_APP", "shop"),
            ],
            "datadog_ml_app (environment variable DD_LLMOBS_ML_APP): Name an application that is not in apps",
        ),
    ] {
        let text = faults(&[JSONL, &[apps], own].concat());
        assert!(
            text.contains(named) && text.lines().count() == 2,
            "{named}: {text}"
        );
    }
    let file = of_file("apps = [\"shop\"]\napp_shop_acess = \"open\"")
        .err()
        .unwrap();
    assert!(
        file.to_string().contains("Did you mean app_shop_access?"),
        "{file}"
    );
}
