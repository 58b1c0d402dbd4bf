//! What each kind looks like.

use std::ops::Range;
use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::Kind;
use super::judge::{self, Judge};

/// A pattern, and what its matches must also be. Where one of our patterns has a group, the group
/// alone is meant; in an operator's pattern groups mean nothing.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    pub(super) kind: Kind,
    pattern: Regex,
    judge: Judge,
}

/// Keys with the beginnings that their makers gave them, so that they can be found.
const PREFIXED: &str = r"\b(?:[prs]k[-_][A-Za-z0-9_-]{16,}|gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,}|xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[A-Za-z0-9-]{10,}|(?:AKIA|ASIA)[A-Z0-9]{16}\b|AIza[A-Za-z0-9_-]{30,}|ya29\.[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|hf_[A-Za-z0-9]{20,}|lsv2_[a-z]{2}_[A-Za-z0-9_]{20,}|do[opr]_v1_[a-f0-9]{40,}|shp(?:at|ca|pa|ss)_[A-Za-z0-9]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|whsec_[A-Za-z0-9+/=]{16,})";
/// <https://www.rfc-editor.org/rfc/rfc7519>: the head is an object, so it begins with `eyJ`.
const JWT: &str = r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){1,4}";
/// <https://www.rfc-editor.org/rfc/rfc7468>, also when its end was not copied.
const PEM: &str =
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*?)(?:-----END [A-Z ]*PRIVATE KEY-----|\z)";
/// A password in a URL.
const URL: &str = r"\b[A-Za-z][A-Za-z0-9+.-]*://[^\s/:@\[\]]*:([^\s/@\[\]]+)@";
/// As long as the shortest keys of 128 bits; a trace id is as long, and goes too.
const HEX: &str = r"\b[0-9A-Fa-f]{32,}\b";
const BASE64: &str = r"[A-Za-z0-9+/_-]{40,}={0,2}";
/// Any name before `@` and any host with a dot behind it.
const EMAIL: &str = r#"[^\s@<>()\[\]{},;:"'`|\\/]+@(?:[^\s@<>()\[\]{},;:"'`|\\/.!?]+\.)+[^\s@<>()\[\]{},;:"'`|\\/.!?]{2,}"#;
const CARD: &str = r"[0-9](?:[ .\-\u{a0}\u{2011}\u{2013}]?[0-9]){12,}";
/// With its country, after `+` or `00`.
const PHONE_ABROAD: &str = r"(?:\+|\b00)[1-9](?:[ ().\-/\u{a0}\u{2011}\u{2013}]{0,3}[0-9]){6,14}";
/// With the zero before its area.
const PHONE_AREA: &str = r"\(?\b0[1-9](?:[ ().\-/\u{a0}\u{2011}\u{2013}]{0,2}[0-9]){7,12}";
/// <https://nationalnanpa.com/about_us/abt_nanp.html>
const PHONE_AMERICA: &str =
    r"\(?\b[2-9][0-9]{2}\)?[ .\-\u{2011}]{1,2}[2-9][0-9]{2}[ .\-\u{2011}][0-9]{4}";

/// The rules of every kind but the operator's own, in the order in which they are applied.
pub(super) fn all() -> Vec<Rule> {
    static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
        let table: [(Kind, &str, Judge); 11] = [
            (Kind::Secret, PEM, judge::any),
            (Kind::Secret, URL, judge::any),
            (Kind::Secret, JWT, judge::any),
            (Kind::Secret, PREFIXED, judge::any),
            (Kind::Secret, HEX, judge::any),
            (Kind::Secret, BASE64, judge::random),
            (Kind::Email, EMAIL, judge::any),
            (Kind::Card, CARD, judge::card),
            (Kind::Phone, PHONE_ABROAD, judge::phone),
            (Kind::Phone, PHONE_AREA, judge::phone),
            (Kind::Phone, PHONE_AMERICA, judge::phone),
        ];
        let rule = |(kind, pattern, judge)| {
            #[expect(
                clippy::expect_used,
                reason = "the patterns are constants, and a test builds them"
            )]
            let pattern = Regex::new(pattern).expect("a constant pattern is well-formed");
            Rule::of(kind, pattern, judge)
        };
        table.into_iter().map(rule).collect()
    });
    ALL.clone()
}

/// Where marks stand in a text.
pub(super) fn marks(text: &str) -> impl Iterator<Item = Range<usize>> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        #[expect(
            clippy::expect_used,
            reason = "the pattern is a constant, and a test builds it"
        )]
        Regex::new(r"\[(?:secret|email|card|phone|redacted)\]").expect("well-formed")
    });
    MARK.find_iter(text).map(|mark| mark.range())
}

impl Rule {
    pub(super) const fn of(kind: Kind, pattern: Regex, judge: Judge) -> Self {
        Self {
            kind,
            pattern,
            judge,
        }
    }

    /// The text with its matches replaced, and how many there were. Marks are never touched: a
    /// match that meets one is none.
    pub(super) fn replace(&self, text: &str) -> (String, usize) {
        let marks: Vec<_> = marks(text).collect();
        let free = |part: &Range<usize>| {
            let apart = |mark: &Range<usize>| part.end <= mark.start || mark.end <= part.start;
            !part.is_empty() && marks.iter().all(apart)
        };
        let matches = self
            .pattern
            .captures_iter(text)
            .filter_map(|captures| self.meant(&captures));
        let parts = matches.flat_map(|found| (self.judge)(text, found));
        let (mut out, mut end, mut count) = (String::new(), 0, 0);
        for part in parts.filter(free) {
            out.push_str(&text[end..part.start]);
            out.push_str(self.kind.mark());
            end = part.end;
            count += 1;
        }
        out.push_str(&text[end..]);
        (out, count)
    }

    fn meant(&self, captures: &Captures<'_>) -> Option<Range<usize>> {
        let group = captures.get(1).filter(|_| self.kind != Kind::Own);
        let found = group.or_else(|| captures.get(0));
        found.map(|found| found.range())
    }
}
