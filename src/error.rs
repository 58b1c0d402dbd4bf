//! What can go wrong in the widget, with the codes that a host page can branch on.

/// A fault as `feedback-error` reports it.
///
/// `code` is one of the widget's own ([`NO_TARGET`], [`BAD_CONTEXT`] …) or the relay's
/// ([`thumbspan_contract::Code`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// A stable code.
    pub code: String,
    /// A sentence for the developer that says what to do.
    pub message: String,
    /// Whether sending the same event again can succeed.
    pub retryable: bool,
}

/// Nothing on the page names a target.
pub const NO_TARGET: &str = "no_target";
/// What names the target is broken, so nothing further away is tried either.
pub const BAD_CONTEXT: &str = "bad_context";
/// `relay` is not an http(s) URL.
pub const BAD_RELAY: &str = "bad_relay";
/// The comment is above the limit.
pub const TEXT_TOO_LONG: &str = "text_too_long";

impl Fault {
    /// A fault that sending again may mend.
    pub fn passing(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            retryable: true,
        }
    }

    /// A fault that sending again cannot mend.
    pub fn lasting(code: &str, message: impl Into<String>) -> Self {
        Self {
            retryable: false,
            ..Self::passing(code, message)
        }
    }
}
