//! A disk that forgets what was not synced, for the tests of the relay's store.
//!
//! SIGKILL proves nothing about `fsync`: the kernel keeps what a dead process wrote. Here SQLite runs
//! over a VFS (<https://www.sqlite.org/vfs.html>) that passes everything on to the ordinary one, and
//! remembers of each file under a watched folder what a loss of power would leave of it.
//!
//! - [`Disk`]: the model: what is durable, what is pending, what a loss leaves; pure but for its dice;
//! - [`Dice`]: seeded randomness, so that a failing run can be repeated;
//! - [`watch`]: puts a folder on such a disk; `vfs`: the calls from SQLite.

mod dice;
mod disk;
mod vfs;

pub use dice::Dice;
pub use disk::{Disk, Files};
pub use vfs::{Watched, watch};
