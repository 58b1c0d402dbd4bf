//! Rows for people. Pure.

use std::fmt::Write as _;

/// Columns under their heads, as wide as their longest text; nothing without rows.
pub(super) fn table<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let rows: Vec<[String; N]> = std::iter::once(heads.map(str::to_owned))
        .chain(
            rows.iter()
                .map(|row| row.each_ref().map(|text| plain(text))),
        )
        .collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max();
    let widths: [usize; N] = std::array::from_fn(|column| width(column).unwrap_or(0));
    let mut text = String::new();
    for row in &rows {
        let cells = row.iter().zip(widths);
        let line: Vec<_> = cells
            .map(|(cell, width)| format!("{cell:<width$}"))
            .collect();
        text.push_str(line.join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// Without control characters, which could steer a terminal: a reason may quote a stranger. What
/// stands for them is JSON's own escape, so that JSON stays JSON.
pub(super) fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control() || is_bidi(character) {
            // Writing into a text cannot fail.
            let _ = write!(plain, "\\u{:04x}", u32::from(character));
        } else {
            plain.push(character);
        }
    }
    plain
}

/// What turns the direction of text around, <https://www.unicode.org/reports/tr9/#Directional_Formatting_Characters>.
fn is_bidi(character: char) -> bool {
    matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_their_heads() {
        let row = |a: &str, b: &str| [a.to_owned(), b.to_owned()];
        let text = table(["SINK", "N"], &[row("datadog", "1"), row("é", "22")]);
        assert_eq!(text, "SINK     N\ndatadog  1\né        22\n");
        assert_eq!(table(["SINK", "N"], &[]), "");
    }

    #[test]
    fn nothing_steers_a_terminal() {
        for bad in ["\u{1b}[2J", "\u{9b}2J", "a\nb", "\u{202e}abc"] {
            let shown = table(["X"], &[[bad.to_owned()]]);
            assert_eq!(shown.lines().count(), 2, "{shown:?}");
            assert!(
                !shown
                    .trim_end()
                    .replace('\n', "")
                    .chars()
                    .any(char::is_control)
            );
            let json = plain(&serde_json::json!(bad).to_string());
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), bad);
        }
    }
}
