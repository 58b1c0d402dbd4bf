//! One connection that comes back by itself.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, Row, Statement};

use super::super::StoreError;
use super::fault;
use super::tls::Tls;

/// How long a connection may take to come about where the address does not say.
const CONNECT: Duration = Duration::from_secs(5);
/// How long a statement may take before its connection is given up.
const PATIENCE: Duration = Duration::from_secs(30);
/// What every connection begins with. The tables stand in a schema of their own. A commit is
/// told only once it is on the disk, whatever the server's default; and the server ends what a
/// relay left open when its machine vanished.
const GREETING: &str = "
SET search_path TO thumbspan;
SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write');
SET statement_timeout TO '25s';
SET idle_in_transaction_session_timeout TO '25s';
";

/// The values of a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Where the database is, and the connection to it while there is one.
pub(super) struct Link {
    config: Config,
    session: tokio::sync::Mutex<Option<Arc<Session>>>,
}

/// A connection with the statements that it knows already.
pub(super) struct Session {
    client: Client,
    statements: Mutex<HashMap<&'static str, Statement>>,
    driver: JoinHandle<()>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

/// Reads an address.
pub(super) fn read(url: &str) -> Result<Config, StoreError> {
    let unusable = |reason: &str| StoreError::Unusable {
        reason: reason.to_owned(),
    };
    // The error's own words may quote the password.
    let mut config: Config = url
        .parse()
        .map_err(|_| unusable("its address cannot be read"))?;
    if config.get_connect_timeout().is_none() {
        config.connect_timeout(CONNECT);
    }
    if config.get_application_name().is_none() {
        config.application_name("thumbspan-relay");
    }
    config.keepalives_idle(Duration::from_secs(30));
    Ok(config)
}

impl Link {
    pub(super) fn to(config: &Config) -> Self {
        Self {
            config: config.clone(),
            session: tokio::sync::Mutex::default(),
        }
    }

    /// Runs one statement, which is a transaction of its own.
    ///
    /// # Errors
    /// As [`fault::named`]; after [`StoreError::Away`] the outcome may be unknown.
    pub(super) async fn query(
        &self,
        sql: &'static str,
        values: Values<'_>,
    ) -> Result<Vec<Row>, StoreError> {
        self.with(async |session| session.again(|| session.query(sql, values)).await)
            .await
    }

    /// Works on the connection, and gives it up when it fails or takes too long.
    pub(super) async fn with<T>(
        &self,
        work: impl AsyncFnOnce(&Session) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        self.within(PATIENCE, work).await
    }

    /// As [`Link::with`], for what may take so long.
    pub(super) async fn within<T>(
        &self,
        patience: Duration,
        work: impl AsyncFnOnce(&Session) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let session = self.session().await?;
        let error = match tokio::time::timeout(patience, work(&session)).await {
            Ok(Ok(done)) => return Ok(done),
            Ok(Err(error)) => fault::named(&error),
            Err(_) => StoreError::Away {
                reason: "it did not answer in time".to_owned(),
            },
        };
        // What it may have left open ends with it.
        self.give_up(&session).await;
        Err(error)
    }

    async fn give_up(&self, failed: &Arc<Session>) {
        let mut session = self.session.lock().await;
        if session
            .as_ref()
            .is_some_and(|current| Arc::ptr_eq(current, failed))
        {
            *session = None;
        }
    }

    async fn session(&self) -> Result<Arc<Session>, StoreError> {
        let mut session = self.session.lock().await;
        match &*session {
            Some(open) if !open.client.is_closed() => Ok(Arc::clone(open)),
            _ => {
                let opening = tokio::time::timeout(PATIENCE, connect(&self.config));
                let opened = opening.await.unwrap_or_else(|_| {
                    let reason = "it did not answer in time".to_owned();
                    Err(StoreError::Away { reason })
                });
                let opened = Arc::new(opened?);
                *session = Some(Arc::clone(&opened));
                Ok(opened)
            }
        }
    }
}

async fn connect(config: &Config) -> Result<Session, StoreError> {
    let (client, connection) = config
        .connect(Tls::new()?)
        .await
        .map_err(|error| fault::named(&error))?;
    let driver = tokio::spawn(async move {
        // Whoever asks next learns that it has ended.
        let _ = connection.await;
    });
    let session = Session {
        client,
        statements: Mutex::default(),
        driver,
    };
    let greeted = session.client.batch_execute(GREETING).await;
    greeted.map_err(|error| fault::named(&error))?;
    Ok(session)
}

impl Session {
    /// Runs one statement, prepared at its first use.
    pub(super) async fn query(
        &self,
        sql: &'static str,
        values: Values<'_>,
    ) -> Result<Vec<Row>, Error> {
        let known = self.statements().get(sql).cloned();
        if let Some(statement) = known {
            return self.client.query(&statement, values).await;
        }
        let statement = self.client.prepare(sql).await?;
        self.statements().insert(sql, statement.clone());
        self.client.query(&statement, values).await
    }

    /// Does anew what another transaction came in the way of, a few times.
    pub(super) async fn again<T, W: Future<Output = Result<T, Error>>>(
        &self,
        work: impl Fn() -> W,
    ) -> Result<T, Error> {
        for _ in 0..4 {
            match work().await {
                Err(error) if fault::is_conflict(&error) => self.run("ROLLBACK").await?,
                done => return done,
            }
        }
        work().await
    }

    /// Runs statements without values and without an answer.
    pub(super) async fn run(&self, sql: &str) -> Result<(), Error> {
        self.client.batch_execute(sql).await
    }

    fn statements(&self) -> std::sync::MutexGuard<'_, HashMap<&'static str, Statement>> {
        self.statements
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
