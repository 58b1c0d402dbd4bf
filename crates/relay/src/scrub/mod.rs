//! Taking out of a text what should not be stored: addresses, numbers, keys. Pure.
//!
//! What is found is replaced by its kind, such as `[email]`. Rules look for what is typical, so
//! that something can slip through and something harmless can go: it lowers what is stored by
//! accident and is no guarantee.
//!
//! - `rules`: what each kind looks like; `judge`: what a likely match must also be.
//!
//! ```
//! use thumbspan_relay::scrub::{Kind, Scrubber};
//! let scrubber = Scrubber::new(&[Kind::Email], &[]).unwrap();
//! let (text, counts) = scrubber.text("Ask ann@example.com.").unwrap();
//! assert_eq!(text, "Ask [email].");
//! assert_eq!(counts[&Kind::Email], 1);
//! ```

mod judge;
mod rules;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use regex::{Regex, RegexBuilder};
use thumbspan_contract::{Event, MetricType, Signal, Value, limits};

use rules::Rule;

/// How often a text is looked through. What still changes then, under an operator's pattern that
/// matches at the seams of its own replacements, goes as a whole.
const ROUNDS: usize = 16;
/// Bytes that a pattern may take when it is compiled.
const PATTERN_BYTES: usize = 1 << 20;

/// What can be taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Keys and tokens.
    Secret,
    /// E-mail addresses.
    Email,
    /// Numbers of payment cards.
    Card,
    /// Telephone numbers.
    Phone,
    /// What the operator's own patterns match.
    Own,
}

impl Kind {
    /// Those with rules of their own.
    pub const NAMED: [Self; 4] = [Self::Email, Self::Phone, Self::Card, Self::Secret];

    /// The name in the settings and in the figures.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Email => "email",
            Self::Card => "card",
            Self::Phone => "phone",
            Self::Own => "own",
        }
    }

    /// What stands in the text instead.
    #[must_use]
    pub const fn mark(self) -> &'static str {
        match self {
            Self::Secret => "[secret]",
            Self::Email => "[email]",
            Self::Card => "[card]",
            Self::Phone => "[phone]",
            Self::Own => "[redacted]",
        }
    }
}

/// How much was taken out, by kind.
pub type Counts = BTreeMap<Kind, usize>;

/// A pattern that cannot be used. It does not repeat the pattern.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPattern {
    /// It is no regular expression, or a giant one.
    #[error(
        "Write pattern {0} as a regular expression (https://docs.rs/regex/latest/regex/#syntax), without look-around and back-references."
    )]
    Syntax(usize),
    /// It would match everywhere.
    #[error("Let pattern {0} match at least one character.")]
    Empty(usize),
}

/// The rules that were chosen. Without any it changes nothing.
#[derive(Clone, Debug, Default)]
pub struct Scrubber {
    rules: Vec<Rule>,
}

impl Scrubber {
    /// The rules of these kinds, and the operator's own patterns, which come last.
    ///
    /// # Errors
    /// [`BadPattern`], with the pattern's place in the list, from 1.
    pub fn new(kinds: &[Kind], own: &[String]) -> Result<Self, BadPattern> {
        let mut rules: Vec<_> = rules::all()
            .into_iter()
            .filter(|rule| kinds.contains(&rule.kind))
            .collect();
        for (at, pattern) in (1..).zip(own) {
            let regex = pattern_of(pattern, at)?;
            rules.push(Rule::of(Kind::Own, regex, judge::any));
        }
        Ok(Self { rules })
    }

    /// Scrubs the texts of an event: comments, corrections and other signals of type `text`, and
    /// what an evaluator gives as its reasoning.
    pub fn event(&self, event: &mut Event) -> Counts {
        let mut counts = Counts::new();
        for words in event.signals.iter_mut().flat_map(texts) {
            if let Some((scrubbed, found)) = self.text(words) {
                *words = scrubbed;
                for (kind, count) in found {
                    *counts.entry(kind).or_default() += count;
                }
            }
        }
        counts
    }

    /// The text without what the rules find, never longer than a text may be, or `None` where they
    /// find nothing. Scrubbing the result again finds nothing.
    #[must_use]
    pub fn text(&self, text: &str) -> Option<(String, Counts)> {
        let mut counts = Counts::new();
        let mut current = text.to_owned();
        for _ in 0..ROUNDS {
            let before = current.clone();
            for rule in &self.rules {
                let (next, found) = rule.replace(&current);
                if found > 0 {
                    *counts.entry(rule.kind).or_default() += found;
                    current = cut(next);
                }
            }
            if current == before {
                return (!counts.is_empty()).then_some((current, counts));
            }
        }
        Some((Kind::Own.mark().to_owned(), counts))
    }
}

fn texts(signal: &mut Signal) -> impl Iterator<Item = &mut String> {
    let value = match (signal.metric_type, &mut signal.value) {
        (MetricType::Text, Some(Value::Text(words))) => Some(words),
        _ => None,
    };
    value.into_iter().chain(&mut signal.reasoning)
}

fn pattern_of(pattern: &str, at: usize) -> Result<Regex, BadPattern> {
    let regex = RegexBuilder::new(pattern)
        .size_limit(PATTERN_BYTES)
        .build()
        .map_err(|_| BadPattern::Syntax(at))?;
    if regex.is_match("") {
        return Err(BadPattern::Empty(at));
    }
    Ok(regex)
}

/// Marks can be longer than what they replace: what comes to stand beyond the limit is left out,
/// and a mark only as a whole.
fn cut(text: String) -> String {
    let Some((end, _)) = text.char_indices().nth(limits::TEXT_CHARS) else {
        return text;
    };
    let end = rules::marks(&text)
        .find(|mark| mark.start < end && end < mark.end)
        .map_or(end, |mark| mark.start);
    text[..end].to_owned()
}
