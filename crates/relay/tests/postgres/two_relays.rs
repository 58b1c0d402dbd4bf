//! Promise 1 with two relays on one database: either is killed at any instant, and nothing that
//! either has accepted is missing.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use secrecy::ExposeSecret;
use tokio::sync::watch;

use crate::server::Server;
use crate::support::conservation::{
    Dice, asked, impatient, misbehaviour, missing, repeats_are_equal, seed, submit, under_load,
};
use crate::support::eventually;
use crate::support::intake::Intake;
use crate::support::process::Relay;

/// Unless `THUMBSPAN_TEST_KILLS` asks for more.
const KILLS: u64 = 16;
/// For each relay.
const CLIENTS: u64 = 3;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_accepted_is_missing_whichever_relay_is_killed() {
    let (seed, kills) = (seed(), asked("THUMBSPAN_TEST_KILLS").unwrap_or(KILLS));
    println!("repeat with THUMBSPAN_TEST_SEED={seed}");
    let dice = Arc::new(Dice::new(seed));
    let drawn = Arc::clone(&dice);
    let intake = Intake::start(move || misbehaviour(&drawn)).await;
    let server = Server::start(false);
    drop(server.client("postgres").await);
    let (url, origin) = (server.url("postgres"), intake.url());
    let mut variables = impatient(&origin);
    variables.push(("THUMBSPAN_STORE", url.expose_secret()));
    variables.push(("THUMBSPAN_STORE_LEASE_S", "2"));
    let folder = tempfile::tempdir().unwrap();
    let accepted = Arc::new(Mutex::new(BTreeSet::new()));
    let (mut relays, mut addresses, mut clients) = (Vec::new(), Vec::new(), Vec::new());
    for number in 0..2 {
        let relay = Relay::serve(&folder, &variables).await;
        let (address, told) = watch::channel(Some(relay.address));
        relays.push(relay);
        addresses.push(address);
        clients.extend((0..CLIENTS).map(|client| {
            let accepted = Arc::clone(&accepted);
            tokio::spawn(submit(number * CLIENTS + client, told.clone(), accepted))
        }));
    }
    for kill in 0..kills {
        under_load(&accepted, dice.roll(40), &dice).await;
        let at = usize::from(dice.roll(2) == 0);
        relays[at].kill().await;
        let said = relays[at].output();
        assert!(!said.contains("panicked"), "kill {kill}: {said}");
        // The other one goes on alone for a while.
        under_load(&accepted, dice.roll(40), &dice).await;
        relays[at] = Relay::serve(&folder, &variables).await;
        addresses[at].send_replace(Some(relays[at].address));
    }
    drop(addresses);
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
