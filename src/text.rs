//! Every visible text.

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts {
    /// The name of the whole group of controls.
    pub group: &'static str,
    /// The thumb that points up.
    pub up: &'static str,
    /// The thumb that points down.
    pub down: &'static str,
    /// The name of the group of stars.
    pub rating: &'static str,
    /// The names of one to five stars.
    pub stars: [&'static str; 5],
    /// The name of the comment box.
    pub comment: &'static str,
    /// What the empty comment box says.
    pub comment_hint: &'static str,
    /// The button that sends the comment.
    pub send: &'static str,
    /// The button that tries again.
    pub retry: &'static str,
    /// A vote is on its way.
    pub sending: &'static str,
    /// The relay has the vote.
    pub thanks: &'static str,
    /// The relay has the withdrawal.
    pub withdrawn: &'static str,
    /// The vote did not arrive; trying again may help.
    pub failed: &'static str,
    /// The vote was refused; trying again does not help.
    pub refused: &'static str,
    /// The comment is above the limit.
    pub too_long: &'static str,
}

/// English.
pub const ENGLISH: Texts = Texts {
    group: "Rate this answer",
    up: "Good answer",
    down: "Bad answer",
    rating: "Rating",
    stars: ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"],
    comment: "Comment",
    comment_hint: "Tell us more (optional)",
    send: "Send",
    retry: "Retry",
    sending: "Sending…",
    thanks: "Thank you",
    withdrawn: "Removed",
    failed: "Not sent yet",
    refused: "This could not be saved",
    too_long: "Please shorten your comment to 4,000 characters",
};
