//! Settings: any file and any environment is taken or told what is wrong; no secret is ever shown.

use std::collections::BTreeMap;

use thumbspan_relay::config::{File, Settings};

/// Stands between the file and the environment.
const APART: &str = "\n---\n";
/// What seeds put into secret settings, and into no other.
const SECRET: &str = "hunter2hunter2";

/// The bytes as a TOML file and, after a line `---`, as lines `NAME=VALUE` of an environment.
pub fn holds(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let (file, environment) = text.split_once(APART).unwrap_or((text, ""));
    let file = File {
        name: "thumbspan.toml",
        text: file,
    };
    match Settings::read(Some(file), &variables(environment)) {
        Ok(settings) => shows_no_secret(&settings),
        Err(faults) => assert!(!faults.0.is_empty() && !faults.to_string().is_empty()),
    }
}

fn variables(environment: &str) -> BTreeMap<String, String> {
    let pair = |line: &str| {
        let (name, value) = line.split_once('=')?;
        Some((name.to_owned(), value.to_owned()))
    };
    environment.lines().filter_map(pair).collect()
}

fn shows_no_secret(settings: &Settings) {
    let shown = settings.effective();
    // Whoever writes a secret into an open setting has it shown.
    let is_open = shown.iter().any(|(_, text, _)| text.contains(SECRET));
    match settings.config() {
        Ok(config) => assert!(is_open || !format!("{config:?}").contains(SECRET)),
        Err(faults) => assert!(is_open || !faults.to_string().contains(SECRET), "{faults}"),
    }
}
