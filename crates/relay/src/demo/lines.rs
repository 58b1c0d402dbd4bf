//! The lines of the `jsonl` sink's file, as they are written.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::fs::File;
use tokio::io::{AsyncBufReadExt, BufReader};

use super::feed::Feed;

/// How often the file is looked at for more.
const LOOK: Duration = Duration::from_millis(200);

/// The file in the demo's data folder.
pub(super) fn file(data: &Path) -> PathBuf {
    data.join("delivered.jsonl")
}

/// Feeds every line of the file, those from earlier runs first, until the task is aborted.
pub(super) async fn follow(path: PathBuf, feed: Feed) {
    let mut looks = tokio::time::interval(LOOK);
    let mut file = loop {
        looks.tick().await;
        if let Ok(file) = File::open(&path).await {
            break BufReader::new(file);
        }
    };
    let mut line = Vec::new();
    loop {
        match whole_line(&mut file, &mut line).await {
            Ok(Some(text)) => feed.push(text),
            Ok(None) => drop(looks.tick().await),
            Err(error) => {
                tracing::warn!(%error, "the demo cannot read its delivered lines");
                return;
            }
        }
    }
}

/// The next line; `None` while it has no end yet. `line` keeps the beginning.
async fn whole_line(file: &mut BufReader<File>, line: &mut Vec<u8>) -> io::Result<Option<String>> {
    file.read_until(b'\n', line).await?;
    if line.pop_if(|byte| *byte == b'\n').is_none() {
        return Ok(None);
    }
    Ok(Some(
        String::from_utf8_lossy(&std::mem::take(line)).into_owned(),
    ))
}
