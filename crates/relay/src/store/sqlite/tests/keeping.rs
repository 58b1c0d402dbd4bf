//! What is appended stays until it is settled, over restarts too.

use super::*;

#[tokio::test]
async fn what_is_appended_is_due_at_every_sink_until_it_is_settled() {
    let room = room();
    let (journal, _writer) = room.open(&["a", "b"]).unwrap();
    let mut awake = journal.appended();
    journal.append(vec![event(1), event(2)]).await.unwrap();
    assert!(awake.has_changed().unwrap());
    awake.mark_unchanged();

    let due = journal.due("a", DAY_MS, 10).await.unwrap();
    assert_eq!(due.len(), 2);
    assert_eq!(due[0].event, event(1));
    assert_eq!((due[0].received_ms, due[0].attempts), (DAY_MS, 0));

    let settled = vec![
        Settlement::Delivered { seq: due[0].seq },
        Settlement::Dead {
            seq: due[1].seq,
            code: "sink_refused",
            reason: "400".into(),
        },
    ];
    journal.settle("a", settled).await.unwrap();
    assert!(
        !awake.has_changed().unwrap(),
        "settling wakes nobody: nothing new is due"
    );
    assert_eq!(seqs(&journal, "a").await.len(), 0);
    assert_eq!(seqs(&journal, "b").await.len(), 2);
    let counts = journal.counts().await.unwrap();
    let figures = |at: usize| (counts[at].waiting, counts[at].dead);
    assert_eq!((figures(0), figures(1)), ((0, 1), (2, 0)));
    assert_eq!(journal.delivered("a").await, 1);
    assert_eq!(counts[1].oldest_waiting_ms, Some(DAY_MS));
    let dead = journal.dead_letters(10).await.unwrap();
    assert_eq!(
        (&*dead[0].id, dead[0].code.as_str(), dead[0].reason.as_str()),
        (&*event(2).id, "sink_refused", "400")
    );
    assert_eq!(
        serde_json::from_str::<Event>(&dead[0].body).unwrap(),
        event(2)
    );
}

#[tokio::test]
async fn a_known_id_is_fine_and_its_first_body_stays() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    let mut other = event(1);
    other.timestamp_ms = 5;
    journal.append(vec![other.clone(), other]).await.unwrap();
    let due = journal.due("a", DAY_MS, 10).await.unwrap();
    assert_eq!(due.len(), 1);
    assert_eq!(due[0].event, event(1));
    deliver_all(&journal, "a").await;
    journal.append(vec![event(1)]).await.unwrap();
    assert_eq!(
        seqs(&journal, "a").await.len(),
        0,
        "a late retry is not delivered again"
    );
}

#[tokio::test]
async fn appends_that_wait_are_committed_together_and_more_than_the_queue_is_busy() {
    let mut room = room();
    room.config.queue = 100;
    let (journal, _writer) = room.open(&["a"]).unwrap();
    let holder = room.raw();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let waiting: Vec<_> = (0..100)
        .map(|n| {
            let journal = journal.clone();
            tokio::spawn(async move { journal.append(vec![event(n)]).await })
        })
        .collect();
    while journal.places.available_permits() > 0 {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        journal.append(vec![event(200)]).await,
        Err(StoreError::Busy)
    );
    holder.execute_batch("COMMIT").unwrap();
    for answer in waiting {
        assert_eq!(answer.await.unwrap(), Ok(vec![]));
    }
    assert_eq!(seqs(&journal, "a").await.len(), 100);
    let commits = *journal.appended().borrow();
    assert!(commits <= 3, "100 appends took {commits} commits");
    journal.append(vec![event(200)]).await.unwrap();
}

#[tokio::test]
async fn a_restart_resumes_with_attempts_and_due_times() {
    let room = room();
    let (journal, writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1), event(2)]).await.unwrap();
    let later = Settlement::Later {
        seq: 1.into(),
        next_at_ms: DAY_MS + 500,
        code: "sink_retry",
    };
    journal.settle("a", vec![later]).await.unwrap();
    close(journal, writer).await;

    let (journal, _writer) = room.open(&["a"]).unwrap();
    assert_eq!(seqs(&journal, "a").await, [2]);
    deliver_all(&journal, "a").await;
    assert_eq!(journal.next_due_ms("a").await.unwrap(), Some(DAY_MS + 500));
    let due = journal.due("a", DAY_MS + 500, 10).await.unwrap();
    assert_eq!((row_of(due[0].seq), due[0].attempts), (1, 1));
}

#[tokio::test]
async fn the_files_hold_an_event_the_moment_that_append_returns() {
    let room = room();
    let (journal, _writer) = room.open(&["a"]).unwrap();
    journal.append(vec![event(1)]).await.unwrap();
    let copy = tempfile::tempdir().unwrap();
    for file in fs::read_dir(room.directory.path()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    let crashed = Config {
        path: copy.path().join("store.sqlite3"),
        ..room.config.clone()
    };
    let (journal, _writer) = Journal::open(
        &crashed,
        ["a".to_owned()].into_iter().collect(),
        room.clock.clone(),
    )
    .unwrap();
    assert_eq!(
        journal.due("a", DAY_MS, 10).await.unwrap()[0].event,
        event(1)
    );
}

#[tokio::test]
async fn the_figures_read_only_what_waits_and_what_is_dead() {
    let room = room();
    let (_journal, _writer) = room.open(&["a"]).unwrap();
    let raw = room.raw();
    let sql = format!("EXPLAIN QUERY PLAN {}", crate::store::sqlite::read::COUNTS);
    let mut statement = raw.prepare(&sql).unwrap();
    let steps = statement.query_map([], |row| row.get::<_, String>(3));
    let steps: Vec<_> = steps.unwrap().map(Result::unwrap).collect();
    let tables = steps.iter().filter(|step| step.contains(" delivery"));
    let expected = ["delivery_ready", "delivery_dead"].map(|index| {
        steps
            .iter()
            .any(|step| step.contains(&format!("delivery USING COVERING INDEX {index}")))
    });
    assert_eq!((expected, tables.count()), ([true, true], 2), "{steps:?}");
}

#[tokio::test]
async fn an_event_has_deliveries_for_the_sinks_that_take_it_and_one_for_none_is_a_dead_letter() {
    use crate::routes::Wants;
    let room = room();
    let bot = Wants {
        ml_apps: vec!["bot".to_owned()],
        ..Wants::default()
    };
    let routes = [("a".to_owned(), bot.clone()), ("b".to_owned(), bot)];
    let routes = routes.into_iter().collect();
    let (journal, writer) = Journal::open(&room.config, routes, room.clock.clone()).unwrap();
    let mut taken = event(2);
    taken.ml_app = Some("bot".to_owned());
    journal
        .append(vec![event(1), taken, event(1)])
        .await
        .unwrap();
    assert_eq!(seqs(&journal, "a").await, [2]);
    assert_eq!(seqs(&journal, "b").await, [2]);
    let dead = journal.dead_letters(10).await.unwrap();
    assert_eq!(dead.len(), 1);
    assert_eq!(
        (dead[0].sink.as_str(), dead[0].code.as_str(), &dead[0].id),
        ("unrouted", "no_sink", &event(1).id)
    );
    assert!(
        dead[0].reason.contains("No sink takes"),
        "{}",
        dead[0].reason
    );
    close(journal, writer).await;

    let (journal, writer) = room.open(&["a"]).unwrap();
    assert_eq!(seqs(&journal, "a").await, [1, 2], "routed anew");
    assert_eq!(journal.dead_letters(10).await.unwrap(), []);
    close(journal, writer).await;
}
