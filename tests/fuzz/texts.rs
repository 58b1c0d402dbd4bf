//! Texts as the shell could hand them over, and as nobody should.

use thumbspan::text::KEYS;

use crate::random::Random;

/// What readers look for, and what they should not trip over.
const WORDS: [&str; 44] = [
    "",
    "+",
    "-",
    "\0",
    "\u{1}",
    "\0+",
    "\u{1}\u{1}",
    "|",
    "||",
    "{n}",
    "{",
    "}",
    " ",
    "\n",
    ",",
    "\"",
    "\\",
    "'",
    "thumbs",
    "rating",
    "reasons",
    "comment",
    "correction",
    "stars",
    "faces",
    "nps",
    "always",
    "down",
    "never",
    "up",
    "0",
    "4",
    "10",
    "true",
    "user_thumbs",
    "user_rating",
    "user_nps",
    "user_comment",
    "user_correction",
    "user_reason_r1",
    "user_reason_",
    "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
    "👎🏽",
    "\u{202e}\u{fffd}é",
];

/// Any text: noise, words in any order, or a text that was good until something happened to it.
pub(crate) fn hostile(random: &mut Random) -> String {
    match random.below(4) {
        0 => noise(random),
        1 => words(random),
        _ => {
            let mut text = good(random).into_bytes();
            for _ in 0..random.below(6) {
                harm(&mut text, random);
            }
            String::from_utf8_lossy(&text).into_owned()
        }
    }
}

fn noise(random: &mut Random) -> String {
    let bytes: Vec<_> = (0..random.below(200)).map(|_| random.byte()).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}

fn words(random: &mut Random) -> String {
    (0..random.below(60)).map(|_| random.pick(&WORDS)).collect()
}

fn harm(text: &mut Vec<u8>, random: &mut Random) {
    let at = random.below(text.len() + 1);
    let end = at + random.below(text.len() + 1 - at);
    match random.below(6) {
        0 => text.truncate(at),
        1 => drop(text.drain(at..end)),
        2 => text.extend_from_within(at..end),
        3 => drop(text.splice(at..at, random.pick(&WORDS).bytes())),
        4 => drop(text.splice(at..at, [random.byte()])),
        _ => text[at..end].fill(random.byte()),
    }
}

fn good(random: &mut Random) -> String {
    match random.below(4) {
        0 => options(random),
        1 => page(random),
        2 => earlier(random),
        _ => KEYS.iter().map(|_| "+a|b|{n}|d\0").collect(),
    }
}

/// Attributes with up to twelve reasons, `r0` to `r11`.
pub(crate) fn options(random: &mut Random) -> String {
    let controls = ["thumbs", "rating", "reasons", "comment", "correction"];
    let chosen: Vec<_> = controls
        .into_iter()
        .filter(|_| !random.once_in(4))
        .collect();
    let reasons: Vec<_> = (0..random.below(11))
        .map(|at| format!("r{at}\u{1}R"))
        .collect();
    let controls = if chosen.is_empty() {
        "thumbs".to_owned()
    } else {
        chosen.join(" ")
    };
    let scale = random.pick(&["-", "+stars", "+faces", "+nps"]);
    let ask = random.pick(&["-", "+always", "+down", "+never"]);
    format!("+{controls}\0{scale}\0{ask}\0+{}", reasons.join("\u{1}"))
}

fn page(random: &mut Random) -> String {
    let mut text = format!(
        "{}\0{}",
        random.pick(&["-", "-", "+Bad."]),
        random.pick(&["-", "-", "+"])
    );
    for _ in 0..4 {
        text += random.pick(&["\0-", "\0-", "\0-", "\0+Broken."]);
        for field in ["42", "7", "s", "k", "eyJ.e30.x", "bot", "user-1"] {
            if random.once_in(3) {
                text += "\0+";
                text += field;
            } else {
                text += "\0-";
            }
        }
        text += random.pick(&[
            "\0-",
            "\0+",
            "\0+a\u{1}b",
            "\0+a\u{1}b\u{1}a\u{1}c",
            "\0+:\u{1}b",
        ]);
    }
    text
}

/// Votes of an earlier visit, most of which a control can show.
pub(crate) fn earlier(random: &mut Random) -> String {
    let ids = [
        "-",
        "+",
        "+1",
        "+019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11",
        "+019357e4-6d5c-7b1e-9a51-2f0c6a1f3c12",
    ];
    let mut votes = Vec::new();
    for _ in 0..random.below(8) {
        let (label, value) = match random.below(6) {
            0 => (
                "user_thumbs".to_owned(),
                random.pick(&["up", "down", "sideways"]),
            ),
            1 => ("user_rating".to_owned(), random.pick(&["1", "3", "5", "6"])),
            2 => ("user_nps".to_owned(), random.pick(&["0", "6", "10", "11"])),
            3 => (
                format!("user_reason_r{}", random.below(14)),
                random.pick(&["true", "true", "false"]),
            ),
            4 => (
                "user_comment".to_owned(),
                random.pick(&["", "old", " old "]),
            ),
            _ => (
                "user_correction".to_owned(),
                random.pick(&["", "old", "\u{1}"]),
            ),
        };
        votes.push(format!("+{label}\0+{value}\0{}", random.pick(&ids)));
    }
    votes.join("\0")
}

/// What somebody writes: nothing, little, too much.
pub(crate) fn written(random: &mut Random) -> String {
    match random.below(40) {
        0..=9 => String::new(),
        10..=14 => " \n".to_owned(),
        15 => "👎".repeat(3_995 + random.below(10)),
        16..=20 => noise(random),
        21..=25 => words(random),
        _ => random.pick(&["a", " a ", "b", "old", "\0b"]).to_owned(),
    }
}
