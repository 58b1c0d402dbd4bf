//! A store that was closed in order is not read through at the next start; every other one is.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};

use super::*;

/// A closed store with enough in it that no start reads all of its pages.
async fn closed() -> Room {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    for n in 0..400 {
        journal.append(vec![event(n)]).await.unwrap();
    }
    close(journal, writer).await;
    room
}

/// Damages the page that holds the last event; only a look at every page finds that. With `hidden`
/// the file's time stays as it was, as when the disk itself forgets.
fn damage(room: &Room, hidden: bool) {
    let bytes = fs::read(&room.config.path).unwrap();
    let id = event(399).id;
    let holds = |page: &&[u8]| {
        // https://www.sqlite.org/fileformat2.html#b_tree_pages: a leaf of a table.
        page[0] == 0x0d && page.windows(id.len()).any(|part| part == id.as_bytes())
    };
    let page = bytes.chunks(4_096).position(|page| holds(&page)).unwrap();
    let before = fs::metadata(&room.config.path).unwrap().modified().unwrap();
    let mut file = File::options().write(true).open(&room.config.path).unwrap();
    let at = u64::try_from(page * 4_096 + 3).unwrap();
    file.seek(SeekFrom::Start(at)).unwrap();
    file.write_all(&[0xFF, 0xFF]).unwrap();
    if hidden {
        file.set_modified(before).unwrap();
    }
}

fn open(room: &Room) -> Result<(Journal, Writer), StoreError> {
    room.open(&["a"])
}

#[tokio::test]
async fn a_store_as_it_was_closed_is_not_read_through() {
    let room = closed().await;
    damage(&room, true);
    assert!(open(&room).is_ok(), "nothing was read that is damaged");
}

#[tokio::test]
async fn a_store_that_changed_since_it_was_closed_is_read_through() {
    let room = closed().await;
    damage(&room, false);
    let error = open(&room).err().unwrap();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
    let again = open(&room).err().unwrap();
    assert!(matches!(again, StoreError::Corrupt { .. }), "{again:?}");
}

#[tokio::test]
async fn another_file_in_its_place_is_read_through() {
    let room = closed().await;
    let path = &room.config.path;
    let copy = path.with_extension("copy");
    let before = fs::metadata(path).unwrap().modified().unwrap();
    fs::copy(path, &copy).unwrap();
    fs::rename(&copy, path).unwrap();
    damage(&room, true);
    let file = File::options().write(true).open(path).unwrap();
    file.set_modified(before).unwrap();
    let error = open(&room).err().unwrap();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}

#[tokio::test]
async fn a_store_that_was_in_use_when_its_relay_ended_is_read_through() {
    let room = closed().await;
    let (journal, writer) = open(&room).unwrap();
    let lock = room.config.path.with_extension("sqlite3.lock");
    assert_eq!(
        fs::read(&lock).unwrap(),
        b"",
        "the mark is gone while it is used"
    );
    close(journal, writer).await;
    assert_ne!(fs::read(&lock).unwrap(), b"");
    // What is left when a relay is killed.
    fs::write(&lock, b"").unwrap();
    damage(&room, true);
    let error = open(&room).err().unwrap();
    assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
}
