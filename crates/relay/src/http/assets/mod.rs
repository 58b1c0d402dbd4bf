//! The widget's files: read once at the start, served from memory.
//!
//! A name that holds the first 16 hex digits of its content's SHA-256 never changes its content and
//! is cached for good; every other file is asked for again each time, so that a page never mixes an
//! old script with a new wasm. Pages of every origin may load them.

mod folder;
mod negotiate;

use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

pub use folder::AssetsError;
pub(crate) use folder::mime;
use negotiate::Coding;

/// The files by their paths in the folder; empty when the relay serves none.
#[derive(Clone, Debug, Default)]
pub struct Assets(Vec<Arc<Asset>>);

#[derive(Debug)]
struct Asset {
    name: String,
    mime: &'static str,
    immutable: bool,
    /// The file as it is, then its compressed forms.
    forms: Vec<Form>,
}

#[derive(Debug)]
struct Form {
    coding: Coding,
    bytes: Bytes,
    etag: HeaderValue,
}

impl Assets {
    /// One exact route per file: no path can lead out of the folder.
    pub(super) fn router(&self) -> Router {
        self.0.iter().fold(Router::new(), |router, asset| {
            let path = format!("/{}", asset.name);
            let asset = Arc::clone(asset);
            let answer = move |headers: HeaderMap| async move { answer(&asset, &headers) };
            router.route(&path, get(answer))
        })
    }
}

fn answer(asset: &Asset, request: &HeaderMap) -> Response {
    let codings: Vec<_> = asset.forms.iter().map(|form| form.coding).collect();
    let accepted = request.get(header::ACCEPT_ENCODING);
    let chosen = negotiate::pick(accepted.and_then(|value| value.to_str().ok()), &codings);
    let Some(form) = asset.forms.iter().find(|form| form.coding == chosen) else {
        return StatusCode::NOT_ACCEPTABLE.into_response();
    };
    let mut response = if known(request, &form.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        form.bytes.clone().into_response()
    };
    head(response.headers_mut(), asset, form);
    response
}

fn head(headers: &mut HeaderMap, asset: &Asset, form: &Form) {
    let cache = if asset.immutable {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::ETAG, form.etag.clone());
    for (name, value) in [
        (header::CONTENT_TYPE, asset.mime),
        (header::CACHE_CONTROL, cache),
        (header::VARY, "accept-encoding"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "cross-origin",
        ),
        (header::HeaderName::from_static("timing-allow-origin"), "*"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if let Some(name) = form.coding.name() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(name));
    }
}

/// RFC 9110, section 13.1.2: <https://www.rfc-editor.org/rfc/rfc9110#section-13.1.2>.
fn known(request: &HeaderMap, etag: &HeaderValue) -> bool {
    request
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|tag| tag.trim().trim_start_matches("W/"))
        .any(|tag| tag == "*" || tag.as_bytes() == etag.as_bytes())
}
