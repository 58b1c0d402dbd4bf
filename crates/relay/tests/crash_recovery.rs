//! Promise 1: what was answered with 202 survives SIGKILL at any instant and reaches the sink, also
//! while the clock jumps.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a panic in a test is the report, and the seed repeats it"
)]

mod support;

use support::conservation::{Run, impatient, kill};
use support::jumps::{self, Jumps};
use support::process::Relay;

/// Unless `THUMBSPAN_TEST_KILLS` asks for more.
const KILLS: u64 = 32;
/// The same, while the clock jumps as well.
const KILLS_WITH_JUMPS: u64 = 12;
const CLIENTS: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_accepted_event_survives_kills_and_arrives() {
    let mut run = Run::begin(KILLS).await;
    let folder = tempfile::tempdir().unwrap();
    let origin = run.origin();
    let variables = impatient(&origin);
    let mut relay = Relay::serve(&folder, &variables).await;
    run.feed(&relay, CLIENTS);
    for _ in 0..run.kills {
        run.under_load().await;
        kill(&mut relay).await;
        relay = Relay::serve(&folder, &variables).await;
        run.moved(0, &relay);
    }
    run.ends_with_all().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn clocks_that_jump_by_minutes_to_days_lose_nothing_and_hold_nothing_up() {
    if let Some(clock) = jumps::of_this_process() {
        return jumps::serve(clock).await;
    }
    let mut run = Run::begin(KILLS_WITH_JUMPS).await;
    let folder = tempfile::tempdir().unwrap();
    let clock = Jumps::within(&folder);
    let origin = run.origin();
    let variables = impatient(&origin);
    let this = "clocks_that_jump_by_minutes_to_days_lose_nothing_and_hold_nothing_up";
    let serve = || clock.relay(&folder, this, &variables);
    let mut relay = serve().await;
    run.feed(&relay, CLIENTS);
    for _ in 0..run.kills {
        run.under_load().await;
        clock.jump(&run.dice);
        run.under_load().await;
        kill(&mut relay).await;
        // Also while nobody looks.
        clock.jump(&run.dice);
        relay = serve().await;
        run.moved(0, &relay);
    }
    // Whatever waits now was put off in what is now the future.
    clock.earliest();
    run.ends_with_all().await;
}
