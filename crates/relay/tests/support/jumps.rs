//! A clock that jumps when the test says so, and a relay in a process of its own that goes by it.
//!
//! Only a process can be killed, and a process takes no clock from a test. So a test runs itself
//! once more, as the relay: the offset stands in a file.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use thumbspan_relay::clock::{Clock, SystemClock};
use thumbspan_relay::config::Settings;
use thumbspan_relay::{Parts, run};
use tokio::net::TcpListener;

use super::conservation::Dice;
use super::process::{Relay, Variables};

/// Names the file with the offset to the relay's process.
const VARIABLE: &str = "CLOCK_OFFSET_FILE";
const MINUTE_MS: i64 = 60_000;
/// How far the clock is off, to either side: within the time after which an event is given up.
const MINUTES: [i64; 6] = [0, 3, 100, 700, 1_500, 4_000];
/// Before all of these.
pub const EARLIEST: i64 = -4_300;

/// The clock, as the test sees it.
pub struct Jumps(PathBuf);

impl Jumps {
    pub fn within(folder: &TempDir) -> Self {
        let clock = Self(folder.path().join("clock"));
        clock.set(0);
        clock
    }

    /// To some other time.
    pub fn jump(&self, dice: &Dice) {
        self.set(drawn(dice));
    }

    /// To a time before all others.
    pub fn earliest(&self) {
        self.set(EARLIEST);
    }

    /// A relay that goes by this clock: the test of this name, in a process of its own.
    pub async fn relay(&self, folder: &TempDir, test: &str, variables: Variables<'_>) -> Relay {
        let program = std::env::current_exe().unwrap();
        let program = program.display().to_string();
        let file = self.0.display().to_string();
        let own = [variables, &[(VARIABLE, &*file)]].concat();
        Relay::serve_as(folder, &[&program, test, "--exact", "--nocapture"], &own).await
    }

    /// At once as a whole, or the relay would read a part of the number.
    fn set(&self, minutes: i64) {
        let next = self.0.with_extension("next");
        fs::write(&next, (minutes * MINUTE_MS).to_string()).unwrap();
        fs::rename(next, &self.0).unwrap();
    }
}

/// Minutes off.
pub fn drawn(dice: &Dice) -> i64 {
    let rolled = dice.roll(MINUTES.len() as u64);
    let minutes = MINUTES[usize::try_from(rolled).unwrap()];
    if dice.roll(2) == 0 { minutes } else { -minutes }
}

/// The clock, as the relay sees it.
pub struct Jumping(PathBuf);

impl Clock for Jumping {
    fn now_ms(&self) -> u64 {
        let offset = fs::read_to_string(&self.0).unwrap().parse().unwrap();
        SystemClock.now_ms().saturating_add_signed(offset)
    }
}

/// The clock that this process is to go by, if it is a relay.
pub fn of_this_process() -> Option<Jumping> {
    let file = std::env::var_os(VARIABLE)?;
    Some(Jumping(file.into()))
}

/// Is a relay until it is killed.
pub async fn serve(clock: Jumping) {
    let own: BTreeMap<_, _> = std::env::vars().collect();
    let config = Settings::read(None, &own).unwrap().config().unwrap();
    let listener = TcpListener::bind(config.listen).await.unwrap();
    let address = listener.local_addr().unwrap();
    println!("\nThumbspan listens on http://{address}");
    let parts = Parts {
        clock: Arc::new(clock),
        ..Parts::default()
    };
    let ended = run(listener, config, parts, std::future::pending()).await;
    panic!("the relay ended: {ended:?}");
}
