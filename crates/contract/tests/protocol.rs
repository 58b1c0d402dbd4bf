//! `docs/protocol.md`: its table of codes is made from the enum, and its example is read.
#![cfg(feature = "read")]
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::{env, fmt::Write as _, fs, path::PathBuf};

use thumbspan_contract::{Code, read};

const MARK: &str = "<!-- codes: made from crates/contract/src/reply.rs -->\n";
const RENEW: &str = "UPDATE=1 cargo test -p thumbspan-contract --test protocol";

fn page() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/protocol.md")
}

fn table() -> String {
    let mut table = "\n| code | meaning |\n|---|---|\n".to_owned();
    for (code, meaning) in Code::ALL {
        writeln!(table, "| `{}` | {} |", code.as_str(), meaning.trim()).unwrap();
    }
    table
}

#[test]
fn the_table_of_codes_is_current() {
    let text = fs::read_to_string(page()).unwrap();
    let (head, tail) = text.split_once(MARK).unwrap();
    if env::var_os("UPDATE").is_some() {
        fs::write(page(), format!("{head}{MARK}{}", table())).unwrap();
        return;
    }
    assert!(
        tail == table(),
        "docs/protocol.md lists other codes than reply.rs; run {RENEW}"
    );
}

#[test]
fn the_example_is_accepted() {
    let text = fs::read_to_string(page()).unwrap();
    let example = text
        .split("```json\n")
        .nth(1)
        .unwrap()
        .split("```")
        .next()
        .unwrap();
    let events = read::submission(example.as_bytes()).unwrap();
    assert_eq!(events[0].as_ref().unwrap().signals.len(), 3);
}
