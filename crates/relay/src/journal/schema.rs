//! The file: its tables, its version, and what is checked before it is used.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use super::{Config, JournalError};

/// The newest version of the tables that this relay knows (`PRAGMA user_version`).
const VERSION: i64 = 1;
/// Marks the file as a store of ours (`PRAGMA application_id`): "Thmb".
const APPLICATION: i64 = 0x5468_6d62;
/// How long another program (an operator's `sqlite3`) may hold the file before we say "busy".
const BUSY: Duration = Duration::from_secs(5);

const TABLES: &str = "
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  received_ms INTEGER NOT NULL,
  done_ms INTEGER -- when the last sink took it; stays NULL while one waits or is dead
) STRICT;
CREATE INDEX event_done ON event(done_ms) WHERE done_ms IS NOT NULL;
CREATE TABLE delivery (
  event_seq INTEGER NOT NULL REFERENCES event(seq) ON DELETE CASCADE,
  sink TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'delivered', 'dead')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at_ms INTEGER NOT NULL DEFAULT 0,
  reason TEXT,
  settled_ms INTEGER,
  PRIMARY KEY (event_seq, sink)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_ready ON delivery(sink, next_at_ms, event_seq) WHERE state = 'ready';
CREATE INDEX delivery_dead ON delivery(settled_ms) WHERE state = 'dead';
";

/// The writing connection, and the lock that keeps a second relay away while it lives.
pub(super) struct Opened {
    pub(super) connection: Connection,
    pub(super) lock: File,
}

pub(super) fn open(config: &Config) -> Result<Opened, JournalError> {
    let lock = lock(&config.path)?;
    refuse_orphaned_wal(&config.path)?;
    touch(&config.path)?;
    let named = |error| named(&config.path, &error);
    let mut connection = Connection::open(&config.path).map_err(named)?;
    connection.busy_timeout(BUSY).map_err(named)?;
    check(&connection, &config.path)?;
    let new = is_new(&connection, &config.path)?;
    prepare(&connection).map_err(named)?;
    if new {
        create(&mut connection).map_err(named)?;
    }
    sync_directory(&config.path)?;
    Ok(Opened { connection, lock })
}

/// A second connection for queries, which cannot write.
pub(super) fn reader(path: &Path) -> Result<Connection, JournalError> {
    let open = || -> rusqlite::Result<Connection> {
        let connection = Connection::open(path)?;
        connection.busy_timeout(BUSY)?;
        connection.pragma_update(None, "query_only", true)?;
        Ok(connection)
    };
    open().map_err(|error| named(path, &error))
}

/// An error of SQLite outside the writer.
pub(super) fn named(path: &Path, error: &rusqlite::Error) -> JournalError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            corrupt(path, error.to_string())
        }
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => JournalError::Busy,
        Some(ErrorCode::DiskFull) => JournalError::Full,
        _ => JournalError::Failed(error.to_string()),
    }
}

fn corrupt(path: &Path, reason: impl Into<String>) -> JournalError {
    JournalError::Corrupt {
        path: path.display().to_string(),
        reason: reason.into(),
    }
}

fn failed(what: &str, error: &std::io::Error) -> JournalError {
    JournalError::Failed(format!("{what}: {error}"))
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn lock(path: &Path) -> Result<File, JournalError> {
    let name = beside(path, ".lock");
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&name)
        .map_err(|error| failed(&format!("cannot open {}", name.display()), &error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(JournalError::InUse {
            path: path.display().to_string(),
        }),
        Err(TryLockError::Error(error)) => Err(failed("cannot lock the store", &error)),
    }
}

/// Makes a missing file for its owner alone, since it will hold what people wrote. SQLite gives
/// the files beside it the same permissions.
fn touch(path: &Path) -> Result<(), JournalError> {
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
fn refuse_orphaned_wal(path: &Path) -> Result<(), JournalError> {
    let length = |path: &Path| fs::metadata(path).map_or(0, |file| file.len());
    if length(path) == 0 && length(&beside(path, "-wal")) > 0 {
        return Err(corrupt(
            path,
            "the file is empty or missing while its -wal holds events",
        ));
    }
    Ok(())
}

fn check(connection: &Connection, path: &Path) -> Result<(), JournalError> {
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
    // What people wrote is overwritten when it is deleted, where that costs no further write.
    connection.pragma_update(None, "secure_delete", "FAST")?;
    connection.set_prepared_statement_cache_capacity(32);
    Ok(())
}

/// Whether the file is empty; refuses what is no store of ours before anything is written to it.
fn is_new(connection: &Connection, path: &Path) -> Result<bool, JournalError> {
    let number = |sql: &str| {
        let found = connection.query_row(sql, [], |row| row.get::<_, i64>(0));
        found.map_err(|error| named(path, &error))
    };
    let application = number("PRAGMA application_id")?;
    let version = number("PRAGMA user_version")?;
    let tables = number("SELECT COUNT(*) FROM sqlite_schema")?;
    match (application, version, tables) {
        (0, 0, 0) => Ok(true),
        (APPLICATION, VERSION, _) => Ok(false),
        (APPLICATION, newer, _) if newer > VERSION => Err(JournalError::Newer {
            path: path.display().to_string(),
            found: newer,
            known: VERSION,
        }),
        _ => Err(corrupt(path, "it is a database of another program")),
    }
}

fn create(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(TABLES)?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()
}

/// A new file is safe only when its directory entry is.
fn sync_directory(path: &Path) -> Result<(), JournalError> {
    let directory = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty())
        .unwrap_or(Path::new("."));
    File::open(directory)
        .and_then(|file| file.sync_all())
        .map_err(|error| failed("cannot fsync the store's directory", &error))
}
