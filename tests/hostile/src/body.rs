//! Bodies: whatever is accepted keeps every rule of the wire format, and reads back as it was.

use thumbspan_contract::older::Labels;
use thumbspan_contract::{Event, check, form, limits, older, read, restore};

const ID: &str = "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11";
const NOW_MS: u64 = 1_765_990_800_016;

/// The bytes as the body of each end point.
pub fn holds(bytes: &[u8]) {
    if let Ok(events) = read::submission(bytes) {
        assert!((1..=limits::EVENTS).contains(&events.len()));
        events.into_iter().flatten().for_each(|event| kept(&event));
    }
    if let Ok(event) = older::event(bytes, &Labels::default(), ID.to_owned(), NOW_MS) {
        kept(&event);
    }
    if let Ok(event) = form::event(bytes, ID.to_owned(), NOW_MS) {
        kept(&event);
    }
    if let Ok(ticket) = restore::ticket(bytes) {
        assert!(ticket.len() <= limits::TICKET_BYTES);
    }
}

fn kept(event: &Event) {
    check::event(event).unwrap();
    let stored = serde_json::to_string(event).unwrap();
    let submission = format!(r#"{{"events":[{stored}]}}"#);
    let read = read::submission(submission.as_bytes()).unwrap();
    assert_eq!(read, [Ok(event.clone())], "{stored}");
}
