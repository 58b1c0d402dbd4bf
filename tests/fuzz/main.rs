//! Hostile texts and random lives, all from a seed: 60,000 inputs, or as many as `THUMBSPAN_FUZZ` says.
//!
//! A failure prints the seed of its input: `THUMBSPAN_FUZZ_SEED=<seed> THUMBSPAN_FUZZ=1` repeats it.
//! [`random`]: numbers; [`texts`]: what stands for the shell's texts; [`readers`]: each reader of such
//! a text; [`life`]: presses, answers of the relay and resets in any order, beside a [`model`].
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "in a test a panic is the report"
)]

mod life;
mod model;
mod random;
mod readers;
mod texts;

use std::env;

use random::Random;

/// How many inputs without `THUMBSPAN_FUZZ`: a few seconds.
const INPUTS: u64 = 60_000;
const SEED: u64 = 0x7475_6d62_7370_616e;

fn number(name: &str, default: u64) -> u64 {
    env::var(name).map_or(default, |text| text.parse().unwrap())
}

/// Says which input it was, if it was the last one.
struct Input {
    test: &'static str,
    seed: u64,
}

impl Drop for Input {
    #[expect(clippy::print_stderr, reason = "the seed is what repeats a failure")]
    fn drop(&mut self) {
        let Self { test, seed } = self;
        if std::thread::panicking() {
            eprintln!(
                "THUMBSPAN_FUZZ_SEED={seed} THUMBSPAN_FUZZ=1 cargo test -p thumbspan --test fuzz {test}"
            );
        }
    }
}

/// One of `parts` equal parts of the inputs, at least one.
fn run(test: &'static str, parts: u64, each: fn(&mut Random)) {
    let seed = number("THUMBSPAN_FUZZ_SEED", SEED);
    for at in 0..number("THUMBSPAN_FUZZ", INPUTS).div_ceil(parts) {
        let input = Input {
            test,
            seed: seed.wrapping_add(at),
        };
        each(&mut Random::new(input.seed));
    }
}

#[test]
fn hostile_texts_are_read_without_harm() {
    run("hostile_texts", 2, |random| {
        readers::read(&texts::hostile(random));
    });
}

#[test]
fn any_life_keeps_its_votes() {
    run("any_life", 2, life::live);
}

#[test]
fn the_same_seed_makes_the_same_input_and_another_another() {
    let of = |seed| texts::hostile(&mut Random::new(seed));
    assert_eq!(of(1), of(1));
    assert_ne!(of(1), of(2));
}
