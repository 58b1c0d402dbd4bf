//! Many texts in one: how the shell's JavaScript hands over what it read.
//!
//! One text crosses into wasm for less code than a tree of JavaScript values would take. Items are
//! joined by NUL; each is `+` and its text, or anything else when there is none. The shell replaces
//! NUL and U+0001 inside a text by U+FFFD, so no page can forge an item.

/// The items of a text, one after the other.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a>(Option<&'a str>);

impl<'a> Fields<'a> {
    /// All items of a text.
    ///
    /// ```
    /// use thumbspan::fields::Fields;
    /// let mut items = Fields::new("+a\0-\0+");
    /// assert_eq!([items.next(), items.next(), items.next()], [Some("a"), None, Some("")]);
    /// assert!(items.is_done());
    /// ```
    #[must_use]
    pub const fn new(text: &'a str) -> Self {
        Self(Some(text))
    }

    /// The next item; none where it is absent, or where there are no more.
    #[expect(
        clippy::should_implement_trait,
        reason = "an absent item is not the end"
    )]
    pub fn next(&mut self) -> Option<&'a str> {
        let (item, rest) = cut(self.0?, 0);
        self.0 = rest;
        item.strip_prefix('+')
    }

    /// The next item, as a text of its own.
    pub fn owned(&mut self) -> Option<String> {
        self.next().map(str::to_owned)
    }

    /// Whether there are no more.
    #[must_use]
    pub const fn is_done(&self) -> bool {
        self.0.is_none()
    }
}

/// What stands before the first `at`, and what after it.
#[must_use]
pub fn cut(text: &str, at: u8) -> (&str, Option<&str>) {
    match text.bytes().position(|byte| byte == at) {
        Some(end) => (&text[..end], Some(&text[end + 1..])),
        None => (text, None),
    }
}

/// Keys and values, all joined by U+0001; a key without a value has an empty one.
///
/// ```
/// let pair = ("a".to_owned(), "b".to_owned());
/// assert_eq!(thumbspan::fields::pairs("a\u{1}b"), [pair]);
/// ```
#[must_use]
pub fn pairs(text: &str) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut rest = Some(text).filter(|text| !text.is_empty());
    while let Some(text) = rest {
        let (key, value) = cut(text, 1);
        let (value, more) = cut(value.unwrap_or_default(), 1);
        pairs.push((key.to_owned(), value.to_owned()));
        rest = more;
    }
    pairs
}

/// Texts joined; the standard library's `concat` is compiled for every kind of list.
#[must_use]
pub fn join(parts: &[&str]) -> String {
    let mut joined = String::new();
    for part in parts {
        joined.push_str(part);
    }
    joined
}
