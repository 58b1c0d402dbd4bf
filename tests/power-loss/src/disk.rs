//! What a loss of power leaves of files.
//!
//! Of each file the bytes of its last sync are durable. Every write since then is kept, dropped or
//! torn at a sector, each by itself and in no order, as caches of a kernel and of a drive do.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::Dice;

/// Bytes that a drive writes whole: <https://www.sqlite.org/psow.html>.
const SECTOR: usize = 512;

#[derive(Clone, Debug)]
enum Change {
    Write { at: usize, bytes: Vec<u8> },
    Truncate(usize),
}

#[derive(Clone, Debug, Default)]
struct File {
    /// `None`: not even its name is durable.
    durable: Option<Vec<u8>>,
    pending: Vec<Change>,
    /// Deleted, but the folder was not synced since.
    is_doomed: bool,
}

/// Files by their names.
pub type Files = BTreeMap<PathBuf, Vec<u8>>;

type Witness = Box<dyn FnMut(Files) + Send>;

/// The files of one folder.
pub struct Disk {
    files: BTreeMap<PathBuf, File>,
    dice: Dice,
    /// One operation in so many meets a loss.
    rarity: u64,
    witness: Witness,
    /// From now on writes and syncs fail with this code of SQLite.
    pub(crate) fault: Option<i32>,
}

impl Disk {
    /// A disk that loses power at one operation in `rarity`, and hands what is then left to `witness`;
    /// the process itself goes on.
    pub fn new(dice: Dice, rarity: u64, witness: impl FnMut(Files) + Send + 'static) -> Self {
        Self {
            files: BTreeMap::new(),
            dice,
            rarity,
            witness: Box::new(witness),
            fault: None,
        }
    }

    pub(crate) fn write(&mut self, path: &Path, at: usize, bytes: &[u8]) {
        self.may_lose_power();
        let bytes = bytes.to_vec();
        self.file(path).pending.push(Change::Write { at, bytes });
    }

    pub(crate) fn truncate(&mut self, path: &Path, length: usize) {
        self.may_lose_power();
        self.file(path).pending.push(Change::Truncate(length));
    }

    /// Power may be lost while the sync runs; what it covers is durable only when it has returned.
    pub(crate) fn sync(&mut self, path: &Path) {
        self.may_lose_power();
        let file = self.file(path);
        let mut bytes = file.durable.take().unwrap_or_default();
        for change in file.pending.drain(..) {
            apply(&mut bytes, change);
        }
        file.durable = Some(bytes);
    }

    pub(crate) fn delete(&mut self, path: &Path, is_synced: bool) {
        self.may_lose_power();
        if is_synced {
            self.files.remove(path);
        } else if let Some(file) = self.files.get_mut(path) {
            file.is_doomed = true;
        }
    }

    pub(crate) fn sync_folder(&mut self) {
        self.files.retain(|_, file| !file.is_doomed);
    }

    /// A file made anew under the name of a deleted one begins empty.
    pub(crate) fn open(&mut self, path: &Path) {
        if self.files.get(path).is_some_and(|file| file.is_doomed) {
            let file = self.file(path);
            file.is_doomed = false;
            file.pending.push(Change::Truncate(0));
        }
    }

    fn file(&mut self, path: &Path) -> &mut File {
        self.files.entry(path.to_owned()).or_default()
    }

    fn may_lose_power(&mut self) {
        if self.dice.roll(self.rarity) == 0 {
            let left = self.left();
            (self.witness)(left);
        }
    }

    fn left(&mut self) -> Files {
        let mut left = Files::new();
        for (path, file) in &self.files {
            let is_there = file.durable.is_some() && !file.is_doomed;
            if !is_there && self.dice.roll(2) == 0 {
                continue;
            }
            let mut bytes = file.durable.clone().unwrap_or_default();
            for change in &file.pending {
                match self.dice.roll(3) {
                    0 => apply(&mut bytes, change.clone()),
                    1 => apply(&mut bytes, torn(change, &mut self.dice)),
                    _ => {}
                }
            }
            left.insert(path.clone(), bytes);
        }
        left
    }
}

fn apply(bytes: &mut Vec<u8>, change: Change) {
    match change {
        Change::Truncate(length) => bytes.truncate(length),
        Change::Write { at, bytes: new } => {
            let end = at + new.len();
            if bytes.len() < end {
                bytes.resize(end, 0);
            }
            bytes[at..end].copy_from_slice(&new);
        }
    }
}

/// The first sectors of a write.
fn torn(change: &Change, dice: &mut Dice) -> Change {
    match change {
        Change::Truncate(length) => Change::Truncate(*length),
        Change::Write { at, bytes } => {
            let sectors = bytes.len() / SECTOR;
            let kept = usize::try_from(dice.roll(sectors as u64 + 1)).unwrap_or(0) * SECTOR;
            Change::Write {
                at: *at,
                bytes: bytes[..kept].to_vec(),
            }
        }
    }
}
