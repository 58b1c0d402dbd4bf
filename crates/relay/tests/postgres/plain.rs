//! A database that knows no partitions, as a distributed one may not: the same store in one table.

use std::sync::Arc;
use std::time::Duration;

use thumbspan_relay::routes::Routes;
use thumbspan_relay::store::{Operate, Store};

use crate::bench::Database;
use crate::server;
use crate::sharing::delivered;
use crate::suite::{Bench, KEEP_MS, SINKS, START_MS, event, revisions, run};

/// Refuses them in the words of a server that has none.
pub const NO_PARTITIONS: &str = "
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
  IF current_query() LIKE '%PARTITION BY%' THEN
    RAISE 'no partitions here' USING ERRCODE = 'syntax_error';
  END IF;
END $$;
CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION refuse();
";

struct Plain(Database);

impl Plain {
    async fn keeping(keep: Duration) -> Self {
        let name = server::shared().database().await;
        let client = server::shared().client(&name).await;
        client.batch_execute(NO_PARTITIONS).await.unwrap();
        let database = Database::open(name, keep).await;
        let sql = "SELECT COUNT(*) FROM pg_class WHERE relkind = 'p'";
        assert_eq!(database.number(sql).await, 0);
        Self(database)
    }
}

impl Bench for Plain {
    async fn new() -> Self {
        Self::keeping(Duration::from_millis(KEEP_MS)).await
    }

    fn store(&self) -> Arc<dyn Store> {
        self.0.store()
    }

    fn operator(&self) -> Box<dyn Operate> {
        self.0.operator()
    }

    async fn reopen_with(&mut self, routes: Routes) {
        self.0.reopen_with(routes).await;
    }

    async fn set(&self, now_ms: u64) {
        self.0.set(now_ms).await;
    }

    async fn tidy(&self) {
        self.0.tidy().await;
    }
}

#[test]
fn a_database_without_partitions_does_what_the_model_does() {
    run::<Plain>(6);
}

#[tokio::test]
async fn revisions_are_known_there_too() {
    revisions::a_change_goes_where_the_vote_went::<Plain>().await;
    revisions::an_event_comes_with_what_revises_it_in_whatever_order_they_arrived::<Plain>().await;
}

#[tokio::test]
async fn what_is_kept_for_days_goes_when_they_are_over_and_no_day_later() {
    let keep = Duration::from_hours(48);
    let plain = Plain::keeping(keep).await;
    let store = plain.store();
    store.append(vec![event(1)]).await.unwrap();
    for sink in SINKS {
        let due = store.due(sink, 1).await.unwrap();
        store.settle(sink, delivered(&due)).await.unwrap();
    }
    let kept = "SELECT COUNT(*) FROM thumbspan.event";
    let keep_ms = u64::try_from(keep.as_millis()).unwrap();
    for (at_ms, count) in [(keep_ms - 1_000, 1), (keep_ms + 1_000, 0)] {
        plain.set(START_MS + at_ms).await;
        plain.tidy().await;
        assert_eq!(plain.0.number(kept).await, count, "after {at_ms} ms");
    }
}
