//! Promise 1 with two relays on one database: either is killed at any instant, and nothing that
//! either has accepted is missing, also while the database's clock jumps.

use secrecy::ExposeSecret;
use tokio_postgres::Client;

use crate::server::Server;
use crate::support::conservation::{Run, impatient, kill};
use crate::support::jumps;
use crate::support::process::Relay;

/// Unless `THUMBSPAN_TEST_KILLS` asks for more.
const KILLS: u64 = 16;
/// The same, while the clock jumps as well.
const KILLS_WITH_JUMPS: u64 = 8;
/// For each relay.
const CLIENTS: u64 = 3;

/// The database's time, so many microseconds off.
const OFFSET_CLOCK: &str = "
CREATE TABLE thumbspan.test_offset (us bigint NOT NULL);
INSERT INTO thumbspan.test_offset VALUES (0);
CREATE OR REPLACE FUNCTION thumbspan.now_us() RETURNS bigint LANGUAGE sql STABLE AS
  'SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint + us FROM thumbspan.test_offset';
";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_accepted_is_missing_whichever_relay_is_killed() {
    lives(KILLS, None).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_databases_clock_that_jumps_loses_nothing_and_holds_nothing_up() {
    lives(KILLS_WITH_JUMPS, Some(OFFSET_CLOCK)).await;
}

/// Kills either relay again and again; with a clock that can be set, the time jumps meanwhile.
async fn lives(kills: u64, clock: Option<&str>) {
    let mut run = Run::begin(kills).await;
    let server = Server::start(false);
    let client = server.client("postgres").await;
    let (url, origin) = (server.url("postgres"), run.origin());
    let mut variables = impatient(&origin);
    variables.push(("THUMBSPAN_STORE", url.expose_secret()));
    variables.push(("THUMBSPAN_STORE_LEASE_S", "2"));
    let folder = tempfile::tempdir().unwrap();
    let mut relays = Vec::new();
    for _ in 0..2 {
        let relay = Relay::serve(&folder, &variables).await;
        run.feed(&relay, CLIENTS);
        relays.push(relay);
    }
    // A relay listens before its tables are there.
    run.under_load().await;
    if let Some(clock) = clock {
        client.batch_execute(clock).await.unwrap();
    }
    for _ in 0..run.kills {
        run.under_load().await;
        let at = usize::from(run.dice.roll(2) == 0);
        kill(&mut relays[at]).await;
        if clock.is_some() {
            set(&client, jumps::drawn(&run.dice)).await;
        }
        // The other one goes on alone for a while.
        run.under_load().await;
        relays[at] = Relay::serve(&folder, &variables).await;
        run.moved(at, &relays[at]);
    }
    if clock.is_some() {
        set(&client, jumps::EARLIEST).await;
    }
    run.ends_with_all().await;
}

async fn set(client: &Client, minutes: i64) {
    let sql = format!("UPDATE thumbspan.test_offset SET us = {minutes} * 60000000::bigint");
    client.batch_execute(&sql).await.unwrap();
}
