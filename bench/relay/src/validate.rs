//! What the durable answer is compared with: the same connections and layers, the same reading,
//! admitting and answering; nothing is stored.

use std::error::Error;
use std::io::{self, Write};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use thumbspan_contract::{Reply, read};
use thumbspan_relay::access::Gate;
use thumbspan_relay::access::gate::Turned;
use thumbspan_relay::clock::{Clock, SystemClock};
use thumbspan_relay::config::Settings;
use thumbspan_relay::http::Problem;
use thumbspan_relay::{Parts, run};
use tokio::net::TcpListener;

/// The end point.
pub const PATH: &str = "/bench/validate";

/// Runs the relay of the environment's settings with [`PATH`] beside its own end points.
///
/// # Errors
/// Settings that do not fit, or a relay that ends.
pub async fn serve() -> Result<(), Box<dyn Error>> {
    let settings = Settings::read(None, &std::env::vars().collect())?;
    let config = settings.config()?;
    let listener = TcpListener::bind(config.listen).await?;
    let address = listener.local_addr()?;
    writeln!(io::stdout(), "Listens on http://{address}")?;
    let access = settings.config()?.access;
    let keys = access.rules.keys()?;
    let gate = Arc::new(Gate::new(access, keys));
    let parts = Parts {
        pages: Some(Router::new().route(PATH, post(validate).with_state(gate))),
        ..Parts::default()
    };
    Ok(run(listener, config, parts, std::future::pending()).await?)
}

async fn validate(
    State(gate): State<Arc<Gate>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let callers = gate.enter(&headers, IpAddr::V4(Ipv4Addr::LOCALHOST));
    let callers = callers.map_err(problem)?;
    let mut events = Vec::new();
    let mut reply = Reply::default();
    for read in read::submission(&body)? {
        match read {
            Ok(event) => events.push(gate.admit(&callers, event, SystemClock.now_ms())?),
            Err(rejected) => reply.rejected.push(rejected),
        }
    }
    gate.take(&events).map_err(problem)?;
    let accepted = events.into_iter().map(|admitted| admitted.event.id);
    reply.accepted = accepted.collect();
    Ok((StatusCode::ACCEPTED, Json(reply)).into_response())
}

fn problem(turned: Turned) -> Problem {
    match turned {
        Turned::Refused(refusal) => refusal.into(),
        Turned::Limited(wait) => Problem::Limited(wait),
    }
}
