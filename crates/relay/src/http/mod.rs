//! The end points: hostile bytes in, a stored event and its answer out.
//!
//! - `feedback`: `POST /v1/feedback`; `evaluations`: `POST /v1/evaluations`; `form`: `POST /v1/feedback/form`, answered with a page;
//!   `older`: `POST /api/v1/feedback`; `restore`: `POST /v1/feedback/restore`;
//! - `entry`: the way in that they share; `body`: how they bound what they read;
//! - `assets`: the widget's script and wasm;
//! - `health`: `/healthz` and `/readyz`; `metrics`: `/metrics`, on a listener of its own; `counts`: what both count;
//! - `openapi`: `/openapi.json`, what all of them take and answer;
//! - [`error`]: the one place that turns a refusal into a response;
//! - `serve`: connections and the graceful stop; `slots`: how many; `patience`: how slow.
//!
//! Nothing here knows a sink: what `/readyz` says of them comes through [`Deliveries`].

mod assets;
mod body;
mod counts;
mod entry;
pub mod error;
mod evaluations;
mod feedback;
mod form;
mod health;
mod metrics;
mod older;
mod openapi;
mod patience;
mod restore;
mod serve;
mod slots;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderValue, Method, header};
use axum::middleware;
use axum::response::Response;
use axum::routing::{get, post};
use thumbspan_contract::Code;
use thumbspan_contract::older::Labels;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::cors::{AllowOrigin, CorsLayer};

pub(crate) use assets::mime;
pub use assets::{Assets, AssetsError};
pub use error::Problem;
pub use health::{Deliveries, SinkHealth};
pub(crate) use metrics::metrics;
pub(crate) use serve::serve;
pub use slots::Bounds;

use counts::Counts;

use crate::access::Gate;
use crate::clock::Clock;
use crate::random::Random;
use crate::scrub::Scrubber;
use crate::store::Store;

/// What the end points need to know.
#[derive(Debug)]
pub struct Config {
    /// The folder with the widget's files, if the relay serves them.
    pub assets_dir: Option<PathBuf>,
    /// Whose pages may read the answers.
    pub allowed_origins: Origins,
    /// The labels that the older shape's parts become.
    pub older_labels: Labels,
    /// How long a request's head, and then its body, may take to arrive, and how long an answer
    /// may stand still.
    pub body_timeout: Duration,
    /// What is taken out of comments before they are stored.
    pub scrubber: Scrubber,
    /// How many connections may be open.
    pub bounds: Bounds,
}

/// Web origins whose pages may read the relay's answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origins {
    /// Every origin. No credentials are involved, so this gives nothing away.
    Any,
    /// These alone.
    Only(Vec<HeaderValue>),
}

/// What every handler shares.
#[derive(Clone)]
pub struct Shared(Arc<Parts>);

struct Parts {
    gate: Gate,
    journal: Arc<dyn Store>,
    clock: Arc<dyn Clock>,
    random: Arc<dyn Random>,
    deliveries: Arc<dyn Deliveries>,
    counts: Counts,
    config: Config,
}

impl Shared {
    /// Ties the parts together.
    pub fn new(
        config: Config,
        gate: Gate,
        journal: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        random: Arc<dyn Random>,
        deliveries: Arc<dyn Deliveries>,
    ) -> Self {
        let counts = Counts::of(Arc::clone(&journal), Arc::clone(&clock));
        Self(Arc::new(Parts {
            gate,
            journal,
            clock,
            random,
            deliveries,
            counts,
            config,
        }))
    }
}

/// Every route of the relay. `pages` answers what the relay itself does not know.
pub fn router(shared: Shared, assets: &Assets, pages: Option<Router>) -> Router {
    let cors = cors(&shared.0.config.allowed_origins);
    let count = middleware::from_fn_with_state(shared.clone(), metrics::count);
    // Outside of what pages of other origins may ask: it is for servers alone.
    let servers = Router::new()
        .route("/v1/evaluations", post(evaluations::post))
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(shared.clone());
    let own = Router::new()
        .route("/v1/feedback", post(feedback::post))
        .route("/v1/feedback/form", post(form::post))
        .route("/v1/feedback/restore", post(restore::post))
        .route("/api/v1/feedback", post(older::post))
        .route("/healthz", get(health::live))
        .route("/readyz", get(health::ready))
        .route("/openapi.json", get(openapi::get))
        .with_state(shared);
    let own = match pages {
        Some(pages) => own.fallback_service(pages),
        None => own.fallback(not_found),
    };
    // The layer comes last: it answers OPTIONS before anything calls that method unknown.
    let own = own
        .method_not_allowed_fallback(method_not_allowed)
        .layer(cors);
    let assets = assets
        .router()
        .method_not_allowed_fallback(method_not_allowed);
    own.merge(servers)
        .merge(assets)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(count)
}

fn cors(origins: &Origins) -> CorsLayer {
    let origins = match origins {
        Origins::Any => AllowOrigin::any(),
        Origins::Only(list) => AllowOrigin::list(list.clone()),
    };
    CorsLayer::new()
        .allow_origin(origins)
        .allow_methods([Method::GET, Method::POST])
        .allow_headers([
            header::CONTENT_TYPE,
            header::HeaderName::from_static("x-api-key"),
        ])
        .expose_headers([header::RETRY_AFTER])
        .max_age(Duration::from_secs(24 * 60 * 60))
}

/// The answer for a path that the relay does not know.
pub async fn not_found() -> Problem {
    Problem::of(
        Code::NotFound,
        "Post feedback to /v1/feedback; for thumbspan.js from here, set the relay's assets_dir.",
    )
}

async fn method_not_allowed() -> Problem {
    Problem::of(
        Code::MethodNotAllowed,
        "Use one of the methods that the header Allow names.",
    )
}

// The panic's own words go to the log by the panic hook; a client gets none of them.
fn panicked(_: Box<dyn std::any::Any + Send>) -> Response {
    axum::response::IntoResponse::into_response(Problem::of(
        Code::Internal,
        "Send the same request again later, with the same ids.",
    ))
}
