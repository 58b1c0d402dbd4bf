//! The shape of a plain HTML form, as browsers send it and as nobody should.
#![cfg(feature = "read")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use serde_json::json;
use thumbspan_contract::{Event, Refusal, check, form, limits};

const ID: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";

fn read(body: impl AsRef<[u8]>) -> Result<Event, Refusal> {
    form::event(body.as_ref(), ID.into(), 5)
}

fn code(body: impl AsRef<[u8]>) -> &'static str {
    read(body).unwrap_err().code.as_str()
}

fn comment(value: &str) -> String {
    let event = read(format!("span_id=1&user_comment={value}")).unwrap();
    let json = serde_json::to_value(&event.signals[0].value).unwrap();
    json.as_str().unwrap().to_owned()
}

#[test]
fn every_field_has_its_place() {
    let body = "span_id=20245611112024561111&trace_id=6959432000000000d1f51f98d49b97c8\
        &ticket=eyJ.e30.x&ml_app=vote-extractor&submitter_id=user+123&tags.prompt_version=b\
        &tags.page=3&user_thumbs=down&user_rating=2&user_nps=0&user_reason_too_long=on\
        &user_reason_2_old=1&user_comment=Missed+page+3.&user_correction=41%25&_charset_=UTF-8";
    assert_eq!(
        serde_json::to_value(read(body).unwrap()).unwrap(),
        json!({
            "id": ID,
            "target": {"kind": "span", "span_id": "20245611112024561111", "trace_id": "6959432000000000d1f51f98d49b97c8"},
            "signals": [
                {"label": "user_thumbs", "metric_type": "categorical", "value": "down"},
                {"label": "user_rating", "metric_type": "score", "value": 2},
                {"label": "user_nps", "metric_type": "score", "value": 0},
                {"label": "user_reason_2_old", "metric_type": "boolean", "value": true},
                {"label": "user_reason_too_long", "metric_type": "boolean", "value": true},
                {"label": "user_comment", "metric_type": "text", "value": "Missed page 3."},
                {"label": "user_correction", "metric_type": "text", "value": "41%"},
            ],
            "ml_app": "vote-extractor", "submitter": {"id": "user 123"}, "timestamp_ms": 5,
            "tags": {"page": "3", "prompt_version": "b"}, "ticket": "eyJ.e30.x",
        })
    );
}

#[test]
fn each_target_is_found_by_its_field() {
    for (body, target) in [
        ("span_id=1", json!({"kind": "span", "span_id": "1"})),
        ("trace_id=2", json!({"kind": "trace", "trace_id": "2"})),
        (
            "session_id=3",
            json!({"kind": "session", "session_id": "3"}),
        ),
        (
            "join_key=4&span_id=",
            json!({"kind": "join_key", "join_key": "4"}),
        ),
    ] {
        let event = read(format!("{body}&user_thumbs=up")).unwrap();
        assert_eq!(serde_json::to_value(event.target).unwrap(), target);
    }
}

#[test]
fn what_is_empty_or_blank_is_absent() {
    let empty = "span_id=1&trace_id=&ticket=&ml_app=&submitter_id=&id=&tags.page=&user_thumbs=up\
        &user_rating=&user_nps&user_comment=%0D%0A++&user_comment=&&user_reason_late=";
    let event = read(empty).unwrap();
    assert_eq!(event, read("span_id=1&user_thumbs=up").unwrap());
    assert_eq!((event.id.as_str(), event.signals.len()), (ID, 1));
    assert_eq!(code("span_id=1&user_comment=+"), "no_signals");
    assert_eq!(code(""), "no_target");
}

#[test]
fn an_id_of_the_forms_own_makes_two_posts_one_event() {
    let own = "019357e4-0000-7b1e-9a51-2f0c6a1f3c11";
    let event = read(format!("id={own}&span_id=1&user_thumbs=up")).unwrap();
    assert_eq!(event.id, own);
}

#[test]
fn text_arrives_as_it_was_written() {
    assert_eq!(comment("%C3%A9+%F0%9F%91%8E%26%2B%3D%3C%3e"), "é 👎&+=<>");
    assert_eq!(comment("a=b=c"), "a=b=c");
    assert_eq!(comment("é"), "é", "bytes that need no escape");
    assert_eq!(
        comment("one%0D%0Atwo%0Athree%0Dfour"),
        "one\ntwo\nthree\rfour"
    );
    let longest = "%0D%0A".repeat(limits::TEXT_CHARS - 1);
    assert_eq!(comment(&format!("x{longest}")).len(), limits::TEXT_CHARS);
}

#[test]
fn broken_escapes_and_other_bytes_than_utf_8_are_refused() {
    for value in [
        "%",
        "%4",
        "%zz",
        "%4g",
        "%+1",
        "%\u{e9}1",
        "%ff",
        "%C3",
        "%ED%A0%BD",
    ] {
        for body in [
            format!("span_id=1&user_comment={value}"),
            format!("span_id=1&user_thumbs=up&{value}=x"),
        ] {
            assert_eq!(code(&body), "not_form", "{body}");
        }
    }
    assert_eq!(code(b"span_id=1&user_comment=\xff"), "not_form");
}

#[test]
fn faults_have_the_codes_of_the_wire_format() {
    let long = "x".repeat(limits::TEXT_CHARS + 1);
    for (fields, expected) in [
        ("user_thumbs=sideways", "bad_value"),
        ("user_thumbs=up%00", "nul_character"),
        ("user_rating=6", "score_out_of_range"),
        ("user_rating=4.5", "score_out_of_range"),
        ("user_rating=04", "score_out_of_range"),
        ("user_nps=%2B4", "score_out_of_range"),
        ("user_rating=four", "score_out_of_range"),
        ("user_nps=11", "score_out_of_range"),
        ("user_nps=-1", "score_out_of_range"),
        ("user_reason_late=false", "bad_value"),
        ("user_reason_Late=on", "bad_label"),
        ("user_reason_=on", "bad_label"),
        ("user_comment=a%00b", "nul_character"),
        (&format!("user_correction={long}"), "text_too_long"),
        ("user_thumbs=up&session_id=1", "two_targets"),
        ("user_thumbs=up&trace_id=a+b", "bad_id"),
        ("user_thumbs=up&id=1", "bad_event_id"),
        ("user_thumbs=up&ml_app=%00", "bad_ml_app"),
        ("user_thumbs=up&ticket=a+b", "bad_ticket"),
        ("user_thumbs=up&tags.=1", "bad_tag"),
        ("user_thumbs=up&tags.a:b=1", "bad_tag"),
        ("user_thumbs=up&user_thumbs=down", "repeated_field"),
        ("user_thumbs=up&user_thumbs=up", "repeated_field"),
        ("user_thumbs=up&span_id=2", "repeated_field"),
    ] {
        assert_eq!(code(format!("span_id=1&{fields}")), expected, "{fields}");
    }
}

#[test]
fn an_unknown_field_is_refused_with_the_nearest_known_one_and_never_quoted() {
    for (name, nearest) in [
        ("user_thumb", "`user_thumbs`"),
        ("spanId", "`span_id`"),
        ("tag.page", "`tags.<key>`"),
        ("user_reasons_late", "`user_reason_<code>`"),
        ("comment", "`user_comment`"),
        ("_charset", ""),
        ("%3Cb%3E%00", ""),
        ("", ""),
    ] {
        // Even without a value: a field under a wrong name loses its value another time.
        for value in ["", "x"] {
            let refused = read(format!("span_id=1&user_thumbs=up&{name}={value}")).unwrap_err();
            assert_eq!(refused.code.as_str(), "unknown_field", "{name}");
            assert!(refused.message.contains(nearest), "{}", refused.message);
            assert!(!refused.message.contains('\0') && !refused.message.contains("<b>"));
        }
    }
}

#[test]
fn a_body_as_large_as_may_be_of_the_worst_kind_is_refused_at_once() {
    let fields = |field: &dyn Fn(usize) -> String| {
        let mut body = "span_id=1&user_thumbs=up".to_owned();
        for at in 0.. {
            let each = field(at);
            if body.len() + each.len() > limits::REQUEST_BYTES {
                break;
            }
            body.push_str(&each);
        }
        body
    };
    let reasons = fields(&|at| format!("&{}{at}=on", check::REASON_PREFIX));
    assert_eq!(code(reasons), "too_many_signals");
    assert_eq!(code(fields(&|at| format!("&tags.{at}=x"))), "too_many_tags");
    assert!(read(fields(&|_| "&user_comment=".to_owned())).is_ok());
    assert_eq!(code("x".repeat(limits::REQUEST_BYTES)), "unknown_field");
    assert_eq!(code("%".repeat(limits::REQUEST_BYTES)), "not_form");
    assert_eq!(code("=".repeat(limits::REQUEST_BYTES)), "unknown_field");
    assert_eq!(code("&".repeat(limits::REQUEST_BYTES)), "no_target");
}

#[test]
fn whatever_comes_is_an_event_or_a_refusal() {
    const PIECES: [&[u8]; 16] = [
        b"span_id",
        b"trace_id",
        b"tags.",
        b"user_reason_",
        b"user_rating",
        b"user_comment",
        b"id",
        b"_charset_",
        b"=",
        b"&",
        b"%",
        b"%00",
        b"%C3%A9",
        b"+",
        b"\xff",
        b"1",
    ];
    let mut dice = 0x9E37_79B9_u64;
    let mut read_well = 0;
    for _ in 0..20_000 {
        let mut body = b"span_id=1&user_nps=1&".to_vec();
        for _ in 0..dice % 9 {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            body.extend_from_slice(PIECES[usize::try_from(dice % 16).unwrap()]);
        }
        dice = dice.wrapping_add(1);
        match read(&body) {
            Ok(event) => {
                check::event(&event).unwrap();
                read_well += 1;
            }
            Err(refused) => assert!(refused.message.ends_with('.')),
        }
    }
    assert!(read_well > 500, "{read_well}");
}
