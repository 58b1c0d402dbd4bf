//! The conservation oracle: clients that keep every accepted id, and an intake that counts.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use super::intake::{Act, Intake};
use super::process::Relay;
use super::{client, events, eventually};

/// Xorshift: seeded, so that a failing run can be repeated.
pub struct Dice(AtomicU64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(AtomicU64::new(seed))
    }

    /// A number below this.
    pub fn roll(&self, sides: u64) -> u64 {
        let step = |mut x: u64| {
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            Some(x)
        };
        let rolled = self
            .0
            .fetch_update(Ordering::SeqCst, Ordering::SeqCst, step);
        rolled.unwrap() % sides
    }
}

pub fn asked(variable: &str) -> Option<u64> {
    std::env::var(variable)
        .ok()
        .map(|text| text.parse().unwrap())
}

fn seed() -> u64 {
    let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let drawn = || u64::from(now().subsec_nanos());
    asked("THUMBSPAN_TEST_SEED").unwrap_or_else(drawn).max(1)
}

fn misbehaviour(dice: &Dice) -> Act {
    match dice.roll(12) {
        0 | 1 => Act::Status(503),
        2 => Act::Status(429),
        3 => Act::Status(500),
        4 => Act::Close,
        5 => Act::Hang,
        6 => Act::AcceptSilently,
        7 => Act::HalfAnswer,
        8 => Act::Reset,
        _ => Act::Accept,
    }
}

/// The settings of a relay with a Datadog sink and short waits, so that a run meets many tries.
pub fn impatient(origin: &str) -> Vec<(&'static str, &str)> {
    vec![
        ("THUMBSPAN_SINKS", "datadog"),
        ("THUMBSPAN_DATADOG_ML_APP", "crash-test"),
        ("THUMBSPAN_DATADOG_API_KEY", "key"),
        ("THUMBSPAN_PRIVATE_SINKS", "datadog"),
        ("THUMBSPAN_DATADOG_ORIGIN", origin),
        ("THUMBSPAN_DATADOG_TIMEOUT_S", "1"),
        ("THUMBSPAN_DATADOG_MAX_METRICS", "200"),
        ("THUMBSPAN_RETRY_FIRST_MS", "5"),
        ("THUMBSPAN_RETRY_MOST_S", "1"),
    ]
}

/// A run under way: clients that submit, an intake that misbehaves, and what was accepted.
pub struct Run {
    pub dice: Arc<Dice>,
    pub kills: u64,
    intake: Intake,
    accepted: Arc<Mutex<BTreeSet<String>>>,
    clients: Vec<JoinHandle<()>>,
    addresses: Vec<watch::Sender<Option<SocketAddr>>>,
}

impl Run {
    /// So many kills, unless `THUMBSPAN_TEST_KILLS` asks for more.
    pub async fn begin(kills: u64) -> Self {
        let (seed, kills) = (seed(), asked("THUMBSPAN_TEST_KILLS").unwrap_or(kills));
        println!("repeat with THUMBSPAN_TEST_SEED={seed}");
        let dice = Arc::new(Dice::new(seed));
        let drawn = Arc::clone(&dice);
        Self {
            intake: Intake::start(move || misbehaviour(&drawn)).await,
            dice,
            kills,
            accepted: Arc::default(),
            clients: Vec::new(),
            addresses: Vec::new(),
        }
    }

    pub fn origin(&self) -> String {
        self.intake.url()
    }

    /// Starts clients of one more relay.
    pub fn feed(&mut self, relay: &Relay, clients: u64) {
        let (address, told) = watch::channel(Some(relay.address));
        for _ in 0..clients {
            let number = u64::try_from(self.clients.len()).unwrap();
            let accepted = Arc::clone(&self.accepted);
            self.clients
                .push(tokio::spawn(submit(number, told.clone(), accepted)));
        }
        self.addresses.push(address);
    }

    /// The clients of this number's relay find it here from now on.
    pub fn moved(&self, number: usize, relay: &Relay) {
        self.addresses[number].send_replace(Some(relay.address));
    }

    /// Waits until some more ids were accepted, then a random while more: a moment like any other.
    pub async fn under_load(&self) {
        let count = || self.accepted.lock().unwrap().len();
        let target = count() + usize::try_from(self.dice.roll(40)).unwrap();
        eventually("accepted ids under load", || async { count() >= target }).await;
        // The moment is the subject here, not something that is waited for.
        let moment = Duration::from_micros(self.dice.roll(150_000));
        let _ = tokio::time::timeout(moment, std::future::pending::<()>()).await;
    }

    /// Ends the clients and the intake's misbehaviour: now every accepted id arrives.
    pub async fn ends_with_all(self) {
        drop(self.addresses);
        for client in self.clients {
            client.await.unwrap();
        }
        self.intake.behave();
        let accepted = self.accepted.lock().unwrap().clone();
        println!("{} accepted ids, {} kills", accepted.len(), self.kills);
        eventually("every accepted id at the intake", || async {
            missing(&accepted, &self.intake.metrics()).is_empty()
        })
        .await;
        repeats_are_equal(&self.intake.metrics());
    }
}

/// SIGKILL to a relay that has not broken down by itself.
pub async fn kill(relay: &mut Relay) {
    relay.kill().await;
    let said = relay.output();
    assert!(!said.contains("panicked"), "{said}");
}

/// One client: batches one after the other, each repeated with the same ids until it is accepted.
async fn submit(
    client: u64,
    mut addresses: watch::Receiver<Option<SocketAddr>>,
    accepted: Arc<Mutex<BTreeSet<String>>>,
) {
    for batch in 0.. {
        let numbers: Vec<_> = (0..=batch % 5)
            .map(|event| (client << 40) | (batch << 8) | event)
            .collect();
        let sent: Vec<_> = numbers
            .iter()
            .map(|number| events::thumb(*number))
            .collect();
        let body = events::body(&sent);
        let ids = until_accepted(&mut addresses, &body).await;
        assert_eq!(ids.len(), numbers.len());
        accepted.lock().unwrap().extend(ids);
        // The last relay stays: one more accepted batch each is load enough.
        if addresses.has_changed().is_err() {
            return;
        }
    }
}

async fn until_accepted(
    addresses: &mut watch::Receiver<Option<SocketAddr>>,
    body: &str,
) -> Vec<String> {
    loop {
        let current = addresses
            .wait_for(Option::is_some)
            .await
            .map(|known| *known);
        let address = current.unwrap_or_else(|_| *addresses.borrow()).unwrap();
        let sent = client::request(
            address,
            "POST",
            "/v1/feedback",
            client::JSON,
            body.as_bytes(),
        );
        match sent.await {
            Ok(answer) if answer.status == 202 => {
                let ids = answer.json()["accepted"].clone();
                return serde_json::from_value(ids).unwrap();
            }
            Ok(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
            // Killed: the test starts the next one, on another port.
            Err(_) => drop(addresses.wait_for(|next| *next != Some(address)).await),
        }
    }
}

fn feedback_id(metric: &Value) -> &str {
    let tags = metric["tags"].as_array().unwrap();
    tags.iter()
        .find_map(|tag| tag.as_str()?.strip_prefix("feedback_id:"))
        .unwrap()
}

fn missing(accepted: &BTreeSet<String>, metrics: &[Value]) -> Vec<String> {
    let arrived: BTreeSet<_> = metrics.iter().map(feedback_id).collect();
    accepted
        .iter()
        .filter(|id| !arrived.contains(id.as_str()))
        .cloned()
        .collect()
}

fn repeats_are_equal(metrics: &[Value]) {
    let mut first = BTreeMap::new();
    for metric in metrics {
        let known = first.entry(feedback_id(metric)).or_insert(metric);
        assert_eq!(*known, metric);
    }
    println!("{} metrics, {} distinct", metrics.len(), first.len());
}
