//! Dead letters: found, replayed, dropped.

use super::*;

#[tokio::test]
async fn dead_letters_are_found_by_id_sink_and_code_the_newest_first() {
    let room = room(&["a", "b"], (1..=3).map(event).collect()).await;
    room.bury("a", 1, "sink_refused").await;
    room.clock.set(DAY_MS + 5);
    room.bury("a", 2, "sink_gave_up").await;
    room.bury("b", 2, "sink_refused").await;
    let pair = |n, code: &str| (event(n).id, code.to_owned());
    let (first, gave_up) = (pair(1, "sink_refused"), pair(2, "sink_gave_up"));
    let refused = pair(2, "sink_refused");
    let all = room.letters(&Which::default());
    assert_eq!((all.len(), &all[2]), (3, &first));
    assert_eq!(room.letters(&of("a")), [gave_up, first.clone()]);
    let code = Which {
        code: Some("sink_refused".to_owned()),
        ..Which::default()
    };
    assert_eq!(room.letters(&code), [refused.clone(), first.clone()]);
    assert_eq!(room.letters(&named(&[&event(1).id])), [first]);
    let both = Which {
        ids: vec![event(2).id, "'] OR 1=1 --".to_owned()],
        ..of("b")
    };
    assert_eq!(room.letters(&both), [refused]);
    let letter = room.admin.dead_letters(&of("b"), 1).unwrap().remove(0);
    assert_eq!(
        (letter.received_ms, letter.settled_ms),
        (DAY_MS, DAY_MS + 5)
    );
    assert_eq!(letter.reason, "sink_refused of 2");
}

#[tokio::test]
async fn a_replayed_letter_is_due_as_if_it_had_just_come() {
    let mut room = room(&["a", "b"], (1..=450).map(event).collect()).await;
    for seq in 1..=450 {
        room.bury("a", seq, "sink_gave_up").await;
    }
    room.clock.set(9 * DAY_MS);
    let unknown = "no-such-id".to_owned();
    let one = room
        .admin
        .replay(&named(&[&event(7).id, &unknown]))
        .unwrap();
    let expected = Changed {
        count: 1,
        unknown: vec![unknown],
    };
    assert_eq!(one, expected);
    assert_eq!(room.due("a").await, [7]);
    let due = room
        .journal
        .due("a", 9 * DAY_MS, 1)
        .await
        .unwrap()
        .remove(0);
    assert_eq!((due.received_ms, due.attempts), (9 * DAY_MS, 0));
    assert_eq!(room.admin.replay(&of("b")).unwrap(), Changed::default());
    let all = room.admin.replay(&Which::default()).unwrap();
    assert_eq!(all.count, 449, "more than one transaction holds");
    assert_eq!(room.letters(&Which::default()), []);
    assert_eq!(
        room.rows("SELECT COUNT(*) FROM delivery WHERE state = 'ready'"),
        900
    );
    room.journal.append(vec![event(999)]).await.unwrap();
}

#[tokio::test]
async fn dead_letters_stay_until_they_are_dropped_and_events_as_long_as_one_sink_needs_them() {
    let mut room = room(&["a", "b"], (1..=3).map(event).collect()).await;
    for seq in 1..=3 {
        room.bury("a", seq, "sink_refused").await;
    }
    room.bury("b", 1, "sink_refused").await;
    let delivered = vec![Settlement::Delivered { seq: 2.into() }];
    room.journal.settle("b", delivered).await.unwrap();
    room.clock.set(900 * DAY_MS);
    room.journal.settle("b", vec![]).await.unwrap();
    assert_eq!(room.letters(&Which::default()).len(), 4, "kept for years");

    let changed = room.admin.discard(&of("a")).unwrap();
    assert_eq!(changed.count, 3);
    let letters = room.letters(&Which::default());
    assert_eq!(letters, [(event(1).id, "sink_refused".to_owned())]);
    assert_eq!(room.due("b").await, [3], "what waits elsewhere still waits");
    assert_eq!(room.rows("SELECT COUNT(*) FROM event"), 3);
    assert_eq!(
        room.rows("SELECT done_ms FROM event WHERE seq = 2"),
        900 * 86_400_000
    );
    room.admin.discard(&of("b")).unwrap();
    assert_eq!(
        room.rows("SELECT COUNT(*) FROM event"),
        2,
        "nobody needs it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn intake_and_delivery_go_on_while_the_operator_changes_thousands_of_rows() {
    let mut room = room(&["a"], vec![]).await;
    for chunk in 0..20 {
        let events = (chunk * 50..chunk * 50 + 50).map(event).collect();
        room.journal.append(events).await.unwrap();
    }
    let all = (1..=1_000).map(|seq| Settlement::Dead {
        seq: seq.into(),
        code: "sink_refused",
        reason: String::new(),
    });
    room.journal.settle("a", all.collect()).await.unwrap();
    let journal = room.journal.clone();
    let posting = tokio::spawn(async move {
        for n in 2_000..2_060 {
            journal.append(vec![event(n)]).await.unwrap();
            let settled = vec![Settlement::Delivered { seq: 1.into() }];
            journal.settle("a", settled).await.unwrap();
        }
    });
    let operating = tokio::task::spawn_blocking(move || {
        let replayed = room.admin.replay(&of("a")).unwrap();
        assert_eq!(replayed.count, 1_000);
        room
    });
    let room = operating.await.unwrap();
    posting.await.unwrap();
    assert_eq!(room.rows("SELECT COUNT(*) FROM event"), 1_060);
    assert_eq!(room.admin.counts().unwrap()[0].dead, 0);
}
