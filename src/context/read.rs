//! What the shell read from the page, out of its one text.

use thumbspan_contract::check;

use super::Source;
use crate::fields::{self, Fields};

/// Sources: the element's attributes, the nearest marked ancestor, the nearest JSON script, the
/// page's meta elements.
const SOURCES: usize = 4;

/// The page as one element sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Why votes can't be posted: the relay's URL is none.
    pub bad_relay: Option<String>,
    /// Whether nobody may vote.
    pub disabled: bool,
    /// Nearest first; `Err` is one that cannot be read, and why.
    pub sources: Vec<Result<Source, String>>,
}

/// Reads the shell's text: the relay's fault, `disabled`, and for each source why it cannot be read,
/// its [`FIELDS`](super::FIELDS) and its tags. Tags that the relay would refuse are left out and
/// told to `warn`.
pub fn page(text: &str, warn: &mut dyn FnMut(String)) -> Page {
    let mut items = Fields::new(text);
    let bad_relay = items.owned();
    let disabled = items.next().is_some();
    let mut sources = Vec::new();
    for _ in 0..SOURCES {
        let why = items.owned();
        let mut source = Source::default();
        for field in &mut source.fields {
            *field = items.owned();
        }
        source.tags = items.next().map(fields::pairs);
        if source
            .tags
            .as_ref()
            .is_some_and(|tags| !check::are_tags(tags))
        {
            source.tags = None;
            warn(BAD_TAGS.to_owned());
        }
        sources.push(why.map_or(Ok(source), Err));
    }
    Page {
        bad_relay,
        disabled,
        sources,
    }
}

const BAD_TAGS: &str = "<llm-feedback> ignores tags: write at most 20, with keys of 1 to 64 characters without a colon and values of at most 256.";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Page, usize) {
        let mut warnings = 0;
        let page = page(text, &mut |_| warnings += 1);
        (page, warnings)
    }

    #[test]
    fn every_item_has_its_place() {
        let own = "-\0+42\0-\0-\0-\0-\0+bot\0-\0+version\u{1}b";
        let broken = "+It is not JSON.\0-\0-\0-\0-\0-\0-\0-\0-";
        let none = "-\0-\0-\0-\0-\0-\0-\0-\0-";
        let (page, warnings) = read(&["-", "+", own, none, broken, none].join("\0"));
        assert!(page.disabled && page.bad_relay.is_none() && warnings == 0);
        let first = page.sources[0].as_ref().unwrap();
        assert_eq!(first.fields[0].as_deref(), Some("42"));
        assert_eq!(first.fields[5].as_deref(), Some("bot"));
        assert_eq!(first.tags, Some(vec![("version".into(), "b".into())]));
        assert_eq!(page.sources[1], Ok(Source::default()));
        assert_eq!(page.sources[2], Err("It is not JSON.".into()));
    }

    #[test]
    fn a_text_that_is_cut_short_says_less_and_nothing_else() {
        let (page, warnings) = read("");
        assert_eq!((page.sources.len(), warnings), (4, 0));
        assert!(
            page.sources
                .iter()
                .all(|source| *source == Ok(Source::default()))
        );
    }

    #[test]
    fn tags_that_the_relay_would_refuse_are_left_out() {
        for tags in ["\u{1}b", "a:b\u{1}c", &format!("a\u{1}{}", "b".repeat(257))] {
            let own = ["-\0-\0-\0-\0-\0-\0-\0-\0+", tags].concat();
            let (page, warnings) = read(&["-\0-\0", &own].concat());
            assert_eq!(
                (&page.sources[0], warnings),
                (&Ok(Source::default()), 1),
                "{tags}"
            );
        }
    }
}
