//! What a likely match must also be: each judge sees the whole text and where the match stands, and
//! says which parts of it go.

use std::ops::Range;

/// Says which parts of a match go.
pub(super) type Judge = fn(&str, Range<usize>) -> Vec<Range<usize>>;

/// All of it.
pub(super) fn any(_: &str, found: Range<usize>) -> Vec<Range<usize>> {
    vec![found]
}

/// A telephone number: neither a part of a longer number nor a date.
pub(super) fn phone(text: &str, found: Range<usize>) -> Vec<Range<usize>> {
    let digit = |character: Option<char>| character.is_some_and(|c| c.is_ascii_alphanumeric());
    let part =
        digit(text[..found.start].chars().next_back()) || digit(text[found.end..].chars().next());
    let number = &text[found.clone()];
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if part || !(7..=15).contains(&digits) || is_date(number) {
        return Vec::new();
    }
    any(text, found)
}

/// Begins as `21.11.2026`, `11/21/2026` or `2026-11-21` do.
fn is_date(number: &str) -> bool {
    let parts: Vec<_> = number.splitn(4, ['.', '/', '-', ' ']).collect();
    let digits = |part: &&str| {
        let end = part.find(|c: char| !c.is_ascii_digit());
        end.unwrap_or(part.len())
    };
    let lengths: Vec<_> = parts.iter().take(3).map(digits).collect();
    matches!(lengths[..], [1..=2, 1..=2, 4] | [4, 1..=2, 1..=2])
}

/// The numbers of payment cards among groups of digits: whole groups that begin as a card's do, are
/// as long as its issuers make them and meet Luhn's check (<https://www.iso.org/standard/70484.html>).
pub(super) fn card(text: &str, found: Range<usize>) -> Vec<Range<usize>> {
    let groups = groups(text, found);
    let mut cards = Vec::new();
    let mut first = 0;
    while first < groups.len() {
        let longest = (first..groups.len()).rev().find(|last| {
            let range = groups[first].start..groups[*last].end;
            is_card(&text[range])
        });
        match longest {
            Some(last) => {
                cards.push(groups[first].start..groups[last].end);
                first = last + 1;
            }
            None => first += 1,
        }
    }
    cards
}

fn groups(text: &str, found: Range<usize>) -> Vec<Range<usize>> {
    let start = found.start;
    let mut groups: Vec<Range<usize>> = Vec::new();
    for (at, _) in text[found].match_indices(|c: char| c.is_ascii_digit()) {
        let at = start + at;
        match groups.last_mut() {
            Some(group) if group.end == at => group.end += 1,
            _ => groups.push(at..at + 1),
        }
    }
    groups
}

fn is_card(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let length = digits.len();
    let fits = match digits.first() {
        Some(2 | 5) => length == 16,
        Some(3) => (14..=16).contains(&length),
        Some(4) => matches!(length, 13 | 16 | 19),
        Some(6) => (16..=19).contains(&length),
        _ => false,
    };
    fits && luhn(&digits)
}

fn luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| match (at % 2, digit * 2) {
            (0, _) => *digit,
            (_, doubled) => doubled / 10 + doubled % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// What looks drawn at random: capitals, small letters and digits that change often, as no path and
/// no name does.
pub(super) fn random(text: &str, found: Range<usize>) -> Vec<Range<usize>> {
    let bytes = text[found.clone()].as_bytes();
    let class = |byte: &u8| match byte {
        b'0'..=b'9' => 0,
        b'a'..=b'z' => 1,
        b'A'..=b'Z' => 2,
        _ => 3,
    };
    let changes = bytes
        .windows(2)
        .filter(|pair| class(&pair[0]) != class(&pair[1]))
        .count();
    let has = |wanted| bytes.iter().any(|byte| class(byte) == wanted);
    if has(0) && has(1) && has(2) && changes * 20 >= bytes.len() * 9 {
        return any(text, found);
    }
    Vec::new()
}
