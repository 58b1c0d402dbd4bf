//! What waits, what is exported, and stores that are none.

use super::*;

#[tokio::test]
async fn what_waits_is_listed_with_its_tries() {
    let room = room(&["a", "b"], vec![event(1), event(2)]).await;
    let later = Settlement::Later {
        seq: 1.into(),
        next_at_ms: DAY_MS + 77,
        code: "sink_retry",
    };
    room.journal.settle("b", vec![later]).await.unwrap();
    let waiting = room.admin.waiting(Some("b"), 10).unwrap();
    let expected = Waiting {
        sink: "b".to_owned(),
        id: event(1).id,
        attempts: 1,
        next_at_ms: DAY_MS + 77,
        code: Some("sink_retry".to_owned()),
        received_ms: DAY_MS,
    };
    assert_eq!(waiting[1], expected);
    assert_eq!((&waiting[0].id, &waiting[0].code), (&event(2).id, &None));
    assert_eq!(room.admin.waiting(None, 3).unwrap().len(), 3);
    assert_eq!(room.admin.counts().unwrap()[1].waiting, 2);
}

#[tokio::test]
async fn events_are_found_by_time_submitter_and_application_page_by_page() {
    let room = room(&["a"], vec![said(1, "ann", "x"), event(2)]).await;
    room.clock.set(2 * DAY_MS);
    room.journal
        .append(vec![said(3, "ben", "y")])
        .await
        .unwrap();
    let broken = "INSERT INTO event (id, body, received_ms) VALUES ('x', '{broken', 5)";
    room.admin.connection.execute_batch(broken).unwrap();
    let seqs = |filter: Filter| -> Vec<i64> {
        let found = room.admin.events(&filter, 0, 10).unwrap();
        found.iter().map(|stored| row_of(stored.seq)).collect()
    };
    let all = Filter::default;
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(seqs(all()), [1, 2, 3, 4]);
    assert_eq!(
        seqs(Filter {
            submitter: text("ann"),
            ..all()
        }),
        [1]
    );
    assert_eq!(
        seqs(Filter {
            ml_app: text("app-of-ben"),
            ..all()
        }),
        [3]
    );
    assert_eq!(
        seqs(Filter {
            from_ms: Some(2 * DAY_MS),
            ..all()
        }),
        [3]
    );
    assert_eq!(
        seqs(Filter {
            to_ms: Some(2 * DAY_MS),
            ..all()
        }),
        [1, 2, 4]
    );
    let page = room.admin.events(&all(), 1, 2).unwrap();
    assert_eq!(
        (page.len(), row_of(page[0].seq), page[0].received_ms),
        (2, 2, DAY_MS)
    );
}

#[tokio::test]
async fn a_missing_an_empty_and_an_older_store_are_refused_and_nothing_is_made() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("store.db");
    let clock = Arc::new(ManualClock::at(1));
    let open = || Admin::open(&path, clock.clone()).err();
    assert!(matches!(open(), Some(StoreError::Missing { .. })));
    assert!(!path.exists());
    fs::write(&path, b"").unwrap();
    assert!(matches!(open(), Some(StoreError::Missing { .. })));
    fs::write(&path, b"somebody's notes ".repeat(500)).unwrap();
    assert!(matches!(open(), Some(StoreError::Corrupt { .. })));
    let room = room(&["a"], vec![]).await;
    let older = "PRAGMA user_version = 2";
    Connection::open(&room.path)
        .unwrap()
        .execute_batch(older)
        .unwrap();
    let error = Admin::open(&room.path, clock.clone()).err();
    let expected = Some((2, VERSION));
    let found = error.and_then(|error| match error {
        StoreError::Older { found, known, .. } => Some((found, known)),
        _ => None,
    });
    assert_eq!(found, expected);
}
