//! The relay with everything to try it on one machine: no account, no key, no network.
//!
//! - `intake`: a stand-in for Datadog's intake, which the real `datadog` sink posts to over HTTP;
//! - [`feed`]: what came in, kept and streamed to the page;
//! - `lines`: the same for the file of the `jsonl` sink;
//! - `pages`: the demo's own pages.

pub mod feed;
mod intake;
mod lines;
mod pages;

use std::error::Error;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Settings;
use crate::{Parts, Started, http};
use feed::Feed;

/// The folders that the demo uses.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The demo pages.
    pub www: Option<PathBuf>,
    /// The widget's script and wasm.
    pub assets: Option<PathBuf>,
    /// The store and the delivered lines; made when it is missing.
    pub data: PathBuf,
}

/// Runs the demo until `shutdown` resolves. The operator's settings hold where the demo needs no
/// other: it always delivers to its own stand-in, never to the real Datadog.
///
/// # Errors
/// A data folder that cannot be made, settings that need a change, or why the relay ended.
pub async fn run(
    listener: TcpListener,
    mut settings: Settings,
    folders: Folders,
    started: Started,
    shutdown: impl Future<Output = ()>,
) -> Result<(), Box<dyn Error>> {
    tokio::fs::create_dir_all(&folders.data)
        .await
        .map_err(|error| format!("Name a folder with --data that can be made: {error}."))?;
    adjust(&mut settings, reachable(listener.local_addr()?), &folders);
    let config = settings.config()?;
    let parts = Parts::default();
    let (stop, stopped) = watch::channel(false);
    let requests = Feed::new(parts.clock.now_ms(), stopped.clone());
    let delivered = Feed::new(parts.clock.now_ms(), stopped);
    let file = lines::file(&folders.data);
    let following = tokio::spawn(lines::follow(file, delivered.clone()));
    let parts = Parts {
        pages: Some(routes(requests, delivered, &parts.clock, folders.www)),
        started,
        ..parts
    };
    // Streams never end by themselves: they are told before the relay waits for them.
    let shutdown = async {
        shutdown.await;
        let _ = stop.send(true);
    };
    let outcome = crate::run(listener, config, parts, shutdown).await;
    following.abort();
    Ok(outcome?)
}

/// An address as a client on this machine reaches it.
#[must_use]
pub fn reachable(bound: SocketAddr) -> SocketAddr {
    let ip = match bound.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, bound.port())
}

fn adjust(settings: &mut Settings, address: SocketAddr, folders: &Folders) {
    let store = folders.data.join("thumbspan.db");
    let lines = lines::file(&folders.data);
    settings.set("store", format!("sqlite:{}", store.display()));
    // Whoever reaches the demo may try it; nothing of it leaves this machine.
    settings.set("access", "open");
    settings.prefer("allowed_origins", "*");
    settings.prefer("limit_address_per_minute", "0");
    settings.set("sinks", "datadog,jsonl");
    settings.set("jsonl_path", lines.display().to_string());
    settings.set("datadog_route", "direct");
    settings.set("datadog_api_key", intake::KEY);
    settings.set("datadog_origin", format!("http://{address}"));
    settings.set("private_sinks", "datadog");
    settings.prefer("datadog_ml_app", "thumbspan-demo");
    if let Some(assets) = &folders.assets {
        settings.set("assets_dir", assets.display().to_string());
    }
}

fn routes(requests: Feed, delivered: Feed, clock: &Arc<dyn Clock>, www: Option<PathBuf>) -> Router {
    let intake = intake::Intake::new(requests.clone(), Arc::clone(clock));
    let router = Router::new()
        .route(intake::PATH, post(intake::post).with_state(intake))
        .layer(DefaultBodyLimit::max(intake::MOST_BYTES))
        .route("/demo/requests", get(feed::stream).with_state(requests))
        .route("/demo/lines", get(feed::stream).with_state(delivered));
    match www {
        Some(folder) => router.fallback(get(pages::page).with_state(folder)),
        None => router.fallback(http::not_found),
    }
}
