//! Who is let in, in each mode.

use serde_json::{Value, json};

use crate::support::client::{self, Answer, JSON, post};
use crate::support::process::{Relay, Variables, delivered};
use crate::support::tickets::{self, TICKETS, signed, thumb, ticket};
use crate::support::{events, eventually};

const PATH: &str = "/v1/feedback";

pub(crate) async fn send(relay: &Relay, event: &Value) -> Answer {
    let body = events::body(std::slice::from_ref(event));
    post(relay.address, PATH, &body).await
}

/// The line with the event of this number.
async fn line(folder: &tempfile::TempDir, number: u64) -> Value {
    let id = events::id(number);
    let find = || {
        let text = delivered(folder);
        let mut lines = text.lines().map(str::to_owned);
        lines.find(|line| line.contains(&format!("\"id\":\"{id}\"")))
    };
    eventually("the line", || async { find().is_some() }).await;
    serde_json::from_str(&find().unwrap()).unwrap()
}

async fn with(relay: &Relay, event: &Value, header: (&str, &str)) -> Answer {
    let body = events::body(std::slice::from_ref(event));
    let headers = [JSON[0], header];
    let sent = client::request(relay.address, "POST", PATH, &headers, body.as_bytes());
    sent.await.unwrap()
}

#[tokio::test]
async fn target_person_and_application_come_from_the_ticket_alone() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    let mut claims = tickets::claims(1);
    claims.ml_app = Some("vote-extractor".to_owned());
    let secret = signed(&claims, tickets::KEY);
    let mut event = thumb(1, &secret);
    event["submitter"] = json!({"id": "somebody-else", "type": "agent"});
    event["ml_app"] = json!("another");
    event["tags"] = json!({"verified": "very", "page": "3"});
    assert_eq!(send(&relay, &event).await.status, 202);
    let line = line(&folder, 1).await;
    assert_eq!(line["submitter"], json!({"id": "user-17"}));
    assert_eq!(line["ml_app"], "vote-extractor");
    assert_eq!(line["tags"], json!({"page": "3", "verified": "true"}));
    let store = std::fs::read(folder.path().join("store.db-wal")).unwrap();
    let kept = |text: &str| {
        store
            .windows(text.len())
            .any(|part| part == text.as_bytes())
    };
    assert!(
        kept(&claims.jti) && !kept(&secret),
        "a ticket is kept by its name"
    );
}

#[tokio::test]
async fn a_relay_for_tickets_turns_everything_else_away() {
    let folder = tempfile::tempdir().unwrap();
    let keys = ("THUMBSPAN_API_KEYS", "k1,k2");
    let relay = Relay::serve(&folder, &[TICKETS, &[keys]].concat()).await;
    let bare = events::thumb(1);
    let refused = send(&relay, &bare).await;
    assert_eq!((refused.status, &*refused.code()), (401, "ticket_missing"));
    let form = client::request(
        relay.address,
        "POST",
        "/v1/feedback/form",
        &[("content-type", "application/x-www-form-urlencoded")],
        b"span_id=1&user_thumbs=up",
    );
    let form = form.await.unwrap();
    assert_eq!(form.status, 401);
    let older = json!({"span_id": "1", "feedback_type": "thumbs_up"}).to_string();
    let older = post(relay.address, "/api/v1/feedback", &older).await;
    assert_eq!((older.status, &*older.code()), (401, "bad_api_key"));
    let wrong = with(&relay, &thumb(2, &ticket(1)), ("x-api-key", "k3")).await;
    assert_eq!((wrong.status, &*wrong.code()), (401, "bad_api_key"));
    let forged = signed(&tickets::claims(1), tickets::OTHER);
    let passed_on = with(&relay, &thumb(2, &forged), ("x-api-key", "k1")).await;
    let given = (passed_on.status, &*passed_on.code());
    assert_eq!(
        given,
        (403, "ticket_bad_signature"),
        "a key vouches for no ticket"
    );
    assert_eq!(
        with(&relay, &bare, ("authorization", "Bearer k2"))
            .await
            .status,
        202
    );
    assert_eq!(line(&folder, 1).await["tags"]["verified"], "true");
    assert_eq!(delivered(&folder).lines().count(), 1);
}

#[tokio::test]
async fn good_tickets_of_a_batch_pass_and_bad_ones_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    let batch = [
        thumb(1, &ticket(1)),
        thumb(2, "eyJ.e30.x"),
        events::thumb(3),
    ];
    let answer = post(relay.address, PATH, &events::body(&batch)).await;
    assert_eq!(answer.status, 202);
    let json = answer.json();
    assert_eq!(json["accepted"], json!([events::id(1)]));
    let codes: Vec<_> = json["rejected"]
        .as_array()
        .unwrap()
        .iter()
        .map(|each| each["code"].clone())
        .collect();
    assert_eq!(codes, ["ticket_malformed", "ticket_missing"]);
}

#[tokio::test]
async fn an_open_relay_takes_its_pages_alone_and_vouches_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let listed: Variables<'_> = &[("THUMBSPAN_ALLOWED_ORIGINS", "https://app.example")];
    let relay = Relay::serve(&folder, listed).await;
    let mut event = events::thumb(1);
    event["tags"] = json!({"verified": "true"});
    for origin in [
        "https://evil.example",
        "null",
        "https://app.example.evil.example",
    ] {
        let refused = with(&relay, &event, ("origin", origin)).await;
        assert_eq!((refused.status, &*refused.code()), (403, "origin_refused"));
    }
    assert_eq!(send(&relay, &event).await.code(), "origin_refused");
    assert_eq!(
        with(&relay, &event, ("origin", "https://app.example"))
            .await
            .status,
        202
    );
    assert_eq!(line(&folder, 1).await["tags"]["verified"], "false");
}

#[tokio::test]
async fn a_server_relay_takes_keys_alone() {
    let folder = tempfile::tempdir().unwrap();
    let server = [("THUMBSPAN_ACCESS", "server"), ("THUMBSPAN_API_KEYS", "k")];
    let relay = Relay::serve(&folder, &server).await;
    let event = events::thumb(1);
    assert_eq!(send(&relay, &event).await.status, 401);
    assert_eq!(with(&relay, &event, ("x-api-key", "k")).await.status, 202);
}

#[tokio::test]
async fn a_second_person_with_the_ticket_revises_and_restore_knows_one_answer() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, TICKETS).await;
    // The same name, minted twice: another text, one ticket.
    let first = ticket(1);
    let mut later = tickets::claims(1);
    later.exp -= 1;
    let second = signed(&later, tickets::KEY);
    assert_eq!(send(&relay, &thumb(1, &first)).await.status, 202);
    let mut down = thumb(2, &second);
    down["signals"][0]["value"] = json!("down");
    assert_eq!(send(&relay, &down).await.status, 202);
    assert_eq!(line(&folder, 2).await["revises"], events::id(1));
    assert!(line(&folder, 1).await.get("revises").is_none());
    for ticket in [&first, &second] {
        let ask = json!({"ticket": ticket}).to_string();
        let votes = post(relay.address, "/v1/feedback/restore", &ask).await;
        assert_eq!(votes.status, 200);
        let votes = votes.json()["votes"].clone();
        assert_eq!(votes.as_array().unwrap().len(), 1);
        assert_eq!(
            (&votes[0]["id"], &votes[0]["value"]),
            (&json!(events::id(2)), &json!("down"))
        );
    }
    let forged = json!({"ticket": signed(&later, tickets::OTHER)}).to_string();
    let refused = post(relay.address, "/v1/feedback/restore", &forged).await;
    assert_eq!(
        (refused.status, &*refused.code()),
        (403, "ticket_bad_signature")
    );
}

#[tokio::test]
async fn too_much_is_turned_away_with_a_time_and_comes_in_later_from_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let own = [
        ("THUMBSPAN_LIMIT_ADDRESS_PER_MINUTE", "1"),
        ("THUMBSPAN_API_KEYS", "k"),
        ("THUMBSPAN_TRUSTED_PROXIES", "127.0.0.0/8"),
    ];
    let relay = Relay::serve(&folder, &own).await;
    let from = |number: u64, address: &'static str| {
        let relay = &relay;
        async move { with(relay, &events::thumb(number), ("x-forwarded-for", address)).await }
    };
    for number in 0..20 {
        assert_eq!(from(number, "192.0.2.1").await.status, 202);
    }
    let limited = from(20, "192.0.2.1").await;
    assert_eq!((limited.status, &*limited.code()), (429, "rate_limited"));
    let seconds: u64 = limited.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    // What the client writes itself stands left of what its proxy writes.
    assert_eq!(from(21, "203.0.113.9, 192.0.2.1").await.status, 429);
    assert_eq!(from(22, "192.0.2.2").await.status, 202);
    assert_eq!(from(23, "2001:db8::1").await.status, 202);
    assert_eq!(
        with(&relay, &events::thumb(24), ("x-api-key", "k"))
            .await
            .status,
        202
    );
}

#[tokio::test]
async fn a_tickets_quota_is_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let few = ("THUMBSPAN_LIMIT_TICKET_PER_HOUR", "2");
    let relay = Relay::serve(&folder, &[TICKETS, &[few]].concat()).await;
    let first = ticket(1);
    let statuses = [
        send(&relay, &thumb(1, &first)).await.status,
        send(&relay, &thumb(2, &first)).await.status,
        send(&relay, &thumb(3, &first)).await.status,
        send(&relay, &thumb(4, &ticket(2))).await.status,
    ];
    assert_eq!(statuses, [202, 202, 429, 202]);
}
