use std::path::PathBuf;
use std::{env, fs};

use serde_json::Value;
use thumbspan_contract::Code;

use super::{document, text};

const RENEW: &str = "UPDATE=1 cargo test -p thumbspan-relay --lib openapi";

#[test]
fn the_tracked_document_is_the_one_that_is_served() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    if env::var_os("UPDATE").is_some() {
        fs::write(path, text()).unwrap();
        return;
    }
    let tracked = fs::read_to_string(path).unwrap_or_default();
    assert!(
        tracked == text(),
        "docs/openapi.json is another; run {RENEW}"
    );
}

/// Every reference in a part of the document.
fn references<'a>(part: &'a Value, found: &mut Vec<&'a str>) {
    match part {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|part| references(part, found));
        }
        Value::Array(list) => list.iter().for_each(|part| references(part, found)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_used() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    for reference in &found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        let reference = format!("#/components/schemas/{name}");
        assert!(found.contains(&&*reference), "{name} is not used");
    }
}

#[test]
fn every_code_of_a_body_stands_at_a_status_of_feedback() {
    let document = document();
    let answers = document["paths"]["/v1/feedback"]["post"]["responses"].to_string();
    for (code, _) in Code::ALL {
        let expected = !matches!(code, Code::NotFound | Code::MethodNotAllowed);
        assert_eq!(
            answers.contains(&format!("`{}`", code.as_str())),
            expected,
            "{code:?}"
        );
    }
}
