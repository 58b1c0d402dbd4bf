//! What is checked before the database is used.

use std::time::Duration;

use tokio_postgres::Error;

use super::super::StoreError;
use super::fault;
use super::link::{Link, Session};
use super::tables::{LOCK, MARK, STEPS, STORAGE, TRIAL, VERSION};

/// Tables of ten million events take some minutes.
const LONGEST_UPGRADE: Duration = Duration::from_secs(6 * 3_600);

/// Brings the tables to the newest version: whole, or not at all. Relays that start at once wait
/// for each other.
pub(super) async fn open(link: &Link) -> Result<(), StoreError> {
    let found = link
        .with(async |session| {
            // A right to make a schema is needed only where there is none.
            if version(session).await?.is_none() {
                make(session).await?;
            }
            version(session).await
        })
        .await?
        .unwrap_or(0);
    refuse_newer(found)?;
    warn_of_risks(link).await?;
    if found == VERSION {
        return Ok(());
    }
    let with_partitions = knows_partitions(link).await?;
    let upgraded =
        async |session: &Session| session.again(|| upgrade(session, with_partitions)).await;
    let found = link.within(LONGEST_UPGRADE, upgraded);
    refuse_newer(found.await?)?;
    // A table with partitions takes none itself.
    let table = if with_partitions {
        "delivery_default"
    } else {
        "delivery"
    };
    let hint = format!("ALTER TABLE {table} SET ({STORAGE})");
    if let Err(error) = link.with(async |session| session.run(&hint).await).await {
        tracing::info!("The database takes no storage hints, and needs none: {error}");
    }
    Ok(())
}

/// Refuses a database that is no store of this version.
pub(super) async fn check(link: &Link, place: String) -> Result<(), StoreError> {
    match link.with(version).await? {
        None | Some(0) => Err(StoreError::Missing { path: place }),
        Some(VERSION) => Ok(()),
        Some(found) => {
            refuse_newer(found)?;
            Err(StoreError::Older {
                path: place,
                found,
                known: VERSION,
            })
        }
    }
}

/// A server that syncs nothing loses what was accepted when its machine does.
async fn warn_of_risks(link: &Link) -> Result<(), StoreError> {
    let sql = "SELECT 1 AS off WHERE current_setting('fsync', true) = 'off'";
    if !link.query(sql, &[]).await?.is_empty() {
        tracing::warn!(
            "The database's fsync is off: a loss of power loses accepted events. Set it to on."
        );
    }
    Ok(())
}

fn refuse_newer(found: i64) -> Result<(), StoreError> {
    if found <= VERSION {
        return Ok(());
    }
    Err(StoreError::Newer {
        path: "in PostgreSQL".to_owned(),
        found,
        known: VERSION,
    })
}

/// Two relays that make the same thing at once: one of them fails, and finds it there.
async fn make(session: &Session) -> Result<(), Error> {
    for _ in 0..4 {
        match session.run(MARK).await {
            Err(error) if fault::is_of_data(&error) || fault::is_conflict(&error) => {}
            made => return made,
        }
    }
    session.run(MARK).await
}

async fn version(session: &Session) -> Result<Option<i64>, Error> {
    let there = "SELECT 1 AS found FROM information_schema.tables
         WHERE table_schema = 'thumbspan' AND table_name = 'version'";
    if session.query(there, &[]).await?.is_empty() {
        return Ok(None);
    }
    let rows = session
        .query("SELECT version FROM thumbspan.version WHERE one = 1", &[])
        .await?;
    rows.first().map(|row| row.try_get(0)).transpose()
}

/// Asked by trying it, in a transaction that is taken back: a distributed database may have
/// partitions of another kind, or none.
async fn knows_partitions(link: &Link) -> Result<bool, StoreError> {
    link.with(async |session| match session.run(TRIAL).await {
        Ok(()) => Ok(true),
        Err(error) if fault::is_unknown(&error) => {
            session.run("ROLLBACK").await?;
            Ok(false)
        }
        Err(error) => Err(error),
    })
    .await
}

/// Each statement sees what was stored while the one before waited, whatever the server's default is.
const BEGIN: &str = "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = 0";

/// Tells the version that was found.
async fn upgrade(session: &Session, with_partitions: bool) -> Result<i64, Error> {
    session.run(BEGIN).await?;
    let sql = "SELECT version FROM thumbspan.version WHERE one = 1 FOR UPDATE";
    let rows = session.query(sql, &[]).await?;
    let found: i64 = match rows.first() {
        Some(row) => row.try_get(0)?,
        None => 0,
    };
    if found > 0 && found < VERSION {
        session.run(LOCK).await?;
    }
    let done = usize::try_from(found).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        session.run(step.always).await?;
        if with_partitions {
            session.run(step.with_partitions).await?;
        }
    }
    if found < VERSION {
        let sql = "UPDATE thumbspan.version SET version = $1 WHERE one = 1";
        session.query(sql, &[&VERSION]).await?;
    }
    session.run("COMMIT").await?;
    Ok(found)
}
