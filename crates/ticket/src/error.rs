//! Why a ticket or a key is refused.

use thumbspan_contract::Code;

/// Why a ticket is refused: always for good, the same ticket never passes later, but for
/// [`TicketError::NotYetValid`]. No sentence quotes the ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TicketError {
    /// Not three base64url parts of which the first two are JSON objects, or too long.
    #[error("Send the ticket exactly as the back end minted it: three parts with dots between.")]
    Malformed,
    /// The header's `typ` is another, or none.
    #[error("Mint the ticket with the header typ \"fbt+jwt\".")]
    WrongType,
    /// The header has no `kid`.
    #[error("Mint the ticket with the header kid, the name of its key.")]
    NoKeyId,
    /// The relay has no key of this name.
    #[error("Mint the ticket with a key that the relay has, or add the key to the relay.")]
    UnknownKey,
    /// The header's `alg` is not the one of its key: also `none`.
    #[error("Mint the ticket with the algorithm that the relay has for its kid.")]
    WrongAlgorithm,
    /// The signature is not one of this key over this ticket.
    #[error("Mint the ticket with the same key that the relay has for its kid.")]
    BadSignature,
    /// A claim is absent, unknown or out of form.
    #[error("Mint the ticket with a claim `{claim}` as docs/tickets.md describes it.")]
    BadClaim {
        /// Which; `another` for one that tickets do not have.
        claim: &'static str,
    },
    /// The ticket is for another relay.
    #[error("Mint the ticket with the `aud` that the relay's setting ticket_audience names.")]
    WrongAudience,
    /// The ticket is valid for longer than [`crate::claims::LONGEST_S`].
    #[error("Mint the ticket with an `exp` of at most seven days after `iat`.")]
    TooLongLived,
    /// `iat` is in the future: the back end's clock is ahead of the relay's.
    #[error("Set the back end's clock: the ticket was minted in the relay's future.")]
    NotYetValid,
    /// The ticket has ended.
    #[error("Load the page again for a new ticket: this one has ended.")]
    Expired,
}

impl TicketError {
    /// The stable code, as it stands in the relay's answer.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Malformed => Code::TicketMalformed,
            Self::WrongType => Code::TicketWrongType,
            Self::NoKeyId => Code::TicketNoKeyId,
            Self::UnknownKey => Code::TicketUnknownKey,
            Self::WrongAlgorithm => Code::TicketWrongAlgorithm,
            Self::BadSignature => Code::TicketBadSignature,
            Self::BadClaim { .. } => Code::TicketBadClaim,
            Self::WrongAudience => Code::TicketWrongAudience,
            Self::TooLongLived => Code::TicketTooLongLived,
            Self::NotYetValid => Code::TicketNotYetValid,
            Self::Expired => Code::TicketExpired,
        }
    }
}

/// Why a key is refused. No sentence quotes the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not `kid:algorithm:base64`.
    #[error("Write a key as kid:HS256:base64 or kid:EdDSA:base64.")]
    Form,
    /// A name that is empty, too long, or has other characters.
    #[error("Name a key with 1 to 64 letters, digits and . _ - (its kid).")]
    KeyId,
    /// Another algorithm than `HS256` and `EdDSA`.
    #[error("Choose HS256 or EdDSA as a key's algorithm.")]
    Algorithm,
    /// Not base64.
    #[error("Write a key's bytes in base64.")]
    Base64,
    /// An HS256 key below 32 bytes (<https://www.rfc-editor.org/rfc/rfc7518#section-3.2>), or an
    /// `EdDSA` key of other than 32.
    #[error("Give an HS256 key 32 to 1,024 random bytes, and an EdDSA key exactly 32.")]
    Length,
    /// 32 bytes that are no Ed25519 public key, or one that proves nothing.
    #[error("Give the relay an Ed25519 public key in its raw 32 bytes.")]
    NotPublicKey,
    /// Two keys with one name.
    #[error("Give each key a kid of its own.")]
    Repeated,
}

impl KeyError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Form => "key_form",
            Self::KeyId => "key_id",
            Self::Algorithm => "key_algorithm",
            Self::Base64 => "key_base64",
            Self::Length => "key_length",
            Self::NotPublicKey => "key_not_public",
            Self::Repeated => "key_repeated",
        }
    }
}
