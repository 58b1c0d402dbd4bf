//! Files that are somebody else's, damaged or too new are refused and left as they are.

use super::*;

#[tokio::test]
async fn a_second_relay_is_refused_while_the_first_lives() {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    let second = room.open(&["a"]).err().unwrap();
    assert!(matches!(second, StoreError::InUse { .. }), "{second:?}");
    journal.append(vec![event(1)]).await.unwrap();
    close(journal, writer).await;
    room.open(&["a"]).unwrap();
}

fn refused(room: &Room) -> StoreError {
    let path = &room.config.path;
    let read = |path: &Path| fs::read(path).ok();
    let before = read(path);
    let error = room.open(&["a"]).err().unwrap();
    assert_eq!(read(path), before, "the file was changed");
    error
}

#[tokio::test]
async fn a_damaged_store_is_refused_and_left_as_it_is() {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    for n in 0..50 {
        journal.append(vec![event(n)]).await.unwrap();
    }
    close(journal, writer).await;
    let whole = fs::read(&room.config.path).unwrap();
    let mut holed = whole.clone();
    holed[4_096..].fill(0xAB);
    let garbage = b"this is no database, but somebody's notes. ".repeat(200);
    for bytes in [holed, whole[..whole.len() / 2].to_vec(), garbage] {
        fs::write(&room.config.path, bytes).unwrap();
        let error = refused(&room);
        assert!(matches!(error, StoreError::Corrupt { .. }), "{error:?}");
        assert!(error.to_string().contains("restore a backup"), "{error}");
    }
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", room.config.path.display());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
}

#[tokio::test]
async fn a_log_without_its_file_is_refused_since_sqlite_would_delete_it() {
    let room = room();
    let log = room.config.path.with_extension("sqlite3-wal");
    fs::write(&log, b"accepted events").unwrap();
    assert!(matches!(refused(&room), StoreError::Corrupt { .. }));
    assert_eq!(fs::read(&log).unwrap(), b"accepted events");
}

#[tokio::test]
async fn the_store_of_a_newer_relay_or_of_another_program_is_refused() {
    let other = room();
    other
        .raw()
        .execute_batch("CREATE TABLE theirs (a)")
        .unwrap();
    assert!(matches!(refused(&other), StoreError::Corrupt { .. }));

    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    close(journal, writer).await;
    room.raw().execute_batch("PRAGMA user_version = 5").unwrap();
    let error = refused(&room);
    assert!(
        matches!(
            error,
            StoreError::Newer {
                found: 5,
                known: 4,
                ..
            }
        ),
        "{error:?}"
    );
}
