//! `/openapi.json`: the end points in the words of <https://spec.openapis.org/oas/v3.1.1.html>,
//! made from the contract's limits, labels and codes. `docs/openapi.json` is the same document.
//!
//! - `paths`: what each end point takes and answers; `schemas`: the bodies.

mod paths;
mod schemas;
#[cfg(test)]
mod tests;

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

/// The document.
pub(super) fn document() -> Value {
    json!({
        "openapi": "3.1.1",
        "info": {
            "title": "Thumbspan relay",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "Takes feedback on LLM answers, keeps it durably and delivers it to LLM observability backends.",
            "license": {"name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0"},
        },
        // Paths are relative to wherever the document was read.
        "servers": [{"url": "/"}],
        "paths": paths::all(),
        "components": {
            "schemas": schemas::all(),
            "securitySchemes": {
                "apiKey": {
                    "type": "apiKey",
                    "in": "header",
                    "name": "X-API-Key",
                    "description": "Needed when the relay's setting api_keys is set.",
                },
            },
        },
    })
}

/// The document's text, which ends with a newline.
pub(super) fn text() -> String {
    format!("{:#}\n", document())
}

pub(super) async fn get() -> Response {
    static TEXT: LazyLock<String> = LazyLock::new(text);
    ([(header::CONTENT_TYPE, "application/json")], TEXT.as_str()).into_response()
}
