use std::time::Duration;

use thumbspan_contract::Target;
use thumbspan_ticket::Claims;

use super::super::limit::{Limits, Quotas, Share};
use super::super::table::{Quota, Table, Wait};

const SECOND: Duration = Duration::from_secs(1);

fn table(per_minute: u32, burst: u32, most: usize) -> Table {
    Table::new(Quota::per(60 * SECOND, per_minute, burst), most)
}

/// How many of so many tries pass.
fn passed(table: &Table, key: &str, tries: usize, now: Duration) -> usize {
    (0..tries).filter(|_| table.take(key, now).is_ok()).count()
}

#[test]
fn a_burst_passes_and_then_the_even_rate() {
    let table = table(30, 20, 100);
    assert_eq!(passed(&table, "a", 50, SECOND), 20);
    assert_eq!(passed(&table, "b", 1, SECOND), 1, "another key is its own");
    assert_eq!(table.take("a", SECOND), Err(Wait(2 * SECOND)));
    assert_eq!(table.take("a", 2 * SECOND), Err(Wait(SECOND)));
    assert_eq!(table.take("a", 3 * SECOND), Ok(()), "who waits is let in");
    assert_eq!(
        passed(&table, "a", 100, 63 * SECOND),
        20,
        "never more than the burst"
    );
    let in_an_hour = (0..3_600)
        .filter(|s| table.take("c", *s * SECOND).is_ok())
        .count();
    assert_eq!(in_an_hour, 1_800 + 19);
}

#[test]
fn no_quota_is_no_limit() {
    assert_eq!(passed(&table(0, 5, 1), "a", 1_000, SECOND), 1_000);
    assert_eq!(Quota::per(SECOND, 1, 0), None);
}

#[test]
fn a_table_is_bounded_and_newcomers_to_a_full_one_share_a_bucket() {
    let table = table(60, 2, 100);
    for n in 0..100 {
        assert_eq!(table.take(n.to_string(), SECOND), Ok(()));
    }
    let strangers = (100..10_000).filter(|n| table.take(n.to_string(), SECOND).is_ok());
    assert_eq!(strangers.count(), 2);
    assert_eq!(table.len(), 100);
    assert_eq!(
        passed(&table, "7", 5, SECOND),
        1,
        "who is known keeps their own"
    );
    let later = 10 * SECOND;
    assert_eq!(
        passed(&table, "newcomer", 5, later),
        2,
        "idle keys make room"
    );
    assert_eq!(table.len(), 1);
}

fn share(name: &str, sub: &str) -> Share {
    let target = Target::Trace {
        trace_id: "1".to_owned(),
    };
    let mut claims = Claims::new("shop", "relay", sub, target, 1, [0; 16]);
    name.clone_into(&mut claims.jti);
    Share::ticket("shop", &claims)
}

#[test]
fn whoever_has_used_up_a_ticket_takes_nothing_from_the_others() {
    let quota = |burst| Quota::per(60 * SECOND, 1, burst);
    let limits = Limits::new(Quotas {
        address: quota(1),
        submitter: quota(3),
        ticket: quota(2),
        app: quota(5),
    });
    let take = |share: &Share| limits.events([share].into_iter(), SECOND).is_ok();
    let (first, second, other) = (share("t1", "u"), share("t2", "u"), share("t3", "v"));
    assert_eq!(
        [take(&first), take(&first), take(&first)],
        [true, true, false],
        "the ticket"
    );
    assert_eq!([take(&second), take(&second)], [true, false], "the person");
    assert_eq!(
        [take(&other), take(&other)],
        [true, true],
        "the application has its five"
    );
    assert!(!take(&share("t4", "w")));
    assert!(
        take(&Share::open("")),
        "what has no proof is an application of its own"
    );
    assert!(take(&Share::open("bot")), "and so is each that is known");
    assert!(take(&Share::server(Some("bot"))));
    let client = "2001:db8::1".parse().unwrap();
    let neighbour = "2001:db8::2".parse().unwrap();
    assert_eq!(limits.request(client, SECOND), Ok(()));
    assert_eq!(limits.request(neighbour, SECOND), Err(Wait(60 * SECOND)));
    let questions = (0..100).filter(|_| limits.question(client, SECOND).is_ok());
    assert_eq!(questions.count(), 10, "a page asks for each of its answers");
}

/// What an application's quota of 60 a minute and so many at once answers to a request.
fn asked(limits: &Limits, events: usize, now: Duration) -> Result<(), Wait> {
    let shares = vec![Share::open("bot"); events];
    limits.events(shares.iter(), now)
}

fn of_app(burst: u32) -> Limits {
    Limits::new(Quotas {
        app: Quota::per(60 * SECOND, 60, burst),
        ..Quotas::default()
    })
}

#[test]
fn a_request_that_is_refused_takes_nothing() {
    let limits = of_app(10);
    assert_eq!(asked(&limits, 10, SECOND), Ok(()));
    let wait = Err(Wait(2 * SECOND));
    assert_eq!(asked(&limits, 5, 4 * SECOND), wait, "for all of it");
    assert_eq!(asked(&limits, 5, 4 * SECOND), wait);
    assert_eq!(asked(&limits, 5, 6 * SECOND), Ok(()));
    assert_eq!(asked(&limits, 1, 6 * SECOND), Err(Wait(SECOND)));
}

#[test]
fn a_request_larger_than_the_burst_passes_when_nothing_is_owed_and_is_owed_whole() {
    let limits = of_app(10);
    assert_eq!(asked(&limits, 50, SECOND), Ok(()));
    assert_eq!(asked(&limits, 1, SECOND), Err(Wait(41 * SECOND)));
    assert_eq!(asked(&limits, 50, 6 * SECOND), Err(Wait(45 * SECOND)));
    assert_eq!(asked(&limits, 50, 51 * SECOND), Ok(()));
}

#[test]
fn a_request_that_one_table_refuses_takes_nothing_from_the_others() {
    let quota = |burst| Quota::per(60 * SECOND, 1, burst);
    let limits = Limits::new(Quotas {
        address: None,
        submitter: quota(4),
        ticket: quota(2),
        app: quota(6),
    });
    let (first, second) = (share("t1", "u"), share("t2", "u"));
    let take = |shares: &[&Share]| limits.events(shares.iter().copied(), SECOND);
    assert_eq!(take(&[&first, &first]), Ok(()));
    let wait = Err(Wait(60 * SECOND));
    assert_eq!(take(&[&second, &first, &second]), wait, "the first ticket");
    assert_eq!(take(&[&second, &second]), Ok(()), "the second has its two");
    let both = [&share("t3", "v"), &share("t4", "u"), &share("t5", "u")];
    let longest = Err(Wait(120 * SECOND));
    assert_eq!(take(&both), longest, "the person's, not the application's");
    assert_eq!(take(&both[..1]), Ok(()));
}

#[test]
fn newcomers_of_one_request_to_a_full_table_share_a_bucket() {
    let table = table(60, 2, 2);
    let names: Vec<_> = (0..6).map(|n| n.to_string()).collect();
    assert_eq!(table.take_all(&names[..3], SECOND), Ok(()));
    assert_eq!(table.len(), 2);
    let refused = Err(Wait(SECOND));
    assert_eq!(table.take_all(&names[3..5], SECOND), refused, "one is left");
    assert_eq!(table.take("5", SECOND), Ok(()), "and still is");
    assert_eq!(table.take("5", SECOND), refused);
}
