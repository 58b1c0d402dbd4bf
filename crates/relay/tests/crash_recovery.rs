//! Promise 1: what was answered with 202 survives SIGKILL at any instant and reaches the sink.

#![allow(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a panic in a test is the report, and the seed repeats it"
)]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use support::conservation::{
    Dice, asked, impatient, misbehaviour, missing, repeats_are_equal, seed, submit, under_load,
};
use support::eventually;
use support::intake::Intake;
use support::process::Relay;
use tokio::sync::watch;

/// Unless `THUMBSPAN_TEST_KILLS` asks for more.
const KILLS: u64 = 32;
const CLIENTS: u64 = 6;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_accepted_event_survives_kills_and_arrives() {
    let (seed, kills) = (seed(), asked("THUMBSPAN_TEST_KILLS").unwrap_or(KILLS));
    println!("repeat with THUMBSPAN_TEST_SEED={seed}");
    let dice = Arc::new(Dice::new(seed));
    let drawn = Arc::clone(&dice);
    let intake = Intake::start(move || misbehaviour(&drawn)).await;
    let folder = tempfile::tempdir().unwrap();
    let origin = intake.url();
    let variables = impatient(&origin);
    let accepted = Arc::new(Mutex::new(BTreeSet::new()));
    let (address, addresses) = watch::channel(None);
    let clients: Vec<_> = (0..CLIENTS)
        .map(|number| tokio::spawn(submit(number, addresses.clone(), Arc::clone(&accepted))))
        .collect();

    let mut relay = Relay::serve(&folder, &variables).await;
    for kill in 0..kills {
        address.send_replace(Some(relay.address));
        under_load(&accepted, dice.roll(40), &dice).await;
        relay.kill().await;
        assert!(
            !relay.output().contains("panicked"),
            "kill {kill}: {}",
            relay.output()
        );
        relay = Relay::serve(&folder, &variables).await;
    }
    address.send_replace(Some(relay.address));
    drop(address);
    for client in clients {
        client.await.unwrap();
    }
    intake.behave();
    let accepted = accepted.lock().unwrap().clone();
    println!("{} accepted ids through {kills} kills", accepted.len());
    eventually("every accepted id at the intake", || async {
        missing(&accepted, &intake.metrics()).is_empty()
    })
    .await;
    repeats_are_equal(&intake.metrics());
}
