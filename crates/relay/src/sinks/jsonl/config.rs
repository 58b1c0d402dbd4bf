//! What the operator sets for the file.

use std::path::PathBuf;

/// The settings of the JSON lines sink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The sink's name in the journal.
    pub name: String,
    /// The file that lines are appended to; made when it is missing.
    pub path: PathBuf,
}
