//! `pkg/resting/` is what the Leptos view draws first, so that the shell can draw it without wasm.
//!
//! [`view`]: the view, rendered natively; [`tree`]: its elements, read from HTML; [`script`]: the
//! modules that the shell imports.
#![allow(clippy::unwrap_used, reason = "in a test a panic is the report")]

mod script;
mod tree;
mod view;

use std::{env, fs, path::PathBuf};

const RENEW: &str = "UPDATE=1 cargo test -p thumbspan --test resting";

/// Each resting state: its name in JavaScript, and the `controls` and `scale` that show it.
const STATES: [(&str, &str, &str); 5] = [
    ("thumbs", "thumbs", "stars"),
    ("stars", "rating", "stars"),
    ("faces", "rating", "faces"),
    ("nps", "rating", "nps"),
    ("comment", "comment", "stars"),
];

/// Thumbs are in every page's first bytes, so they have a file of their own; the rest has another.
fn modules() -> [(&'static str, String); 2] {
    let [thumbs, more @ ..] = STATES.map(|(name, controls, scale)| {
        let [tree] = tree::read(&view::render(controls, scale))
            .try_into()
            .unwrap();
        script::constant(name, &tree)
    });
    let head = format!(
        "// @ts-nocheck\n// Made by tests/resting from the Leptos view; renew it with: {RENEW}\n"
    );
    [
        ("thumbs.js", format!("{head}{thumbs}")),
        (
            "index.js",
            format!(
                "{head}export {{ thumbs }} from \"./thumbs.js\";\n{}",
                more.concat()
            ),
        ),
    ]
}

#[test]
fn the_resting_modules_are_current() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pkg/resting");
    for (file, current) in modules() {
        let path = folder.join(file);
        if env::var_os("UPDATE").is_some() {
            fs::write(&path, &current).unwrap();
        }
        let tracked = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            tracked == current,
            "pkg/resting/{file} is not what the view draws; run {RENEW}"
        );
    }
}

#[test]
fn the_order_of_the_controls_is_the_order_of_the_rows() {
    let rows = |controls| tree::read(&view::render(controls, "faces"));
    let [thumbs] = rows("thumbs").try_into().unwrap();
    let [faces] = rows("rating").try_into().unwrap();
    assert_eq!(
        rows("thumbs comment reasons rating correction"),
        [thumbs.clone(), faces.clone()]
    );
    assert_eq!(rows("correction rating thumbs"), [faces, thumbs]);
}

#[test]
fn nothing_is_chosen_and_one_button_of_each_row_can_be_reached() {
    for (name, controls, scale) in STATES {
        let html = view::render(controls, scale);
        assert!(
            !html.contains("pressed=\"true\"") && !html.contains("checked=\"true\""),
            "{name}"
        );
        let reachable = html.matches("tabindex=\"0\"").count();
        // The hidden buttons of the follow-up and the status are five.
        let own = if controls == "thumbs" {
            2
        } else {
            usize::from(controls == "rating")
        };
        assert_eq!(reachable, own + 5, "{name}");
    }
}

#[test]
fn the_manifest_names_every_part_and_no_other() {
    let html = view::render("thumbs rating reasons comment correction", "stars");
    let mut drawn: Vec<_> = html
        .split(" part=\"")
        .skip(1)
        .flat_map(|rest| rest.split('"').next().unwrap().split(' '))
        // The shell's own, and one that needs reasons.
        .chain(["frame", "reason"])
        .collect();
    drawn.sort_unstable();
    drawn.dedup();
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("pkg/custom-elements.json");
    let manifest: serde_json::Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let parts = &manifest["modules"][0]["declarations"][0]["cssParts"];
    let mut named: Vec<_> = parts
        .as_array()
        .unwrap()
        .iter()
        .map(|part| part["name"].as_str().unwrap())
        .collect();
    named.sort_unstable();
    assert_eq!(drawn, named);
}
