//! `/openapi.json` against the relay that serves it.

use serde_json::Value;

use crate::support::client::{get, request};
use crate::support::process::Relay;

#[tokio::test]
async fn the_document_names_every_end_point_and_none_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let answer = get(relay.address, "/openapi.json").await;
    assert_eq!(
        (answer.status, answer.header("content-type")),
        (200, "application/json")
    );
    let document = answer.json();
    let paths = document["paths"].as_object().unwrap();
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().unwrap() {
            let method = method.to_uppercase();
            let sent = request(relay.address, &method, path, &[], b"")
                .await
                .unwrap();
            let status = sent.status.to_string();
            assert!(
                !["404", "405"].contains(&&*status),
                "{method} {path}: {status}"
            );
            assert!(
                operation["responses"].get(&status).is_some(),
                "{method} {path}: {status}"
            );
        }
    }
    let ours = include_str!("../../src/http/mod.rs");
    let routes: Vec<_> = ours
        .split(".route(\"")
        .skip(1)
        .map(|rest| rest.split('"').next())
        .collect();
    assert!(routes.len() >= 7);
    for route in routes {
        let route = route.unwrap();
        assert!(paths.contains_key(route), "{route} is not in the document");
    }
}

/// A status that no refusal has comes from no code.
#[tokio::test]
async fn a_refusals_code_is_among_the_documents() {
    let folder = tempfile::tempdir().unwrap();
    let relay = Relay::serve(&folder, &[]).await;
    let document: Value = get(relay.address, "/openapi.json").await.json();
    let codes = document["components"]["schemas"]["Code"]["enum"].clone();
    for path in ["/v1/feedback", "/v1/feedback/restore", "/api/v1/feedback"] {
        let json = [("content-type", "application/json")];
        let refused = request(relay.address, "POST", path, &json, b"{}")
            .await
            .unwrap();
        assert_eq!(refused.status, 400);
        let code = refused.json()["code"].clone();
        assert!(codes.as_array().unwrap().contains(&code), "{code}");
        let answers = &document["paths"][path]["post"]["responses"]["400"]["description"];
        let named = format!("`{}`", code.as_str().unwrap());
        assert!(answers.as_str().unwrap().contains(&named), "{code}");
    }
}
