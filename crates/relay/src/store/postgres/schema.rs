//! What is checked before the database is used.

use tokio_postgres::Error;

use super::super::StoreError;
use super::fault;
use super::link::{Link, Session};
use super::tables::{HINTS, MARK, STEPS, VERSION};

/// Brings the tables to the newest version: whole, or not at all. Relays that start at once wait
/// for each other.
pub(super) async fn open(link: &Link) -> Result<(), StoreError> {
    let found = link
        .with(async |session| {
            // A right to make a schema is needed only where there is none.
            if version(session).await?.is_none() {
                make(session).await?;
            }
            upgrade(session).await
        })
        .await?;
    refuse_newer(found)?;
    warn_of_risks(link).await?;
    if found < VERSION {
        let hinted = link.with(async |session| session.run(HINTS).await).await;
        if let Err(error) = hinted {
            tracing::info!("The database takes no storage hints, and needs none: {error}");
        }
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

/// Tells the version that was found.
async fn upgrade(session: &Session) -> Result<i64, Error> {
    session.run("BEGIN").await?;
    let sql = "SELECT version FROM thumbspan.version WHERE one = 1 FOR UPDATE";
    let rows = session.query(sql, &[]).await?;
    let found: i64 = match rows.first() {
        Some(row) => row.try_get(0)?,
        None => 0,
    };
    let done = usize::try_from(found).unwrap_or(0);
    for step in STEPS.iter().skip(done) {
        session.run(step).await?;
    }
    if found < VERSION {
        let sql = "UPDATE thumbspan.version SET version = $1 WHERE one = 1";
        session.query(sql, &[&VERSION]).await?;
    }
    session.run("COMMIT").await?;
    Ok(found)
}
