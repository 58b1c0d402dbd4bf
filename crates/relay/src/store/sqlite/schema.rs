//! The file: what is checked before it is used, and how it is opened.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::super::StoreError;
use super::tables::{APPLICATION, VERSION, upgrade};
use super::{Config, clean, disk};

/// How long another program (an operator's command or `sqlite3`) may hold the file before we say "busy".
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// The writing connection, and the lock that keeps a second relay away while it lives.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) lock: File,
}

pub(super) fn open(config: &Config) -> Result<Opened, StoreError> {
    if !config.network_files {
        disk::refuse_elsewhere(&config.path, disk::kind)?;
    }
    let lock = lock(&config.path)?;
    let closed = clean::take(&config.path, &lock)
        .map_err(|error| failed("cannot use the store's lock", &error))?;
    refuse_orphaned_wal(&config.path)?;
    touch(&config.path)?;
    let named = |error| named(&config.path, &error);
    let mut connection = Connection::open(&config.path).map_err(named)?;
    connection.busy_timeout(BUSY).map_err(named)?;
    if closed {
        tracing::debug!("The store is as it was closed: it is not read through.");
    } else {
        check(&connection, &config.path)?;
    }
    let version = version(&connection, &config.path)?;
    prepare(&connection).map_err(named)?;
    if version < VERSION {
        upgrade(&mut connection, version).map_err(named)?;
    }
    sync_directory(&config.path)?;
    Ok(Opened { connection, lock })
}

/// A second connection for queries, which cannot write.
pub(super) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    };
    open().map_err(|error| named(path, &error))
}

/// An error of SQLite outside the writer.
pub(super) fn named(path: &Path, error: &rusqlite::Error) -> StoreError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            corrupt(path, error.to_string())
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy,
        Some(ErrorCode::DiskFull) => StoreError::Full,
        _ => StoreError::Failed(error.to_string()),
    }
}

fn corrupt(path: &Path, reason: impl Into<String>) -> StoreError {
    StoreError::Corrupt {
        path: path.display().to_string(),
        reason: reason.into(),
    }
}

fn failed(what: &str, error: &std::io::Error) -> StoreError {
    StoreError::Failed(format!("{what}: {error}"))
}

pub(super) fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn lock(path: &Path) -> Result<File, StoreError> {
    let name = beside(path, ".lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(&name)
        .map_err(|error| failed(&format!("cannot open {}", name.display()), &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::InUse {
            path: path.display().to_string(),
        }),
        Err(TryLockError::Error(error)) => Err(failed("cannot lock the store", &error)),
    }
}

/// Makes a missing file for its owner alone, since it will hold what people wrote. SQLite gives
/// the files beside it the same permissions.
fn touch(path: &Path) -> Result<(), StoreError> {
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let opened = options.open(path);
    opened
        .map(drop)
        .map_err(|error| failed(&format!("cannot open {}", path.display()), &error))
}

/// SQLite deletes a `-wal` beside an empty or missing file, and accepted events with it.
pub(super) fn refuse_orphaned_wal(path: &Path) -> Result<(), StoreError> {
    let length = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    if length(path) == 0 && length(&beside(path, "-wal")) > 0 {
        return Err(corrupt(
            path,
            "the file is empty or missing while its -wal holds events",
        ));
    }
    Ok(())
}

fn check(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let found: Result<String, _> =
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    match found {
        Ok(found) if found == "ok" => Ok(()),
        Ok(found) => Err(corrupt(path, found)),
        Err(error) => Err(named(path, &error)),
    }
}

/// <https://www.sqlite.org/pragma.html#pragma_synchronous>: FULL fsyncs the log at each commit.
fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    // What people wrote is overwritten when it is deleted, whole pages that come free as well.
    connection.pragma_update(None, "secure_delete", true)?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

/// The tables' version, 0 in an empty file; refuses what is no store of ours before anything is
/// written to it.
pub(super) fn version(connection: &Connection, path: &Path) -> Result<i64, StoreError> {
    let number = |sql: &str| {
        let found = connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        found.map_err(|error| named(path, &error))
    };
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    let tables = number("SELECT COUNT(*) FROM sqlite_schema")?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(0),
        (APPLICATION, 1..=VERSION, _) => Ok(version),
        (APPLICATION, newer, _) if newer > VERSION => Err(StoreError::Newer {
            path: path.display().to_string(),
            found: newer,
            known: VERSION,
        }),
        _ => Err(corrupt(path, "it is a database of another program")),
    }
}

/// A new file is safe only when its directory entry is.
fn sync_directory(path: &Path) -> Result<(), StoreError> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(directory)
        .and_then(|file| file.sync_all())
        .map_err(|error| failed("cannot fsync the store's directory", &error))
}
