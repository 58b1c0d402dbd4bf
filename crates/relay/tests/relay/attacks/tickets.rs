//! Tickets that are forged, replayed and stolen.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};
use thumbspan_contract::Target;

use crate::access::send;
use crate::support::client::post;
use crate::support::process::{Relay, delivered};
use crate::support::tickets::{self, AUDIENCE, TICKETS, claims, now_s, signed, thumb, ticket};
use crate::support::{events, eventually};

/// Nothing but this many good events has been stored.
async fn only(relay: &Relay, folder: &tempfile::TempDir, count: usize) {
    let last = thumb(999, &ticket(99));
    assert_eq!(send(relay, &last).await.status, 202);
    eventually("the last", || async {
        delivered(folder).contains(&events::id(999))
    })
    .await;
    // A kill between delivery and its record repeats the delivery.
    let text = delivered(folder);
    let lines: BTreeSet<_> = text.lines().collect();
    assert_eq!(lines.len(), count + 1);
}

/// The vectors' own relay: every forged ticket of the fixtures whose fault does not hang on the time.
#[tokio::test]
async fn no_forged_ticket_passes_over_http() {
    let folder = tempfile::tempdir().unwrap();
    let vectors = Path::new(env!("CARGO_MANIFEST_DIR")).join("../contract/fixtures/tickets");
    let read = |file: std::fs::DirEntry| -> Value {
        serde_json::from_slice(&std::fs::read(file.path()).unwrap()).unwrap()
    };
    let all: Vec<_> = std::fs::read_dir(vectors)
        .unwrap()
        .map(|file| read(file.unwrap()))
        .collect();
    let keys: Vec<_> = all[0]["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key.as_str().unwrap())
        .collect();
    let keys = keys.join(",");
    let own = [
        ("THUMBSPAN_ACCESS", "ticket"),
        ("THUMBSPAN_TICKET_KEYS", &*keys),
        ("THUMBSPAN_TICKET_AUDIENCE", AUDIENCE),
    ];
    let relay = Relay::serve(&folder, &own).await;
    let (mut tried, mut number) = (0, 0);
    for vector in all {
        let Some(code) = vector["code"].as_str() else {
            continue;
        };
        let token = vector["token"].as_str().unwrap();
        let in_time = ["ticket_expired", "ticket_not_yet_valid"].contains(&code);
        // A ticket with a line break is none of the wire format's.
        if in_time || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            continue;
        }
        number += 1;
        tried += 1;
        let answer = send(&relay, &thumb(number, token)).await;
        assert_eq!(
            (answer.status, &*answer.code()),
            (403, code),
            "{}",
            vector["why"]
        );
    }
    assert!(tried > 40, "{tried}");
    assert_eq!(delivered(&folder), "");
}

#[tokio::test]
async fn tickets_of_others_and_of_other_times_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    let day = 24 * 3_600;
    let mut expired = claims(1);
    (expired.iat, expired.exp) = (now_s() - 2 * day, now_s() - day);
    let mut early = claims(2);
    (early.iat, early.exp) = (now_s() + 600, now_s() + day);
    let mut elsewhere = claims(3);
    elsewhere.aud = vec!["https://relay.example.evil.example".to_owned()];
    let mut swapped = claims(4);
    swapped.tgt = Target::Span {
        span_id: "1".to_owned(),
        trace_id: None,
    };
    let mut fewer = claims(5);
    fewer.labels = Some(vec!["user_comment".to_owned()]);
    let unknown = tickets::KEY.replace("now:", "later:");
    for (claims, key, code) in [
        (expired, tickets::KEY, "ticket_expired"),
        (early, tickets::KEY, "ticket_not_yet_valid"),
        (elsewhere, tickets::KEY, "ticket_wrong_audience"),
        (swapped, tickets::KEY, "ticket_wrong_target"),
        (fewer, tickets::KEY, "ticket_wrong_label"),
        (claims(6), tickets::OTHER, "ticket_bad_signature"),
        (claims(7), &*unknown, "ticket_unknown_key"),
    ] {
        let answer = send(&relay, &thumb(1, &signed(&claims, key))).await;
        assert_eq!((answer.status, &*answer.code()), (403, code));
    }
    only(&relay, &folder, 0).await;
}

#[tokio::test]
async fn an_expired_ticket_has_its_grace_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    let of = |ended: u64| {
        let mut claims = claims(1);
        (claims.iat, claims.exp) = (now_s() - 9_000, now_s() - ended);
        signed(&claims, tickets::KEY)
    };
    assert_eq!(send(&relay, &thumb(1, &of(3_000))).await.status, 202);
    // The sender's clock proves nothing.
    let mut backdated = thumb(2, &of(4_000));
    backdated["timestamp_ms"] = json!((now_s() - 8_000) * 1_000);
    assert_eq!(send(&relay, &backdated).await.code(), "ticket_expired");
}

#[tokio::test]
async fn a_replayed_request_changes_nothing_and_costs_no_revision() {
    let folder = tempfile::tempdir().unwrap();
    let few = ("THUMBSPAN_TICKET_REVISIONS", "1");
    let relay = Relay::serve(&folder, &[TICKETS, &[few]].concat()).await;
    let ticket = ticket(1);
    let event = thumb(1, &ticket);
    for _ in 0..5 {
        let answer = send(&relay, &event).await;
        assert_eq!(answer.json()["accepted"], json!([events::id(1)]));
    }
    assert_eq!(send(&relay, &thumb(2, &ticket)).await.status, 202);
    only(&relay, &folder, 2).await;
}

#[tokio::test]
async fn a_stolen_ticket_is_worth_ten_changes_of_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let mut relay = Relay::serve(&folder, TICKETS).await;
    let stolen = ticket(1);
    for number in 0..11 {
        assert_eq!(
            send(&relay, &thumb(number, &stolen)).await.status,
            202,
            "{number}"
        );
    }
    let answer = send(&relay, &thumb(11, &stolen)).await;
    assert_eq!((answer.status, &*answer.code()), (403, "ticket_used_up"));
    // Neither a restart nor a new signature makes it new.
    relay.kill().await;
    let relay = Relay::serve(&folder, TICKETS).await;
    let mut again = claims(1);
    again.exp -= 7;
    let again = signed(&again, tickets::KEY);
    assert_eq!(
        send(&relay, &thumb(12, &again)).await.code(),
        "ticket_used_up"
    );
    let mixed = events::body(&[thumb(13, &stolen), thumb(14, &ticket(2))]);
    let answer = post(relay.address, "/v1/feedback", &mixed).await;
    assert_eq!(answer.json()["accepted"], json!([events::id(14)]));
    assert_eq!(answer.json()["rejected"][0]["code"], "ticket_used_up");
    only(&relay, &folder, 12).await;
}

#[tokio::test]
async fn nobody_fills_the_store_with_labels_of_one_ticket() {
    let folder = tempfile::tempdir().unwrap();
    let free = ("THUMBSPAN_LIMIT_TICKET_PER_HOUR", "0");
    let relay = Relay::serve(&folder, &[TICKETS, &[free]].concat()).await;
    let ticket = ticket(1);
    let labelled = |number: u64| {
        let mut event = thumb(number, &ticket);
        let signals = (0..20).map(
            |n| json!({"label": format!("l{number}_{n}"), "metric_type": "boolean", "value": true}),
        );
        event["signals"] = signals.collect();
        event
    };
    for number in 0..5 {
        assert_eq!(send(&relay, &labelled(number)).await.status, 202);
    }
    assert_eq!(send(&relay, &labelled(5)).await.code(), "ticket_used_up");
}

#[tokio::test]
async fn what_others_said_is_revised_by_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    assert_eq!(send(&relay, &thumb(1, &ticket(1))).await.status, 202);
    let mut foreign = thumb(2, &ticket(2));
    foreign["revises"] = json!(events::id(1));
    let answer = send(&relay, &foreign).await;
    assert_eq!(
        (answer.status, &*answer.code()),
        (403, "ticket_wrong_revision")
    );
    // A known id belongs to its first event, whoever repeats it.
    let mut squatted = thumb(1, &ticket(2));
    squatted["signals"][0]["value"] = json!("down");
    assert_eq!(send(&relay, &squatted).await.status, 202);
    let ask = |ticket: String| json!({"ticket": ticket}).to_string();
    let mine = post(relay.address, "/v1/feedback/restore", &ask(ticket(1)))
        .await
        .json();
    assert_eq!(mine["votes"][0]["value"], "up");
    let theirs = post(relay.address, "/v1/feedback/restore", &ask(ticket(2)))
        .await
        .json();
    assert_eq!(theirs, json!({"votes": []}));
}
