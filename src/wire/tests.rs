//! What is written is read back: events by the contract's own reader, the rest by serde.

mod details;
mod events;
mod signals;

use super::*;

/// Texts that break what is written carelessly.
const HOSTILE: [&str; 9] = [
    "\"",
    "\\",
    "\\\"},{\"id\":\"",
    "\u{1}\u{1f}\u{7f}\r\n\t\u{8}\u{c}",
    "\u{2028}\u{2029}\u{feff}",
    "👎🏽 שלום \u{202e}abc",
    "</script><!--",
    "\\u0041 %41 &amp;",
    "\u{fffd}\u{fffe}\u{10ffff}",
];

fn said(text: &str, id: &str) -> Said {
    Said {
        id: id.to_owned(),
        text: text.to_owned(),
    }
}
