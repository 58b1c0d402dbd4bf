//! Whether a store's file is as an orderly stop left it: then a start need not read it through.
//!
//! The mark stands in the lock's file. It is taken away before the store is used, so that whatever
//! else ends a relay leaves none.

use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::path::Path;
use std::time::Duration;

use super::schema::beside;

/// The time in which a file system's clock goes on, and how often it is waited for.
const TICK: Duration = Duration::from_millis(5);
const TICKS: u32 = 10;

/// Takes the mark away; tells whether it was there and true.
pub(super) fn take(path: &Path, mut lock: &File) -> io::Result<bool> {
    let mut mark = String::new();
    lock.rewind()?;
    // What is no text is no mark.
    let read = lock.take(1_024).read_to_string(&mut mark);
    lock.set_len(0)?;
    lock.sync_all()?;
    Ok(read.is_ok() && !mark.is_empty() && state(path).as_deref() == Some(&*mark))
}

/// Leaves the mark, with everything in the file and nothing in its log.
pub(super) fn leave(path: &Path, mut lock: &File) -> io::Result<()> {
    for _ in 0..TICKS {
        let Some(mark) = state(path) else {
            return Ok(());
        };
        lock.set_len(0)?;
        lock.rewind()?;
        lock.write_all(mark.as_bytes())?;
        // Else a change in the same tick of the clock would not show.
        if fs::metadata(path)?.modified()? < lock.metadata()?.modified()? {
            return lock.sync_all();
        }
        std::thread::sleep(TICK);
    }
    lock.set_len(0)
}

/// What tells a file from every other and from its own other states; `None`: its log holds
/// something.
#[cfg(unix)]
fn state(path: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let log = fs::metadata(beside(path, "-wal")).map_or(0, |log| log.len());
    let file = fs::metadata(path).ok().filter(|_| log == 0)?;
    Some(format!(
        "closed {} {} {} {}.{:09}",
        file.dev(),
        file.ino(),
        file.len(),
        file.mtime(),
        file.mtime_nsec()
    ))
}

/// Elsewhere the file is read through at each start.
#[cfg(not(unix))]
fn state(_: &Path) -> Option<String> {
    None
}
