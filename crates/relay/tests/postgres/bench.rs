//! A store in a database of its own, whose time stands where the test sets it.

use std::sync::Arc;
use std::time::Duration;

use thumbspan_relay::routes::Routes;
use thumbspan_relay::store::postgres::{Admin, Config, Journal};
use thumbspan_relay::store::{Operate, Store, Writer};
use tokio_postgres::Client;

use crate::server;
use crate::suite::{self, Bench};

/// The database's clock as a row that the test writes.
pub const HELD_CLOCK: &str = "
CREATE TABLE thumbspan.test_clock (us bigint NOT NULL);
INSERT INTO thumbspan.test_clock VALUES (0);
CREATE OR REPLACE FUNCTION thumbspan.now_us() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT us FROM thumbspan.test_clock';
";

pub struct Database {
    pub name: String,
    pub client: Client,
    keep: Duration,
    open: Option<(Arc<Journal>, Writer)>,
}

/// The settings of a relay on a database of the shared server.
pub fn config(name: &str) -> Config {
    Config {
        url: server::shared().url(name),
        queue: 256,
        revisions: suite::REVISIONS,
        keep_delivered: Duration::from_millis(suite::KEEP_MS),
        longest_wait: Duration::from_secs(300),
        lease: Duration::from_millis(suite::LEASE_MS),
    }
}

impl Database {
    /// One more relay on the same database.
    pub async fn relay(&self) -> (Journal, Writer) {
        self.relay_with(suite::sinks()).await
    }

    async fn relay_with(&self, routes: Routes) -> (Journal, Writer) {
        let settings = Config {
            keep_delivered: self.keep,
            ..config(&self.name)
        };
        Journal::open(&settings, routes).await.unwrap()
    }

    /// One whose relays keep delivered events so long.
    pub async fn keeping(keep: Duration) -> Self {
        Self::open(server::shared().database().await, keep).await
    }

    /// Opens one that is there.
    pub async fn open(name: String, keep: Duration) -> Self {
        let client = server::shared().client(&name).await;
        let mut database = Self {
            name,
            client,
            keep,
            open: None,
        };
        database.reopen().await;
        database.client.batch_execute(HELD_CLOCK).await.unwrap();
        database.set(suite::START_MS).await;
        database
    }

    /// A number that the database tells.
    pub async fn number(&self, sql: &str) -> i64 {
        self.client.query_one(sql, &[]).await.unwrap().get(0)
    }
}

impl Bench for Database {
    async fn new() -> Self {
        Self::keeping(Duration::from_millis(suite::KEEP_MS)).await
    }

    fn store(&self) -> Arc<dyn Store> {
        self.open.as_ref().unwrap().0.clone()
    }

    fn operator(&self) -> Box<dyn Operate> {
        Box::new(Admin::open(&config(&self.name)).unwrap())
    }

    async fn reopen_with(&mut self, routes: Routes) {
        if let Some((journal, mut writer)) = self.open.take() {
            drop(journal);
            writer.ended().await.unwrap();
        }
        let (journal, writer) = self.relay_with(routes).await;
        self.open = Some((Arc::new(journal), writer));
    }

    async fn set(&self, now_ms: u64) {
        let sql = format!("UPDATE thumbspan.test_clock SET us = {now_ms} * 1000::bigint");
        self.client.batch_execute(&sql).await.unwrap();
    }

    async fn tidy(&self) {
        self.open.as_ref().unwrap().0.tidy().await.unwrap();
    }
}
