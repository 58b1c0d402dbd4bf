//! The database goes away, crashes, or falls silent in the middle of a commit.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use thumbspan_relay::store::postgres::{Config, Journal};
use thumbspan_relay::store::{Store, StoreError};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

use crate::bench::{Database, config};
use crate::server::{self, Server};
use crate::suite::{self, Bench, event};
use crate::support::eventually;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_the_database_is_away_nothing_is_accepted_and_it_goes_on_by_itself_after() {
    let mut server = Server::start(true);
    let settings = {
        drop(server.client("postgres").await);
        Config {
            url: server.url("postgres"),
            ..config("")
        }
    };
    let (store, _ends) = Journal::open(&settings, suite::sinks()).await.unwrap();
    for (round, signal) in ["INT", "QUIT"].into_iter().enumerate() {
        let first = u64::try_from(round).unwrap() * 4;
        store.append(vec![event(first)]).await.unwrap();
        server.end(signal);
        let refused = store.append(vec![event(first + 1)]).await.unwrap_err();
        assert!(matches!(refused, StoreError::Away { .. }), "{refused:?}");
        assert!(refused.is_retryable() && refused.code() == "store_away");
        assert!(store.counts().await.is_err());
        server.begin();
        eventually("the database", || async {
            store.append(vec![event(first + 1)]).await.is_ok()
        })
        .await;
        eventually("the figures", || async { store.counts().await.is_ok() }).await;
        let counts = store.counts().await.unwrap();
        assert_eq!(counts[0].waiting, (first / 4 + 1) * 2, "after {signal}");
    }
}

/// Passes everything on; while it is told to, the database's answers go nowhere, and the connection
/// is closed when one comes.
async fn proxy(folder: &Path, to: std::path::PathBuf, deaf: Arc<AtomicBool>) {
    let listener = UnixListener::bind(folder.join(".s.PGSQL.5432")).unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let server = UnixStream::connect(&to).await.unwrap();
            tokio::spawn(pass(client, server, Arc::clone(&deaf)));
        }
    });
}

async fn pass(client: UnixStream, server: UnixStream, deaf: Arc<AtomicBool>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let questions = tokio::io::copy(&mut from_client, &mut to_server);
    let answers = async {
        let mut bytes = vec![0; 65_536];
        loop {
            let length = from_server.read(&mut bytes).await.unwrap_or(0);
            if length == 0 || deaf.load(Ordering::SeqCst) {
                return;
            }
            if to_client.write_all(&bytes[..length]).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        _ = questions => {}
        () = answers => {}
    }
}

#[tokio::test]
async fn a_commit_whose_answer_is_lost_counts_once_when_the_same_ids_come_again() {
    let database = Database::new().await;
    let folder = tempfile::tempdir().unwrap();
    let deaf = Arc::new(AtomicBool::new(false));
    let socket = server::shared().socket();
    proxy(folder.path(), socket, Arc::clone(&deaf)).await;
    let path = folder.path().display();
    let settings = Config {
        url: format!("postgres://postgres@/{}?host={path}", database.name).into(),
        ..config("")
    };
    let (store, _ends) = Journal::open(&settings, suite::sinks()).await.unwrap();
    // Its connection is open and its statement known: the next answer is the commit's.
    store.append(vec![event(0)]).await.unwrap();
    deaf.store(true, Ordering::SeqCst);
    let unknown = store.append(vec![event(1)]).await.unwrap_err();
    assert!(matches!(unknown, StoreError::Away { .. }), "{unknown:?}");
    deaf.store(false, Ordering::SeqCst);
    let sql = "SELECT COUNT(*) FROM thumbspan.event";
    eventually("the commit", || async { database.number(sql).await == 2 }).await;
    assert_eq!(store.append(vec![event(1)]).await, Ok(vec![]));
    assert_eq!(database.number(sql).await, 2);
    let sql = "SELECT COUNT(*) FROM thumbspan.delivery";
    assert_eq!(database.number(sql).await, 4);
}
