//! Events to lines. Pure.

use thumbspan_contract::Event;

/// One line per event, each with its newline.
pub(super) fn lines(events: &[Event]) -> Result<Vec<u8>, serde_json::Error> {
    let mut lines = Vec::new();
    for event in events {
        let event = Event {
            ticket: None,
            ..event.clone()
        };
        serde_json::to_writer(&mut lines, &event)?;
        lines.push(b'\n');
    }
    Ok(lines)
}
