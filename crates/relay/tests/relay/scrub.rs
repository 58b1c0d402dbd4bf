//! Comments are scrubbed at every end point that takes them.

use crate::metrics::{METRICS, figures, has, metrics_of};
use crate::support::client::{self, post};
use crate::support::process::{Relay, delivered};
use crate::support::{events, eventually};

#[tokio::test]
async fn comments_are_scrubbed_before_they_are_stored_and_counted() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("relay.toml");
    let settings = "scrub = [\"email\", \"card\"]\nscrub_patterns = ['ACME-\\d{2,4}', 'x,y']\n";
    std::fs::write(&file, settings).unwrap();
    let file = file.display().to_string();
    let relay = Relay::serve(&folder, &[METRICS, ("THUMBSPAN_CONFIG", &*file)]).await;
    let metrics = metrics_of(&relay).await;
    let words = "ann@example.com pays 4111111111111111 for ACME-123 or x,y, call +49 30 1234567";
    let event = events::comment(1, words);
    post(relay.address, "/v1/feedback", &events::body(&[event])).await;
    let older = "{\"span_id\": \"1\", \"comment\": \"ann@example.com\"}";
    assert_eq!(
        post(relay.address, "/api/v1/feedback", older).await.status,
        200
    );
    let form = b"span_id=1&user_comment=ann%40example.com";
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let sent = client::request(relay.address, "POST", "/v1/feedback/form", &kind, form).await;
    assert_eq!(sent.unwrap().status, 200);
    eventually("three lines", || async {
        delivered(&folder).lines().count() == 3
    })
    .await;
    let lines = delivered(&folder);
    let expected = "[email] pays [card] for [redacted] or [redacted], call +49 30 1234567";
    assert!(lines.contains(expected), "{lines}");
    assert!(!lines.contains("ann@") && !relay.output().contains("ann@"));
    for name in ["store.db", "store.db-wal"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        assert!(!bytes.windows(4).any(|window| window == b"ann@"), "{name}");
    }
    let figures = figures(metrics).await;
    for line in [
        "thumbspan_scrubbed_total{kind=\"email\"} 3",
        "thumbspan_scrubbed_total{kind=\"card\"} 1",
        "thumbspan_scrubbed_total{kind=\"own\"} 2",
    ] {
        assert!(has(&figures, line), "{line}: {figures}");
    }
}
