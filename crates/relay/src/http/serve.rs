//! Connections, until the stop.

use std::time::Duration;

use axum::Router;
use axum::serve::Listener;
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::entry::Direct;
use super::patience::Patient;
use super::slots::{Bounds, Slots};

/// Bytes of a request's head.
const HEAD_BYTES: usize = 32 * 1024;
/// The whole answer to a connection that finds no place.
const NO_PLACE: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\nconnection: close\r\ncontent-length: 0\r\naccess-control-allow-origin: *\r\naccess-control-expose-headers: retry-after\r\n\r\n";

/// Serves until `stop` resolves; then takes no new connection and ends when the open ones have
/// their answers; dropping it cuts them. A connection is closed when its head takes longer than
/// `patience`, when it is idle for so long, or when nothing of an answer could be sent for so long.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    patience: Duration,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let slots = Slots::new(bounds);
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(patience)
        .max_buf_size(HEAD_BYTES);
    let mut stop = std::pin::pin!(stop);
    let mut connections = JoinSet::new();
    loop {
        let (stream, address) = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            // This accept waits by itself when the process is out of file descriptors.
            accepted = Listener::accept(&mut listener) => accepted,
        };
        let Some(slot) = slots.take(address.ip()) else {
            turn_away(&stream);
            continue;
        };
        // Answers are small; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let direct = Direct(address.ip());
        let inner = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(direct);
            inner.call(request)
        });
        let stream = TokioIo::new(Patient::new(stream, patience));
        let connection = graceful.watch(http.serve_connection(stream, service));
        connections.spawn(async move {
            let _slot = slot;
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}

/// Says so where the socket's empty buffer takes it at once; nobody is waited for.
fn turn_away(stream: &TcpStream) {
    let _ = stream.try_write(NO_PLACE);
    tracing::debug!("no place for a connection");
}
