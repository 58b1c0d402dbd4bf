//! Settings of who is let in.

use std::time::Duration;

use super::super::Settings;
use super::{JSONL, Variables, environment, faults, with};

/// What a relay says of these settings when nothing else lets anybody in.
fn refused(variables: Variables<'_>) -> Option<String> {
    let settings = Settings::read(None, &environment(&[JSONL, variables].concat()));
    let refused = settings.and_then(|settings| settings.config()).err()?;
    Some(refused.to_string())
}

#[test]
fn nobody_is_let_in_by_default_and_each_mode_needs_its_own() {
    const KEY: &str = "a:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s=";
    let keys = ("THUMBSPAN_TICKET_KEYS", KEY);
    let aud = ("THUMBSPAN_TICKET_AUDIENCE", "https://relay.example");
    let open = ("THUMBSPAN_ACCESS", "open");
    let server = ("THUMBSPAN_ACCESS", "server");
    let everyone = ("THUMBSPAN_ALLOWED_ORIGINS", "*");
    let public = ("THUMBSPAN_LISTEN", "0.0.0.0:8787");
    let listed = ("THUMBSPAN_ALLOWED_ORIGINS", "https://app.example");
    for (variables, named) in [
        (&[][..], Some("access (default)")),
        (&[keys], Some("ticket_audience (not set)")),
        (
            &[("THUMBSPAN_TICKET_KEYS", "a:HS256:c2hvcnQ="), aud],
            Some("ticket_keys ("),
        ),
        (&[keys, aud], None),
        (&[("THUMBSPAN_TICKET_KEYS_FILE", "keys.toml"), aud], None),
        (&[open], Some("allowed_origins (default)")),
        (&[open, everyone], None),
        (&[open, everyone, public], Some("allowed_origins (env")),
        (&[open, listed, public], None),
        (&[server], Some("api_keys (not set)")),
        (&[server, ("THUMBSPAN_API_KEYS", "k")], None),
    ] {
        let text = refused(variables);
        let fits = match (&text, named) {
            (Some(text), Some(named)) => text.contains(named) && text.lines().count() == 2,
            (text, named) => text.is_none() && named.is_none(),
        };
        assert!(fits, "{variables:?}: {text:?}");
        assert!(!text.unwrap_or_default().contains("c2hvcnQ"));
    }
}

#[test]
fn networks_are_checked_and_a_quota_of_zero_is_none() {
    for wrong in [
        "10.0.0.0/33",
        "10.0.0/8",
        "fd00::/129",
        "x",
        "10.0.0.0/+8",
        "10.0.0.1/",
    ] {
        let text = faults(&[("THUMBSPAN_TRUSTED_PROXIES", wrong)]);
        assert!(text.contains("trusted_proxies"), "{wrong}: {text}");
    }
    let own = [
        ("THUMBSPAN_TRUSTED_PROXIES", "10.0.0.0/8, ::1"),
        ("THUMBSPAN_LIMIT_TICKET_PER_HOUR", "0"),
    ];
    let access = with(&[JSONL, &own].concat()).unwrap().access;
    assert_eq!(access.proxies.len(), 2);
    assert_eq!(access.quotas.ticket, None);
    let address = access.quotas.address.unwrap();
    assert_eq!((address.every, address.burst), (Duration::from_secs(2), 20));
}
