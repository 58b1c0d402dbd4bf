//! Appending to the file.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use thumbspan_contract::Event;

use super::{Config, request};
use crate::sinks::{Sending, Sink, SinkError, SinkOpenError};

/// Events per fsync.
const BATCH: usize = 250;

/// The JSON lines sink.
pub struct Jsonl {
    name: String,
    path: PathBuf,
}

impl Jsonl {
    /// Makes sure that the file can be appended to, making it when it is missing.
    ///
    /// # Errors
    /// [`SinkOpenError::File`].
    pub fn open(config: &Config) -> Result<Self, SinkOpenError> {
        let path = config.path.clone();
        match file(&path).and_then(|_| sync_directory(&path)) {
            Ok(()) => Ok(Self {
                name: config.name.clone(),
                path,
            }),
            Err(error) => Err(SinkOpenError::File {
                sink: config.name.clone(),
                path: path.display().to_string(),
                reason: error.to_string(),
            }),
        }
    }

    async fn write(&self, events: &[Event]) -> Result<(), SinkError> {
        let lines = request::lines(events).map_err(|error| SinkError::Refused {
            reason: format!("an event cannot be written as JSON: {error}"),
        })?;
        let path = self.path.clone();
        let written = tokio::task::spawn_blocking(move || append(&path, &lines)).await;
        let fault = match written {
            Ok(Ok(())) => return Ok(()),
            Ok(Err(error)) => error.to_string(),
            Err(error) => error.to_string(),
        };
        Err(SinkError::Retry {
            reason: format!("{} cannot be written: {fault}.", self.path.display()),
            after: None,
        })
    }
}

impl Sink for Jsonl {
    fn name(&self) -> &str {
        &self.name
    }

    fn batch_limit(&self) -> usize {
        BATCH
    }

    fn send<'a>(&'a self, events: &'a [Event]) -> Sending<'a> {
        Box::pin(self.write(events))
    }
}

/// Opened for each batch, so that the operator can move the file away and a new one begins.
fn file(path: &Path) -> io::Result<File> {
    // The lines hold what people wrote: for their owner alone.
    File::options()
        .read(true)
        .append(true)
        .create(true)
        .mode(0o600)
        .open(path)
}

fn append(path: &Path, lines: &[u8]) -> io::Result<()> {
    let mut file = file(path)?;
    let before = file.seek(SeekFrom::End(0))?;
    let written = end_torn_line(&mut file, before)
        .and_then(|()| file.write_all(lines))
        .and_then(|()| file.sync_all());
    if written.is_err() {
        // The batch comes again: half of it need not stay. A tear that stays is ended next time.
        let _ = file.set_len(before);
    } else if before == 0 {
        sync_directory(path)?;
    }
    written
}

/// A crash can leave a line without its end, which would swallow the next one.
fn end_torn_line(file: &mut File, length: u64) -> io::Result<()> {
    if length == 0 {
        return Ok(());
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(length - 1))?;
    file.read_exact(&mut last)?;
    if last == *b"\n" {
        Ok(())
    } else {
        file.write_all(b"\n")
    }
}

/// A new file is safe only when its directory entry is.
fn sync_directory(path: &Path) -> io::Result<()> {
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    File::open(parent.unwrap_or(Path::new(".")))?.sync_all()
}
