use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use axum::http::HeaderValue;
use thumbspan_contract::Code;

use super::super::caller::{Caller, caller};
use super::super::gate::Turned;
use super::super::limit::Quotas;
use super::super::table::Quota;
use super::super::{Config, Gate, Mode, Rule, Rules};
use super::headers;

fn rule(mode: Mode, keys: &[&str]) -> Rule {
    Rule {
        mode,
        origins: Some(vec![HeaderValue::from_static("https://app.example")]),
        api_keys: keys.iter().map(|key| (*key).into()).collect(),
        ticket_keys: vec![],
        ticket_keys_file: None,
    }
}

#[test]
fn a_key_is_taken_in_both_headers_and_a_wrong_one_in_neither() {
    for mode in [Mode::Ticket, Mode::Open, Mode::Server] {
        let rule = rule(mode, &["first", "second"]);
        for good in [
            ("x-api-key", "first"),
            ("x-api-key", "second"),
            ("authorization", "Bearer second"),
            ("authorization", "bEARER first"),
        ] {
            assert_eq!(caller(&headers(&[good]), &rule), Ok(Caller::Server));
        }
        for bad in [
            ("x-api-key", ""),
            ("x-api-key", "firs"),
            ("x-api-key", "first "),
            ("x-api-key", "First"),
            ("authorization", "Bearer "),
            ("authorization", "Bearer  first"),
            ("authorization", "Bearer first, second"),
        ] {
            let refused = caller(&headers(&[bad]), &rule).unwrap_err();
            assert_eq!(refused.code, Code::BadApiKey, "{mode:?} {bad:?}");
        }
    }
}

#[test]
fn without_a_key_the_mode_decides() {
    let page = headers(&[("origin", "https://app.example")]);
    let basic = headers(&[
        ("origin", "https://app.example"),
        ("authorization", "Basic eDp5"),
    ]);
    for headers in [page, basic] {
        let of = |mode| caller(&headers, &rule(mode, &["k"])).map_err(|refused| refused.code);
        assert_eq!(of(Mode::Ticket), Ok(Caller::Page));
        assert_eq!(of(Mode::Open), Ok(Caller::Page));
        assert_eq!(of(Mode::Server), Err(Code::BadApiKey));
    }
    // A client of a relay that once needed a key.
    let stale = headers(&[("x-api-key", "old"), ("origin", "https://app.example")]);
    assert_eq!(caller(&stale, &rule(Mode::Open, &[])), Ok(Caller::Page));
}

#[test]
fn an_origin_counts_byte_for_byte() {
    let open = rule(Mode::Open, &[]);
    for spoofed in [
        &[][..],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", "http://app.example")],
        &[("origin", "https://app.example:8443")],
        &[("origin", "https://app.example.evil.example")],
        &[("origin", "https://evil.example/https://app.example")],
        &[("origin", "https://APP.example")],
        &[("origin", "https://app.example, https://evil.example")],
        &[
            ("origin", "https://app.example"),
            ("origin", "https://evil.example"),
        ],
        &[("referer", "https://app.example")],
        &[("x-forwarded-host", "app.example"), ("host", "app.example")],
    ] {
        let refused = caller(&headers(spoofed), &open).unwrap_err();
        assert_eq!(refused.code, Code::OriginRefused, "{spoofed:?}");
    }
    let anywhere = Rule {
        origins: None,
        ..open
    };
    assert_eq!(caller(&headers(&[]), &anywhere), Ok(Caller::Page));
}

#[test]
fn a_wrong_key_takes_its_addresss_share_and_a_right_one_none() {
    let rules = Rules::new(rule(Mode::Server, &["right"]), vec![]);
    let quotas = Quotas {
        address: Quota::per(Duration::from_secs(3_600), 3, 3),
        ..Quotas::default()
    };
    let config = Config {
        rules,
        look: Duration::ZERO,
        audience: "relay".to_owned(),
        grace: Duration::ZERO,
        quotas,
        proxies: vec![],
    };
    let gate = Gate::new(config, vec![]);
    let here = IpAddr::V4(Ipv4Addr::LOCALHOST);
    let enter = |key| gate.enter(&headers(&[("x-api-key", key)]), here);
    for _ in 0..5 {
        assert!(enter("right").is_ok());
    }
    for _ in 0..3 {
        let turned = enter("wrong").unwrap_err();
        assert!(matches!(turned, Turned::Refused(_)), "{turned:?}");
    }
    let turned = enter("wrong").unwrap_err();
    assert!(matches!(turned, Turned::Limited(_)), "{turned:?}");
    let none = gate.enter(&headers(&[]), here).unwrap_err();
    assert!(matches!(none, Turned::Limited(_)), "{none:?}");
    assert!(enter("right").is_ok(), "a back end beside whoever guesses");
}
