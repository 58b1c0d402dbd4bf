//! How an attribute's text is read. Nonsense never breaks the page: it is named, with what to write
//! instead, and the default takes its place.

use crate::fields::{self, Fields, join};

/// One control of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Control {
    /// Thumbs up and down.
    Thumbs,
    /// Stars, faces or 0 to 10: see [`Scale`].
    Rating,
    /// What was wrong: several of the page's own words.
    Reasons,
    /// A comment box.
    Comment,
    /// What the answer should have been.
    Correction,
}

impl Control {
    /// Whether it is shown at rest; the others follow a vote.
    #[must_use]
    pub const fn is_vote(self) -> bool {
        matches!(self, Self::Thumbs | Self::Rating)
    }
}

/// What the rating looks like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scale {
    /// Five stars.
    #[default]
    Stars,
    /// Five faces.
    Faces,
    /// 0 to 10: how likely somebody is to recommend this.
    Nps,
}

/// After which vote the follow-up opens by itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ask {
    /// Any.
    #[default]
    Always,
    /// A thumb down, at most two stars, at most 6 of 10.
    Down,
    /// None: a button opens it.
    Never,
}

/// One reason to choose: the end of its label on the wire, and what people read.
pub type Reason = (String, String);

/// What the attributes ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The controls, each once and in their order.
    pub controls: Vec<Control>,
    /// What the rating looks like.
    pub scale: Scale,
    /// When the follow-up opens.
    pub ask: Ask,
    /// The reasons to choose from.
    pub reasons: Vec<Reason>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            controls: vec![Control::Thumbs, Control::Comment],
            scale: Scale::default(),
            ask: Ask::default(),
            reasons: Vec::new(),
        }
    }
}

/// At most so many reasons: more than this nobody reads, and an event of 20 signals still holds all of
/// one list and all of another that took its place.
pub const REASONS: usize = 10;

impl Options {
    /// From the shell's text: `controls`, `scale`, `ask`, and `reasons` as pairs. What cannot be used
    /// goes to `warn`.
    ///
    /// ```
    /// use thumbspan::options::{Control, Options, Scale};
    /// let options = Options::read("+rating  comment rating\0+faces\0-\0-", &mut |_| ());
    /// assert_eq!(options.controls, [Control::Rating, Control::Comment]);
    /// assert_eq!(options.scale, Scale::Faces);
    /// ```
    pub fn read(text: &str, warn: &mut dyn FnMut(String)) -> Self {
        let mut items = Fields::new(text);
        let mut options = Self::default();
        if let Some(words) = items.next() {
            options.controls = controls(words, warn).unwrap_or(options.controls);
        }
        match items.next() {
            None | Some("stars") => {}
            Some("faces") => options.scale = Scale::Faces,
            Some("nps") => options.scale = Scale::Nps,
            Some(word) => warn(unknown("scale", word, "stars, faces, nps", "stars")),
        }
        match items.next() {
            None | Some("always") => {}
            Some("down") => options.ask = Ask::Down,
            Some("never") => options.ask = Ask::Never,
            Some(word) => warn(unknown("ask", word, "down, always, never", "always")),
        }
        options.reasons = items
            .next()
            .map(|text| reasons(text, warn))
            .unwrap_or_default();
        options
    }

    /// Whether there is no vote that the follow-up could wait for.
    #[must_use]
    pub fn is_alone(&self) -> bool {
        !self.controls.iter().any(|control| control.is_vote())
    }

    /// Whether a control is among those wanted.
    #[must_use]
    pub fn has(&self, control: Control) -> bool {
        self.controls.contains(&control)
    }
}

fn controls(text: &str, warn: &mut dyn FnMut(String)) -> Option<Vec<Control>> {
    let mut chosen = Vec::new();
    let mut is_fine = true;
    let mut rest = Some(text);
    while let Some(text) = rest {
        let (word, more) = cut_word(text);
        rest = more;
        if word.is_empty() {
            continue;
        }
        let Some(control) = control(word) else {
            is_fine = false;
            warn(unknown("controls", word, ALL, "the others"));
            continue;
        };
        if !chosen.contains(&control) {
            chosen.push(control);
        }
    }
    if chosen.is_empty() && is_fine {
        warn(unknown("controls", text, ALL, "thumbs comment"));
    }
    (!chosen.is_empty()).then_some(chosen)
}

const ALL: &str = "thumbs, rating, reasons, comment, correction";

/// The text up to the next white space, and what follows it.
fn cut_word(text: &str) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte.is_ascii_whitespace()) {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    }
}

fn control(word: &str) -> Option<Control> {
    Some(match word {
        "thumbs" => Control::Thumbs,
        "rating" => Control::Rating,
        "reasons" => Control::Reasons,
        "comment" => Control::Comment,
        "correction" => Control::Correction,
        _ => return None,
    })
}

fn unknown(attribute: &str, word: &str, known: &str, shown: &str) -> String {
    join(&[
        "<llm-feedback> does not know ",
        attribute,
        "=\"",
        word,
        "\". Write one of: ",
        known,
        ". Shown instead: ",
        shown,
        ".",
    ])
}

/// Reasons whose codes make a label that the relay takes; the first of two with the same code.
fn reasons(text: &str, warn: &mut dyn FnMut(String)) -> Vec<Reason> {
    let mut kept: Vec<Reason> = Vec::new();
    for (code, words) in fields::pairs(text) {
        if is_code(&code) && kept.len() < REASONS && kept.iter().all(|(other, _)| *other != code) {
            kept.push((code, words));
        } else {
            warn(join(&[
                "<llm-feedback> leaves the reason \"",
                &code,
                "\" out: write at most 10, each under a code of its own, of up to 64 lower-case letters, digits and _.",
            ]));
        }
    }
    kept
}

fn is_code(code: &str) -> bool {
    (1..=64).contains(&code.len())
        && code
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Options, Vec<String>) {
        let mut said = Vec::new();
        let options = Options::read(text, &mut |why| said.push(why));
        (options, said)
    }

    #[test]
    fn absent_options_are_the_defaults() {
        for text in ["", "-\0-\0-\0-", "\0\0\0\0\0\0"] {
            assert_eq!(read(text), (Options::default(), Vec::new()), "{text:?}");
        }
    }

    #[test]
    fn nonsense_is_named_with_its_attribute_and_the_words_to_write() {
        for (text, attribute, word) in [
            ("+thumbs smiley", "controls", "\"smiley\""),
            ("+", "controls", "\"\""),
            ("+Thumbs", "controls", "\"Thumbs\""),
            ("-\0+x", "scale", "\"x\""),
            ("-\0-\0+", "ask", "\"\""),
        ] {
            let (_, said) = read(text);
            assert_eq!(said.len(), 1, "{text:?}");
            assert!(
                said[0].contains(attribute) && said[0].contains(word),
                "{}",
                said[0]
            );
        }
    }

    #[test]
    fn what_is_known_beside_nonsense_is_kept() {
        let (options, _) = read("+smiley rating\0+nps\0+down");
        assert_eq!(options.controls, [Control::Rating]);
        assert_eq!((options.scale, options.ask), (Scale::Nps, Ask::Down));
    }

    #[test]
    fn reasons_with_a_code_that_makes_no_label_are_left_out() {
        let (options, said) =
            read("-\0-\0-\0+too_long\u{1}Too long\u{1}Bad\u{1}x\u{1}\u{1}y\u{1}too_long\u{1}Again");
        assert_eq!(
            options.reasons,
            [("too_long".to_owned(), "Too long".to_owned())]
        );
        assert_eq!(said.len(), 3);
    }

    #[test]
    fn at_most_ten_reasons() {
        let many: Vec<_> = (0..14).map(|n| format!("r{n}\u{1}R{n}")).collect();
        let (options, said) = read(&format!("-\0-\0-\0+{}", many.join("\u{1}")));
        assert_eq!((options.reasons.len(), said.len()), (10, 4));
    }
}
