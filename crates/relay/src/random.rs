//! Randomness, injected so that tests decide how the dice fall.

/// A source of randomness.
pub trait Random: Send + Sync {
    /// A number in `[0, 1)`, evenly spread: for jitter.
    fn unit(&self) -> f64;
    /// Ten unguessable bytes: for a [`thumbspan_contract::uuid::v7`].
    fn bytes10(&self) -> [u8; 10];
}

/// The operating system's generator.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn unit(&self) -> f64 {
        let [a, b, c, d, ..] = self.bytes10();
        f64::from(u32::from_le_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0)
    }

    fn bytes10(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        #[expect(
            clippy::expect_used,
            reason = "a system without randomness can run no TLS either: nothing sensible goes on"
        )]
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_stay_below_one_and_differ() {
        let drawn: Vec<f64> = (0..64).map(|_| SystemRandom.unit()).collect();
        assert!(drawn.iter().all(|unit| (0.0..1.0).contains(unit)));
        assert!(drawn.iter().any(|unit| *unit < 0.5) && drawn.iter().any(|unit| *unit >= 0.5));
        assert_ne!(SystemRandom.bytes10(), SystemRandom.bytes10());
    }
}
