use thumbspan_contract::{Code, Submitter, Target};
use thumbspan_ticket::Claims;

use super::super::permit::{marked, permitted};
use crate::testing::event;

fn span(span_id: &str, trace_id: Option<&str>) -> Target {
    Target::Span {
        span_id: span_id.to_owned(),
        trace_id: trace_id.map(str::to_owned),
    }
}

fn claims(target: Target) -> Claims {
    Claims::new("shop", "relay", "user-17", target, 1, [0; 16])
}

#[test]
fn target_person_and_application_are_the_tickets() {
    let mut given = event(1);
    given.ticket = Some("eyJ.e30.x".to_owned());
    given.ml_app = Some("another".to_owned());
    given.tags.push(("verified".to_owned(), "very".to_owned()));
    given.submitter = Some(Submitter {
        id: "somebody-else".to_owned(),
        kind: Some("agent".to_owned()),
    });
    let claims = claims(given.target.clone());
    let stored = permitted(given, "shop", claims.clone()).unwrap();
    assert_eq!(stored.target, claims.tgt);
    assert_eq!(
        stored.submitter.unwrap(),
        Submitter {
            id: "user-17".to_owned(),
            kind: None
        }
    );
    assert_eq!(stored.ml_app, None);
    assert_eq!(
        stored.ticket.as_deref(),
        Some("shop AAAAAAAAAAAAAAAAAAAAAA")
    );
    assert_eq!(stored.tags, [("verified".to_owned(), "true".to_owned())]);
    assert_eq!(marked(event(1), false).tags[0].1, "false");
}

#[test]
fn a_page_may_know_less_of_the_target_and_nothing_else() {
    let of = |given: Target, permitted_: Target| {
        let given = thumbspan_contract::Event {
            target: given,
            ..event(1)
        };
        permitted(given, "shop", claims(permitted_))
            .map(|event| event.target)
            .map_err(|refusal| refusal.code)
    };
    let whole = span("1", Some("a"));
    for given in [span("1", None), span("1", Some("a"))] {
        assert_eq!(of(given, whole.clone()), Ok(whole.clone()));
    }
    assert_eq!(of(whole.clone(), span("1", None)), Ok(span("1", None)));
    let trace = |trace_id: &str| Target::Trace {
        trace_id: trace_id.to_owned(),
    };
    let session = Target::Session {
        session_id: "1".to_owned(),
    };
    for (given, own) in [
        (span("2", Some("a")), whole.clone()),
        (span("1", Some("b")), whole.clone()),
        (span("01", None), whole.clone()),
        (trace("a"), whole.clone()),
        (trace("1"), session),
        (whole, trace("a")),
    ] {
        assert_eq!(of(given, own), Err(Code::TicketWrongTarget));
    }
}

#[test]
fn only_labels_of_the_ticket_pass() {
    let mut claims = claims(event(1).target);
    claims.labels = Some(vec!["user_comment".to_owned()]);
    assert_eq!(
        permitted(event(1), "shop", claims.clone())
            .unwrap_err()
            .code,
        Code::TicketWrongLabel
    );
    claims.labels = Some(vec!["user_comment".to_owned(), "user_thumbs".to_owned()]);
    assert!(permitted(event(1), "shop", claims).is_ok());
}
