//! Keys: each has a name and serves one algorithm, whatever a ticket's header says.

use std::fmt;

use ed25519_dalek as ed25519;
use ed25519_dalek::Signer;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::KeyError;
use crate::base64::decode_key;

/// The bytes of an HS256 key: at least as many as the hash has.
const HMAC_BYTES: std::ops::RangeInclusive<usize> = 32..=1_024;
/// The longest name of a key.
const KID_BYTES: usize = 64;

/// How a ticket is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-256: one secret mints and verifies.
    Hs256,
    /// Ed25519: a relay that verifies cannot mint.
    EdDsa,
}

impl Algorithm {
    /// The name in a ticket's header: <https://www.rfc-editor.org/rfc/rfc7518#section-3.1>,
    /// <https://www.rfc-editor.org/rfc/rfc8037#section-3.1>.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::EdDsa => "EdDSA",
        }
    }

    fn named(name: &str) -> Result<Self, KeyError> {
        [Self::Hs256, Self::EdDsa]
            .into_iter()
            .find(|each| each.as_str() == name)
            .ok_or(KeyError::Algorithm)
    }
}

/// A key that mints. Its `Debug` hides it.
#[derive(Clone)]
pub struct SigningKey {
    kid: String,
    material: Signing,
}

#[derive(Clone)]
enum Signing {
    Hmac(Vec<u8>),
    Ed25519(Box<ed25519::SigningKey>),
}

impl SigningKey {
    /// Reads `kid:HS256:base64` (32 or more random bytes) or `kid:EdDSA:base64` (the private key's
    /// 32 bytes).
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (kid, algorithm, bytes) = parts(text)?;
        Ok(Self {
            kid,
            material: match algorithm {
                Algorithm::Hs256 => Signing::Hmac(hmac_key(bytes)?),
                Algorithm::EdDsa => {
                    let key = ed25519::SigningKey::from_bytes(&exact(&bytes)?);
                    Signing::Ed25519(Box::new(key))
                }
            },
        })
    }

    /// The name that the ticket carries.
    #[must_use]
    pub fn kid(&self) -> &str {
        &self.kid
    }

    /// The algorithm that the ticket carries.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.material {
            Signing::Hmac(_) => Algorithm::Hs256,
            Signing::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Vec<u8> {
        match &self.material {
            Signing::Hmac(key) => mac(key, message).finalize().into_bytes().to_vec(),
            Signing::Ed25519(key) => key.sign(message).to_bytes().to_vec(),
        }
    }
}

/// A key that verifies. Its `Debug` hides it.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifyingKey {
    kid: String,
    material: Verifying,
}

#[derive(Clone, PartialEq, Eq)]
enum Verifying {
    Hmac(Vec<u8>),
    Ed25519(ed25519::VerifyingKey),
}

impl VerifyingKey {
    /// Reads `kid:HS256:base64` (the same secret that mints) or `kid:EdDSA:base64` (the public
    /// key's 32 bytes).
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        let (kid, algorithm, bytes) = parts(text)?;
        let material = match algorithm {
            Algorithm::Hs256 => Verifying::Hmac(hmac_key(bytes)?),
            Algorithm::EdDsa => Verifying::Ed25519(public_key(&bytes)?),
        };
        Ok(Self { kid, material })
    }

    /// The one algorithm of this key.
    #[must_use]
    pub const fn algorithm(&self) -> Algorithm {
        match self.material {
            Verifying::Hmac(_) => Algorithm::Hs256,
            Verifying::Ed25519(_) => Algorithm::EdDsa,
        }
    }

    /// Whether this key signed the message; in a time that tells nothing of the right signature.
    pub(crate) fn signed(&self, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Verifying::Hmac(key) => mac(key, message).verify_slice(signature).is_ok(),
            // Strict: one signature has one form, and no weak key passes.
            Verifying::Ed25519(key) => ed25519::Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(message, &signature).is_ok()),
        }
    }
}

/// The keys of a relay, each with a name of its own: old and new stand side by side while one
/// replaces the other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyRing(Vec<VerifyingKey>);

impl KeyRing {
    /// Keys in the form of [`VerifyingKey::parse`].
    ///
    /// # Errors
    /// The first key's fault, or [`KeyError::Repeated`].
    pub fn parse<T: AsRef<str>>(texts: impl IntoIterator<Item = T>) -> Result<Self, KeyError> {
        let mut ring = Self::default();
        for text in texts {
            let key = VerifyingKey::parse(text.as_ref())?;
            if ring.find(&key.kid).is_some() {
                return Err(KeyError::Repeated);
            }
            ring.0.push(key);
        }
        Ok(ring)
    }

    /// Whether there is no key.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of the keys.
    pub fn kids(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|key| key.kid.as_str())
    }

    pub(crate) fn find(&self, kid: &str) -> Option<&VerifyingKey> {
        self.0.iter().find(|key| key.kid == kid)
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SigningKey({}, hidden)", self.kid)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "VerifyingKey({}, hidden)", self.kid)
    }
}

fn parts(text: &str) -> Result<(String, Algorithm, Vec<u8>), KeyError> {
    let mut parts = text.trim().splitn(3, ':');
    let (Some(kid), Some(algorithm), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form);
    };
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if !(1..=KID_BYTES).contains(&kid.len()) || !kid.bytes().all(allowed) {
        return Err(KeyError::KeyId);
    }
    let bytes = decode_key(key).ok_or(KeyError::Base64)?;
    Ok((kid.to_owned(), Algorithm::named(algorithm)?, bytes))
}

fn hmac_key(bytes: Vec<u8>) -> Result<Vec<u8>, KeyError> {
    if HMAC_BYTES.contains(&bytes.len()) {
        return Ok(bytes);
    }
    Err(KeyError::Length)
}

fn exact(bytes: &[u8]) -> Result<[u8; 32], KeyError> {
    bytes.try_into().map_err(|_| KeyError::Length)
}

fn public_key(bytes: &[u8]) -> Result<ed25519::VerifyingKey, KeyError> {
    let key = ed25519::VerifyingKey::from_bytes(&exact(bytes)?);
    key.ok()
        .filter(|key| !key.is_weak())
        .ok_or(KeyError::NotPublicKey)
}

fn mac(key: &[u8], message: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length")]
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.chain_update(message)
}
