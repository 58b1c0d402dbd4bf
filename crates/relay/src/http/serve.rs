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
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::entry::Direct;

/// Serves until `stop` resolves; then takes no new connection and ends when the open ones have
/// their answers; dropping it cuts them. A connection whose head takes longer than `head` is closed.
pub(crate) async fn serve(
    mut listener: TcpListener,
    router: Router,
    head: Duration,
    stop: impl Future<Output = ()>,
) {
    let graceful = GracefulShutdown::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(head);
    let mut stop = std::pin::pin!(stop);
    let mut connections = JoinSet::new();
    loop {
        let (stream, address) = tokio::select! {
            () = &mut stop => break,
            Some(_) = connections.join_next() => continue,
            // This accept waits by itself when the process is out of file descriptors.
            accepted = Listener::accept(&mut listener) => accepted,
        };
        // Answers are small; waiting to fill a packet only delays them.
        let _ = stream.set_nodelay(true);
        let direct = Direct(address.ip());
        let inner = TowerToHyperService::new(router.clone());
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(direct);
            inner.call(request)
        });
        let connection = http.serve_connection(TokioIo::new(stream), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "connection ended");
            }
        });
    }
    drop(listener);
    graceful.shutdown().await;
}
