//! A database that knows no partitions, as a distributed one may not: the same store in one table.

use std::sync::Arc;

use thumbspan_relay::routes::Routes;
use thumbspan_relay::store::{Operate, Store};

use crate::bench::Database;
use crate::server;
use crate::suite::{Bench, KEEP_MS, revisions, run};

/// Refuses them in the words of a server that has none.
const NO_PARTITIONS: &str = "
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN
  IF current_query() LIKE '%PARTITION BY%' THEN
    RAISE 'no partitions here' USING ERRCODE = 'syntax_error';
  END IF;
END $$;
CREATE EVENT TRIGGER refuse ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION refuse();
";

struct Plain(Database);

impl Bench for Plain {
    async fn new() -> Self {
        let name = server::shared().database().await;
        let client = server::shared().client(&name).await;
        client.batch_execute(NO_PARTITIONS).await.unwrap();
        let keep = std::time::Duration::from_millis(KEEP_MS);
        let database = Database::open(name, keep).await;
        let sql = "SELECT COUNT(*) FROM pg_class WHERE relkind = 'p'";
        assert_eq!(database.number(sql).await, 0);
        Self(database)
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
