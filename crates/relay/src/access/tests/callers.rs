use axum::http::HeaderValue;
use thumbspan_contract::Code;

use super::super::caller::{Caller, caller};
use super::super::{Mode, Rule};
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
