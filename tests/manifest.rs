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

const PARTS: &[(&str, &str)] = &[
    ("frame", "Around everything."),
    ("button", "Every button."),
    ("thumbs", "Around the thumbs."),
    ("thumb", "One thumb."),
    ("rating", "Around the stars, the faces or 0 to 10."),
    ("point", "One star, face or number."),
    ("follow-up", "What opens after a vote."),
    ("reasons", "Around the reasons."),
    ("reason", "One reason."),
    ("comment", "The comment box with its label."),
    ("correction", "The correction box with its label."),
    ("textarea", "A box to write in."),
    ("counter", "How many characters are left."),
    ("send", "The button that sends what was written."),
    ("close", "The button that closes the follow-up."),
    ("status", "What becomes of the vote."),
    ("retry", "The button that tries again."),
    ("edit", "The button that opens the follow-up."),
];

const PROPERTIES: &[(&str, &str)] = &[
    ("--thumbspan-accent", "The focus ring, and what is chosen."),
    ("--thumbspan-good", "The chosen thumb up."),
    ("--thumbspan-bad", "The chosen thumb down, and failures."),
    ("--thumbspan-star", "Chosen stars."),
    ("--thumbspan-panel", "Behind what opens after a vote."),
    ("--thumbspan-panel-text", "Text in what opens after a vote."),
];

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
        json!({"kind": "field", "name": "value", "description": "What is chosen now; setting it shows what was said at an earlier visit.", "type": {"text": "FeedbackValue"}}),
        json!({"kind": "method", "name": "submit", "description": "Sends what is being written and whatever failed; whether anything is on its way.", "return": {"type": {"text": "boolean"}}}),
        json!({"kind": "method", "name": "reset", "description": "Forgets what is shown, as for another answer; what was chosen is still sent."}),
    ]);
    json!({
        "kind": "class", "customElement": true, "tagName": "llm-feedback", "name": "LlmFeedback",
        "description": "Thumbs, ratings, reasons and comments for one LLM answer.",
        "superclass": {"name": "HTMLElement"},
        "attributes": ATTRIBUTES.iter().map(attribute).collect::<Vec<_>>(),
        "members": members,
        "events": EVENTS.iter().map(event).collect::<Vec<_>>(),
        "cssParts": named(PARTS),
        "cssProperties": named(PROPERTIES),
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

/// The properties that `pkg/element.js` reflects, from the list of this name.
fn reflected(shell: &str, list: &str) -> Vec<String> {
    let (_, rest) = shell.split_once(&format!("const {list} = \"")).unwrap();
    let (words, _) = rest.split_once('"').unwrap();
    words.split(' ').map(str::to_owned).collect()
}

#[test]
fn the_shell_knows_every_attribute_by_its_type_and_no_other() {
    let shell = fs::read_to_string(package("element.js")).unwrap();
    let (booleans, objects) = (reflected(&shell, "BOOLEANS"), reflected(&shell, "OBJECTS"));
    let mut known = [&reflected(&shell, "STRINGS")[..], &booleans, &objects].concat();
    let mut properties: Vec<_> = ATTRIBUTES.iter().map(|given| given.property).collect();
    known.sort_unstable();
    properties.sort_unstable();
    assert_eq!(known, properties);
    for given in ATTRIBUTES {
        let is_object = given.kind.contains('<') || given.kind.contains('[');
        assert_eq!(objects.iter().any(|name| name == given.property), is_object);
        let is_boolean = given.kind == "boolean";
        assert_eq!(
            booleans.iter().any(|name| name == given.property),
            is_boolean
        );
    }
}

#[test]
fn the_types_know_every_attribute_and_event() {
    let types = fs::read_to_string(package("index.d.ts")).unwrap();
    for given in ATTRIBUTES {
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
fn the_style_sheets_know_every_property_and_no_other() {
    let mut style = String::new();
    for folder in ["", "widget"] {
        for file in fs::read_dir(package(folder)).unwrap() {
            let path = file.unwrap().path();
            if path.extension().is_some_and(|kind| kind == "js") {
                style += &fs::read_to_string(path).unwrap();
            }
        }
    }
    for (name, _) in PROPERTIES {
        assert!(style.contains(&format!("var({name},")), "{name}");
    }
    for (_, rest) in style
        .match_indices("var(--t")
        .map(|(at, _)| style[at..].split_at(4))
    {
        let (name, _) = rest.split_once(',').unwrap();
        assert!(PROPERTIES.iter().any(|(known, _)| *known == name), "{name}");
    }
}

#[test]
fn the_documentation_names_every_part_and_property_in_its_place() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("docs/controls.md");
    let text = fs::read_to_string(path).unwrap();
    let (_, looks) = text.split_once("\n## Looks\n").unwrap();
    let rows = looks.lines().filter(|line| line.starts_with("| `"));
    let mut named: Vec<_> = rows
        .flat_map(|row| row.split('|').nth(1).unwrap().split(", "))
        .map(|name| name.trim().trim_matches('`'))
        .collect();
    let mut known: Vec<_> = PARTS.iter().chain(PROPERTIES).map(|pair| pair.0).collect();
    named.sort_unstable();
    known.sort_unstable();
    assert_eq!(named, known);
}
