//! The wiring: the parts together, from start to stop.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use futures_util::future::OptionFuture;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::access::{Gate, KeysError};
use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::deliver::{self, Delivery, SinkState, SinkStatus};
use crate::http::{self, Assets, AssetsError, Deliveries, SinkHealth};
use crate::random::{Random, SystemRandom};
use crate::sinks::{self, SinkOpenError};
use crate::store::{self, StoreError, Writer};

/// How long the store may take to close after everything else has ended.
const CLOSE: Duration = Duration::from_secs(5);

/// What a run takes from outside.
pub struct Parts {
    /// The time of day.
    pub clock: Arc<dyn Clock>,
    /// Randomness for ids and jitter.
    pub random: Arc<dyn Random>,
    /// Routes beside the relay's own; they also answer unknown paths.
    pub pages: Option<Router>,
    /// Where `/metrics` is served, on an address of its own.
    pub metrics: Option<TcpListener>,
    /// Whatever it becomes, files with keys are read again at once.
    pub reread: watch::Receiver<u64>,
    /// Called once everything is open and requests are answered from now on.
    pub started: Started,
}

/// Called at the end of a start that went well.
pub type Started = Box<dyn FnOnce() + Send>;

impl Default for Parts {
    fn default() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            random: Arc::new(SystemRandom),
            pages: None,
            metrics: None,
            reread: watch::channel(0).1,
            started: Box::new(|| ()),
        }
    }
}

/// Why the relay did not start, or ended before it was told to.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// A sink's settings are wrong.
    #[error(transparent)]
    Sink(#[from] SinkOpenError),
    /// The keys of tickets cannot be read.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The widget's files cannot be read.
    #[error(transparent)]
    Assets(#[from] AssetsError),
    /// The store cannot be opened, or failed under way: a restart recovers what was accepted.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs the relay until `shutdown` resolves; then finishes requests and deliveries under way, for
/// at most [`Config::shutdown`]. What is stored and not delivered goes on at the next start.
///
/// # Errors
/// [`RunError`], at the start or when the store fails.
pub async fn run(
    listener: TcpListener,
    config: Config,
    parts: Parts,
    shutdown: impl Future<Output = ()>,
) -> Result<(), RunError> {
    let sinks: Vec<_> = config
        .sinks
        .iter()
        .map(|sink| sinks::open(sink, &parts.clock))
        .collect::<Result<_, _>>()?;
    let access = config.access;
    let (keys, look) = (access.rules.keys()?, access.look);
    let assets = config.http.assets_dir.as_deref().map(Assets::read);
    let assets = assets.transpose()?.unwrap_or_default();
    let names: Vec<_> = sinks.iter().map(|sink| sink.name().to_owned()).collect();
    let (journal, mut writer) =
        store::open(&config.store, config.routes, Arc::clone(&parts.clock)).await?;
    tracing::info!(store = %config.store.shown(), sinks = ?names, "started");
    let (stop, stopped) = watch::channel(false);
    let workers = Arc::new(Workers::of(deliver::start(
        Arc::clone(&journal),
        sinks,
        config.retry,
        Arc::clone(&parts.random),
        stopped.clone(),
    )));
    let watching: JoinSet<_> = keys
        .iter()
        .map(|keys| Arc::clone(keys).watch(look, parts.reread.clone(), stopped.clone()))
        .collect();
    let gate = Gate::new(access, keys);
    let head = config.http.body_timeout;
    let bounds = config.http.bounds.clone();
    let deliveries = Arc::clone(&workers) as Arc<dyn Deliveries>;
    let shared = http::Shared::new(
        config.http,
        gate,
        journal,
        parts.clock,
        parts.random,
        deliveries,
    );
    let metrics = http::metrics(shared.clone());
    let watched = parts.metrics.map(|listener| {
        http::serve(
            listener,
            metrics,
            head,
            bounds.clone(),
            told(stopped.clone()),
        )
    });
    let router = http::router(shared, &assets, parts.pages);
    (parts.started)();
    let failed = {
        let public = http::serve(listener, router, head, bounds, told(stopped));
        let mut serving = pin!(async { tokio::join!(public, OptionFuture::from(watched)) });
        let failed = tokio::select! {
            _ = &mut serving => None,
            () = shutdown => None,
            ended = writer.ended() => ended.err(),
        };
        // No receiver is a stop as well.
        let _ = stop.send(true);
        let finish = async { tokio::join!(serving, workers.ended()) };
        if tokio::time::timeout(config.shutdown, finish).await.is_err() {
            tracing::warn!("stopped before everything under way was finished");
        }
        failed
    };
    drop(watching);
    match failed {
        Some(error) => Err(error.into()),
        None => close(writer).await,
    }
}

/// Resolves once the value is true or can no longer become so.
async fn told(mut stopped: watch::Receiver<bool>) {
    let _ = stopped.wait_for(|stop| *stop).await;
}

async fn close(mut writer: Writer) -> Result<(), RunError> {
    match tokio::time::timeout(CLOSE, writer.ended()).await {
        Ok(ended) => Ok(ended?),
        // Whatever still holds the store cannot undo what it has committed.
        Err(_) => Ok(()),
    }
}

/// The running deliveries, and what `/readyz` may know of them.
struct Workers(Mutex<Option<Delivery>>);

impl Workers {
    fn of(delivery: Delivery) -> Self {
        Self(Mutex::new(Some(delivery)))
    }

    async fn ended(&self) {
        let delivery = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(delivery) = delivery {
            delivery.ended().await;
        }
    }
}

impl Deliveries for Workers {
    fn sinks(&self) -> Vec<SinkHealth> {
        let delivery = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let statuses = delivery.as_ref().map(Delivery::statuses);
        statuses.into_iter().flatten().map(health).collect()
    }
}

fn health(status: SinkStatus) -> SinkHealth {
    let (state, reason) = match status.state {
        SinkState::Working => ("working", None),
        SinkState::Retrying { reason } => ("retrying", Some(reason)),
        SinkState::Paused { reason } => ("paused", Some(reason)),
    };
    SinkHealth {
        name: status.name,
        state,
        reason,
    }
}
