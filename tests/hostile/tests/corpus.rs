//! The corpus that `cargo fuzz` found, read again: what it once broke stays mended.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One input a line, in base64: `scripts/fuzz/corpus.js` makes files of them.
fn corpus(target: &str, holds: fn(&[u8])) {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus");
    let lines = fs::read_to_string(fuzz.join(target).with_extension("txt")).unwrap();
    let inputs = lines.lines().map(|line| STANDARD.decode(line).unwrap());
    let read = inputs.map(|bytes| holds(&bytes)).count();
    assert!(read >= 500, "the corpus of {target} has only {read} inputs");
}

#[test]
fn bodies() {
    corpus("body", hostile::body::holds);
}

#[test]
fn tickets() {
    corpus("ticket", hostile::ticket::holds);
}

#[test]
fn configurations() {
    corpus("configuration", hostile::configuration::holds);
}
