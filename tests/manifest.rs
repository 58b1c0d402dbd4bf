//! `pkg/custom-elements.json` is made from the tables in `src/options.rs`; and the hand-written
//! shell knows every attribute and event that they name.
//!
//! The format: <https://github.com/webcomponents/custom-elements-manifest> (schema 1.0.0).
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

use std::{env, fs, path::PathBuf};

use serde_json::{Value as Json, json};
use thumbspan::options::{ATTRIBUTES, EVENTS};

const RENEW: &str = "UPDATE=1 cargo test -p thumbspan --test manifest";

fn package(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("pkg")
        .join(file)
}

fn attribute(given: &thumbspan::options::Attribute) -> Json {
    json!({
        "name": given.name, "fieldName": given.property, "description": given.meaning,
        "type": {"text": given.kind}, "default": given.default,
    })
}

fn field(given: &thumbspan::options::Attribute) -> Json {
    json!({
        "kind": "field", "name": given.property, "attribute": given.name, "reflects": true,
        "description": given.meaning, "type": {"text": given.kind},
    })
}

fn named(pairs: &[(&str, &str)]) -> Vec<Json> {
    pairs
        .iter()
        .map(|(name, meaning)| json!({"name": name, "description": meaning}))
        .collect()
}

fn element() -> Json {
    let event = |given: &thumbspan::options::DomEvent| {
        let kind = format!("CustomEvent<{}>", given.detail);
        json!({"name": given.name, "description": given.meaning, "type": {"text": kind}})
    };
    let mut members: Vec<_> = ATTRIBUTES.iter().map(field).collect();
    members.extend([
        json!({"kind": "field", "name": "value", "readonly": true, "description": "What is chosen now.", "type": {"text": "FeedbackValue"}}),
        json!({"kind": "method", "name": "submit", "description": "Sends the comment that is being written and whatever failed; whether anything is on its way.", "return": {"type": {"text": "boolean"}}}),
        json!({"kind": "method", "name": "reset", "description": "Forgets what is shown, as for another answer; what was chosen is still sent."}),
    ]);
    json!({
        "kind": "class", "customElement": true, "tagName": "llm-feedback", "name": "LlmFeedback",
        "description": "Thumbs, stars and a comment box for one LLM answer.",
        "superclass": {"name": "HTMLElement"},
        "attributes": ATTRIBUTES.iter().map(attribute).collect::<Vec<_>>(),
        "members": members,
        "events": EVENTS.iter().map(event).collect::<Vec<_>>(),
        "cssParts": named(&[
            ("frame", "Around everything."), ("thumbs", "Around the thumbs."), ("thumb", "One thumb."),
            ("rating", "Around the stars."), ("star", "One star."), ("comment", "Around the comment box."),
            ("textarea", "The comment box."), ("send", "The button that sends the comment."),
            ("status", "What becomes of the vote."), ("retry", "The button that tries again."),
            ("button", "Every button."),
        ]),
        "cssProperties": named(&[
            ("--thumbspan-accent", "The focus ring."), ("--thumbspan-good", "The chosen thumb up."),
            ("--thumbspan-bad", "The chosen thumb down, and failures."), ("--thumbspan-star", "Chosen stars."),
        ]),
    })
}

fn manifest() -> Json {
    json!({
        "schemaVersion": "1.0.0",
        "modules": [
            {"kind": "javascript-module", "path": "element.js", "declarations": [element()],
             "exports": [{"kind": "js", "name": "LlmFeedback", "declaration": {"name": "LlmFeedback", "module": "element.js"}}]},
            {"kind": "javascript-module", "path": "define.js",
             "exports": [{"kind": "custom-element-definition", "name": "llm-feedback", "declaration": {"name": "LlmFeedback", "module": "element.js"}}]},
        ],
    })
}

#[test]
fn the_manifest_is_current() {
    let path = package("custom-elements.json");
    let current = format!("{:#}\n", manifest());
    if env::var_os("UPDATE").is_some() {
        fs::write(&path, &current).unwrap();
    }
    let tracked = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        tracked == current,
        "pkg/custom-elements.json is not what src/options.rs says; run {RENEW}"
    );
}

#[test]
fn the_shell_and_its_types_know_every_attribute_and_event() {
    let (shell, types) = (
        fs::read_to_string(package("element.js")).unwrap(),
        fs::read_to_string(package("index.d.ts")).unwrap(),
    );
    for given in ATTRIBUTES {
        assert!(
            shell.contains(&format!("\"{}\"", given.name)),
            "element.js: {}",
            given.name
        );
        assert!(
            types.contains(&format!("{}: ", given.property))
                || types.contains(&format!("get {}()", given.property)),
            "index.d.ts: {}",
            given.property
        );
    }
    for given in EVENTS {
        assert!(
            types.contains(given.name) && types.contains(given.detail),
            "index.d.ts: {}",
            given.name
        );
    }
}

#[test]
fn the_style_sheet_knows_every_property() {
    let style = fs::read_to_string(package("style.js")).unwrap();
    for property in element()["cssProperties"].as_array().unwrap() {
        let name = property["name"].as_str().unwrap();
        assert!(style.contains(&format!("var({name},")), "{name}");
    }
}
