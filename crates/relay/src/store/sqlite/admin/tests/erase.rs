//! What is deleted is overwritten.

use super::*;

#[tokio::test]
async fn erasing_a_submitter_leaves_no_byte_of_what_they_said() {
    let events = vec![
        said(1, "ann", "marker-of-ann "),
        said(2, "ben", "marker-of-ben "),
        said(3, "ann", "marker-of-ann "),
        said(4, "ann", "marker-of-ann "),
    ];
    let mut room = room(&["a", "b"], events).await;
    room.bury("a", 3, "sink_refused").await;
    let delivered = vec![Settlement::Delivered { seq: 1.into() }];
    room.journal.settle("b", delivered).await.unwrap();
    let has = |room: &Room, marker: &[u8]| {
        let bytes = room.bytes();
        bytes.windows(marker.len()).any(|window| window == marker)
    };
    assert!(has(&room, b"marker-of-ann") && has(&room, b"ticket-ann"));
    let erased = room.admin.erase("ann").unwrap();
    assert_eq!((erased.events, erased.log_emptied), (3, true));
    assert_eq!(erased.delivered, [("b".to_owned(), 1)].into());
    for marker in ["marker-of-ann", "ticket-ann", "app-of-ann", "\"ann\""] {
        assert!(!has(&room, marker.as_bytes()), "{marker}");
    }
    assert_eq!(room.due("a").await, [2], "the others' events stay");
    for table in ["event", "vote"] {
        assert_eq!(room.rows(&format!("SELECT COUNT(*) FROM {table}")), 1);
    }
    assert_eq!(room.letters(&Which::default()), []);
    let marker = b"marker-of-ben";
    room.journal
        .settle("a", vec![Settlement::Delivered { seq: 2.into() }])
        .await
        .unwrap();
    assert!(has(&room, marker));
    assert_eq!(room.admin.erase("").unwrap().events, 0);
}

#[tokio::test]
async fn what_retention_deletes_is_overwritten_too() {
    let room = room(&["a"], vec![said(1, "ann", "marker-of-ann ")]).await;
    room.journal
        .settle("a", vec![Settlement::Delivered { seq: 1.into() }])
        .await
        .unwrap();
    room.clock.set(2 * DAY_MS);
    room.journal.settle("a", vec![]).await.unwrap();
    room.journal.settle("a", vec![]).await.unwrap();
    assert_eq!(room.rows("SELECT COUNT(*) FROM event"), 0);
    room.admin
        .connection
        .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
        .unwrap();
    let marker = b"marker-of-ann";
    assert!(
        !room
            .bytes()
            .windows(marker.len())
            .any(|window| window == marker)
    );
}
