//! Applications that reach for each other.

use serde_json::{Value, json};

use crate::access::send;
use crate::support::client::{self, Answer, JSON, post};
use crate::support::events;
use crate::support::process::{Relay, Variables, delivered};
use crate::support::tickets::{self, AUDIENCE, claims, signed, thumb};

const PATH: &str = "/v1/feedback";

/// Tickets for all others and, with other keys, for the shop; the games are open to their pages.
const APPS: Variables<'static> = &[
    ("THUMBSPAN_ACCESS", "ticket"),
    ("THUMBSPAN_TICKET_KEYS", tickets::KEY),
    ("THUMBSPAN_TICKET_AUDIENCE", AUDIENCE),
    ("THUMBSPAN_ALLOWED_ORIGINS", "https://relay.example"),
    ("THUMBSPAN_API_KEYS", "relay-key"),
    ("THUMBSPAN_APPS", "games,shop"),
    ("THUMBSPAN_APP_GAMES_ACCESS", "open"),
    (
        "THUMBSPAN_APP_GAMES_ALLOWED_ORIGINS",
        "https://games.example",
    ),
    ("THUMBSPAN_APP_GAMES_API_KEYS", "games-key"),
    ("THUMBSPAN_APP_SHOP_ALLOWED_ORIGINS", "https://shop.example"),
    ("THUMBSPAN_APP_SHOP_API_KEYS", "shop-key"),
    ("THUMBSPAN_APP_SHOP_TICKET_KEYS", tickets::OTHER),
];

const GAMES: (&str, &str) = ("origin", "https://games.example");

fn of(app: &str, mut event: Value) -> Value {
    event["ml_app"] = json!(app);
    event
}

fn ticket_of(app: Option<&str>, key: &str) -> String {
    let mut claims = claims(1);
    claims.ml_app = app.map(str::to_owned);
    signed(&claims, key)
}

async fn with(relay: &Relay, events: &[Value], header: (&str, &str)) -> Answer {
    let body = events::body(events);
    let headers = [JSON[0], header];
    let sent = client::request(relay.address, "POST", PATH, &headers, body.as_bytes());
    sent.await.unwrap()
}

async fn preflight(relay: &Relay, origin: &str) -> Answer {
    let headers = [
        ("origin", origin),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type"),
    ];
    let asked = client::request(relay.address, "OPTIONS", PATH, &headers, b"");
    asked.await.unwrap()
}

#[tokio::test]
async fn a_page_of_one_application_passes_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, APPS).await;
    let batch = [
        of("games", events::thumb(1)),
        of("shop", events::thumb(2)),
        events::thumb(3),
        of("unlisted", events::thumb(4)),
    ];
    let answer = with(&relay, &batch, GAMES).await;
    assert_eq!(answer.status, 202);
    let said = answer.json();
    assert_eq!(said["accepted"], json!([events::id(1)]));
    let codes = said["rejected"].as_array().unwrap();
    let codes: Vec<_> = codes.iter().map(|each| each["code"].clone()).collect();
    assert_eq!(codes, ["ticket_missing"; 3]);
    let spoofed = with(&relay, &batch[..1], ("origin", "https://shop.example")).await;
    assert_eq!((spoofed.status, &*spoofed.code()), (403, "origin_refused"));
}

#[tokio::test]
async fn a_preflight_is_answered_for_every_applications_pages_and_for_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, APPS).await;
    let allowed = "access-control-allow-origin";
    for origin in [
        "https://relay.example",
        "https://games.example",
        "https://shop.example",
    ] {
        assert_eq!(preflight(&relay, origin).await.header(allowed), origin);
    }
    let evil = preflight(&relay, "https://evil.example").await;
    assert_eq!(evil.header(allowed), "");
}

#[tokio::test]
async fn an_api_key_of_one_application_opens_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, APPS).await;
    for (key, app, status) in [
        ("games-key", "games", 202),
        ("games-key", "shop", 401),
        ("games-key", "unlisted", 401),
        ("shop-key", "shop", 202),
        ("shop-key", "games", 401),
        ("relay-key", "shop", 401),
        ("relay-key", "unlisted", 202),
        ("nobodys", "games", 401),
    ] {
        let sent = [of(app, events::thumb(1))];
        let answer = with(&relay, &sent, ("x-api-key", key)).await;
        assert_eq!(answer.status, status, "{key} for {app}");
    }
    // The older shape names no application, so that no application's own key counts.
    let older = json!({"span_id": "1", "feedback_type": "thumbs_up"}).to_string();
    let headers = [JSON[0], ("x-api-key", "shop-key")];
    let path = "/api/v1/feedback";
    let sent = client::request(relay.address, "POST", path, &headers, older.as_bytes());
    assert_eq!(sent.await.unwrap().code(), "bad_api_key");
}

#[tokio::test]
async fn ticket_keys_of_one_application_mint_for_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, APPS).await;
    for (claim, key) in [
        (Some("shop"), tickets::KEY),
        (Some("unlisted"), tickets::OTHER),
        (None, tickets::OTHER),
    ] {
        let event = of("shop", thumb(1, &ticket_of(claim, key)));
        let answer = send(&relay, &event).await;
        let said = (answer.status, &*answer.code());
        assert_eq!(said, (403, "ticket_bad_signature"), "{claim:?}");
    }
    // The page says the games, where no ticket is needed; its ticket is the shop's.
    let own = of("games", thumb(2, &ticket_of(Some("shop"), tickets::OTHER)));
    assert_eq!(send(&relay, &own).await.status, 202);
    let ask = |ticket: String| json!({"ticket": ticket}).to_string();
    let path = "/v1/feedback/restore";
    let shops = ask(ticket_of(Some("shop"), tickets::OTHER));
    let votes = post(relay.address, path, &shops).await.json();
    assert_eq!(votes["votes"][0]["id"], events::id(2));
    // The same iss and jti under the relay's own key is another ticket.
    let others = ask(ticket_of(None, tickets::KEY));
    let votes = post(relay.address, path, &others).await.json();
    assert_eq!(votes["votes"], json!([]));
    crate::support::eventually("the line", || async {
        delivered(&folder).contains("\"ml_app\":\"shop\"")
    })
    .await;
}

#[tokio::test]
async fn evaluations_need_the_key_of_the_application_that_they_name() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, APPS).await;
    let send = async |app: &str, headers: client::Headers<'_>| {
        let body = events::body(&[of(app, events::thumb(1))]);
        let headers = [JSON, headers].concat();
        let path = "/v1/evaluations";
        let sent = client::request(relay.address, "POST", path, &headers, body.as_bytes());
        sent.await.unwrap()
    };
    for (key, app, status) in [
        ("games-key", "shop", 401),
        ("games-key", "unlisted", 401),
        ("relay-key", "games", 401),
        ("games-key", "games", 202),
        ("relay-key", "unlisted", 202),
    ] {
        let answer = send(app, &[("x-api-key", key)]).await;
        assert_eq!(answer.status, status, "{key} for {app}");
    }
    // Its pages send votes without a key, and no evaluations.
    assert_eq!(send("games", &[GAMES]).await.code(), "bad_api_key");
}
