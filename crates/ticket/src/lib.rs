//! Tickets: signed permission to rate one target in one person's name.
//!
//! A back end mints a ticket for the span that it captured and puts it into the page; the relay
//! verifies it. So nobody can rate a target that the back end did not hand them, nor in another
//! user's name.
//!
//! A ticket is a JWT (<https://www.rfc-editor.org/rfc/rfc7519>) of `typ` [`TYPE`], signed with
//! HS256 or `EdDSA` (Ed25519). What JWT leaves open is closed here
//! (<https://www.rfc-editor.org/rfc/rfc8725>): the key names its one algorithm, `kid` and `typ`
//! are mandatory, and a claim that is not known is refused.
//!
//! - [`claims`]: what a ticket says ([`Claims`]), and its limits;
//! - [`key`]: keys that sign and keys that verify, each for one algorithm;
//! - [`mint`](mint()), [`verify`](verify()): there and back;
//! - [`error`]: why a ticket or a key is refused.
//!
//! No I/O, no clock, no randomness: the caller brings the time and the 16 random bytes.
//!
//! ```
//! use thumbspan_contract::Target;
//! use thumbspan_ticket::{Claims, Expected, KeyRing, SigningKey, mint, verify};
//!
//! // kid:algorithm:base64, with 32 or more random bytes (`openssl rand -base64 32`).
//! let text = "2026-11:HS256:zcpYuY3JFLV6sdy3E6gDUjUCkYtV8VXyeNlNnCDo1xg=";
//! let target = Target::Trace { trace_id: "6959432000000000d1f51f98d49b97c8".to_owned() };
//! let now_s = 1_795_267_399;
//! let claims = Claims::new("shop", "https://relay.example", "user-17", target, now_s, [7; 16]);
//! let ticket = mint(&claims, &SigningKey::parse(text)?)?;
//!
//! let keys = KeyRing::parse([text])?;
//! let expected = Expected { audience: "https://relay.example", now_s, grace_s: 0 };
//! assert_eq!(verify(&ticket, &keys, &expected)?, claims);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod base64;
pub mod claims;
pub mod error;
pub mod key;
mod mint;
mod verify;

pub use claims::Claims;
pub use error::{KeyError, TicketError};
pub use key::{Algorithm, KeyRing, SigningKey, VerifyingKey};
pub use mint::mint;
pub use verify::{Expected, unverified_app, verify};

/// The header's `typ`: no other token of the same key passes for a ticket, and no ticket for
/// another token (<https://www.rfc-editor.org/rfc/rfc8725#section-3.11>).
pub const TYPE: &str = "fbt+jwt";
