//! What the operator sets for a web hook.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::sinks::Connection;

/// What a secret begins with.
const PREFIX: &str = "whsec_";
/// Bytes of a secret, as the specification bounds them.
const BYTES: std::ops::RangeInclusive<usize> = 24..=64;

/// The settings of a web hook.
#[derive(Clone, Debug)]
pub struct Config {
    /// The receiver: the whole address, which is kept secret.
    pub at: Connection,
    /// The secrets that it may know: each signs.
    pub secrets: Vec<Secret>,
}

/// A secret that signs. Its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Vec<u8>);

impl Secret {
    /// Reads `whsec_` and base64 of 24 to 64 bytes.
    ///
    /// # Errors
    /// What to set instead.
    pub fn read(text: &str) -> Result<Self, String> {
        let coded = text.strip_prefix(PREFIX);
        let bytes = coded.and_then(|coded| STANDARD.decode(coded).ok());
        bytes
            .filter(|bytes| BYTES.contains(&bytes.len()))
            .map(Self)
            .ok_or_else(|| {
                "Set whsec_ and base64 of 24 to 64 random bytes, such as what `echo whsec_$(openssl rand -base64 32)` prints.".to_owned()
            })
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret(hidden)")
    }
}
