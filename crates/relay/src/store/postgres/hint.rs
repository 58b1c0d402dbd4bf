//! Tells other relays that there are new events, sooner than they would look by themselves.
//!
//! A hint may be lost, and a database or a pooler may know no `LISTEN`: every worker looks every
//! few seconds anyhow. It is sent seldom and beside the transactions, since a `NOTIFY` in them
//! would make their commits wait for each other.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream;
use tokio::sync::watch;
use tokio_postgres::{AsyncMessage, Config};

use super::beside::Beside;
use super::fault;
use super::link::Link;
use super::tls::Tls;
use crate::store::StoreError;

/// The least time between two hints.
pub(super) const EVERY: Duration = Duration::from_millis(200);
/// How long to wait before listening anew.
const ANEW: Duration = Duration::from_secs(5);

/// Sends a hint, and does not wait for it.
pub(super) fn tell(link: &Arc<Link>) {
    let link = Arc::clone(link);
    tokio::spawn(async move {
        // Nothing depends on it.
        let _ = link.query("SELECT pg_notify('thumbspan', '')", &[]).await;
    });
}

/// Wakes delivery at each hint.
pub(super) fn listen(config: Config, awake: Arc<watch::Sender<u64>>) -> Beside {
    Beside::spawn(async move {
        loop {
            // A connection that fails is no fault: this one is a convenience.
            let _ = heed(&config, &awake).await;
            tokio::time::sleep(ANEW).await;
        }
    })
}

async fn heed(config: &Config, awake: &watch::Sender<u64>) -> Result<(), StoreError> {
    let connected = config.connect(Tls::new()?).await;
    let (client, mut connection) = connected.map_err(|error| fault::named(&error))?;
    let mut messages = Box::pin(stream::poll_fn(move |context| {
        connection.poll_message(context)
    }));
    let listening = client.batch_execute("LISTEN thumbspan");
    let heard = async {
        while let Some(Ok(message)) = messages.next().await {
            if let AsyncMessage::Notification(_) = message {
                awake.send_modify(|count| *count += 1);
            }
        }
    };
    // Where `LISTEN` is not known, the connection idles.
    let _ = tokio::join!(heard, listening);
    Ok(())
}
