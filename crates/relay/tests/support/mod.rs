//! What the black-box tests share: the real binary, a raw client, a Datadog intake that obeys.

#![allow(
    clippy::print_stdout,
    dead_code,
    unreachable_pub,
    reason = "each test binary uses its part of this"
)]

pub mod client;
pub mod conservation;
pub mod events;
pub mod intake;
pub mod jumps;
pub mod process;
pub mod tickets;

use std::time::Duration;

/// The longest that anything is waited for.
pub const DEADLINE: Duration = Duration::from_secs(30);

/// Asks again until the condition holds; fails loudly at the deadline.
pub async fn eventually<F: Future<Output = bool>>(what: &str, mut holds: impl FnMut() -> F) {
    let asked = async {
        let mut beats = tokio::time::interval(Duration::from_millis(10));
        while !holds().await {
            beats.tick().await;
        }
    };
    assert!(
        tokio::time::timeout(DEADLINE, asked).await.is_ok(),
        "waited in vain for: {what}"
    );
}
