//! Every visible text, by its place in the list that the shell hands over.
//!
//! The languages themselves are `pkg/text/*.js`, so that a page fetches only its own.

use crate::fields::{Fields, cut};

macro_rules! texts {
    ($($key:literal $name:ident $meaning:literal,)*) => {
        /// The key of each text in `pkg/text/*.js` and in the `texts` attribute, in [`Text`]'s order.
        pub const KEYS: &[&str] = &[$($key),*];

        /// One text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Text {
            $(#[doc = $meaning] $name,)*
        }
    };
}

texts! {
    "group" Group "The name of the whole group of controls.",
    "up" Up "The thumb that points up.",
    "down" Down "The thumb that points down.",
    "rating" Rating "The name of the stars or faces.",
    "stars" Stars "The names of one to five stars, joined by `|`.",
    "faces" Faces "The names of the five faces, worst first, joined by `|`.",
    "nps" Nps "The question of the 0 to 10 scale.",
    "npsLow" NpsLow "What 0 means.",
    "npsHigh" NpsHigh "What 10 means.",
    "reasons" Reasons "The question above the reasons.",
    "comment" Comment "The name of the comment box.",
    "commentHint" CommentHint "What the empty comment box says.",
    "correction" Correction "The name of the correction box.",
    "correctionHint" CorrectionHint "What the empty correction box says.",
    "send" Send "The button that sends what was written.",
    "edit" Edit "The button that opens again what was sent.",
    "close" Close "The button that closes the follow-up.",
    "retry" Retry "The button that tries again.",
    "sending" Sending "A vote is on its way.",
    "thanks" Thanks "The relay has the vote.",
    "withdrawn" Withdrawn "The relay has the withdrawal.",
    "failed" Failed "The vote did not arrive; it is tried again.",
    "refused" Refused "The vote was refused; trying again does not help.",
    "tooLong" TooLong "A text is above the limit.",
    "left" Left "How many characters may still be written; `{n}` stands for the number.",
}

/// The texts of one element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(Vec<String>);

impl Texts {
    /// From the shell's text: one item for each of [`KEYS`].
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut items = Fields::new(text);
        let mut texts = Vec::new();
        for _ in KEYS {
            texts.push(items.owned().unwrap_or_default());
        }
        Self(texts)
    }

    /// One text; empty where the shell gave none.
    #[must_use]
    pub fn get(&self, text: Text) -> &str {
        self.0.get(text as usize).map_or("", String::as_str)
    }

    /// The name at a place of a list of names.
    ///
    /// ```
    /// use thumbspan::text::{Text, Texts};
    /// let texts = Texts::read("+\0+\0+\0+\0+one|two|three|four|five");
    /// assert_eq!([texts.at(Text::Stars, 1), texts.at(Text::Stars, 9)], ["two", ""]);
    /// ```
    #[must_use]
    pub fn at(&self, text: Text, at: u8) -> &str {
        let mut names = self.get(text);
        for _ in 0..at {
            names = cut(names, b'|').1.unwrap_or_default();
        }
        cut(names, b'|').0
    }
}
