//! Keys of tickets that change while a relay runs.

use std::path::Path;

use crate::access::send;
use crate::support::eventually;
use crate::support::process::Relay;
use crate::support::tickets::{self, signed, thumb, ticket};

/// A key as a file of keys has it.
fn entry(key: &str) -> String {
    let parts: Vec<_> = key.split(':').collect();
    format!(
        "[[keys]]\nkid = \"{}\"\nalg = \"{}\"\nkey = \"{}\"\n",
        parts[0], parts[1], parts[2]
    )
}

/// A relay that reads its one key from a file, and looks at it so often.
async fn serve(folder: &tempfile::TempDir, path: &Path, look_s: &str) -> Relay {
    std::fs::write(path, entry(tickets::KEY)).unwrap();
    let own = [
        ("THUMBSPAN_ACCESS", "ticket"),
        ("THUMBSPAN_TICKET_KEYS_FILE", &*path.display().to_string()),
        ("THUMBSPAN_TICKET_KEYS_LOOK_S", look_s),
        ("THUMBSPAN_TICKET_AUDIENCE", tickets::AUDIENCE),
    ];
    Relay::serve(folder, &own).await
}

#[tokio::test]
async fn a_hangup_lets_changed_keys_count_at_once_and_ends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    let relay = serve(&folder, &path, "3600").await;
    assert_eq!(send(&relay, &thumb(1, &ticket(1))).await.status, 202);
    std::fs::write(&path, entry(tickets::OTHER)).unwrap();
    relay.hang_up();
    eventually("the end of the old key", || async {
        send(&relay, &thumb(2, &ticket(2))).await.code() == "ticket_bad_signature"
    })
    .await;
    let new = signed(&tickets::claims(3), tickets::OTHER);
    assert_eq!(send(&relay, &thumb(3, &new)).await.status, 202);
}

#[tokio::test]
async fn keys_change_without_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("keys.toml");
    let next = tickets::OTHER.replace("now:", "next:");
    let mut relay = serve(&folder, &path, "1").await;
    let new = signed(&tickets::claims(2), &next);
    assert_eq!(
        send(&relay, &thumb(1, &new)).await.code(),
        "ticket_unknown_key"
    );
    std::fs::write(&path, "half a fi").unwrap();
    eventually("the word on the broken file", || async {
        relay.output().contains("The keys so far go on")
    })
    .await;
    assert_eq!(send(&relay, &thumb(2, &ticket(1))).await.status, 202);
    std::fs::write(&path, entry(tickets::KEY) + &entry(&next)).unwrap();
    eventually("the new key", || async {
        send(&relay, &thumb(3, &new)).await.status == 202
    })
    .await;
    assert_eq!(
        send(&relay, &thumb(4, &ticket(3))).await.status,
        202,
        "the old one stays"
    );
    std::fs::write(&path, entry(&next)).unwrap();
    eventually("the end of the old key", || async {
        send(&relay, &thumb(5, &ticket(4))).await.status == 403
    })
    .await;
    relay.terminate();
    relay.exit().await;
    let secret = tickets::KEY.rsplit(':').next().unwrap();
    assert!(!relay.output().contains(secret));
}
