//! The keys of tickets: some from the settings, some from a file that is read again.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString, zeroize::Zeroizing};
use serde::Deserialize;
use thumbspan_ticket::{KeyError, KeyRing};
use tokio::sync::watch;

/// Why there are no keys to verify with. Nothing of a key is in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeysError {
    /// The file cannot be read.
    #[error("Let the relay read {path}, the file of ticket_keys_file ({reason}).")]
    Unreadable {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The file has another form.
    #[error(
        "Write {path} as TOML with [[keys]] of kid, alg and key, or as JSON {{\"keys\": [{{\"kid\", \"alg\", \"key\"}}]}}."
    )]
    Form {
        /// The file.
        path: String,
    },
    /// A key is refused.
    #[error("Mend the keys of tickets ({place}): {error}")]
    Key {
        /// The setting or the file.
        place: String,
        /// What is wrong with it.
        error: KeyError,
    },
}

impl KeysError {
    /// A stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "keys_unreadable",
            Self::Form { .. } => "keys_form",
            Self::Key { error, .. } => error.code(),
        }
    }
}

/// The keys that hold now.
pub struct Keys {
    fixed: Vec<SecretString>,
    file: Option<PathBuf>,
    /// The file's text as it was last read, whatever became of it.
    seen: Mutex<Zeroizing<String>>,
    ring: RwLock<Arc<KeyRing>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Listed {
    keys: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    kid: String,
    alg: String,
    key: String,
}

impl Keys {
    /// Reads them for the first time.
    ///
    /// # Errors
    /// [`KeysError`].
    pub fn open(fixed: Vec<SecretString>, file: Option<PathBuf>) -> Result<Self, KeysError> {
        let keys = Self {
            fixed,
            file,
            seen: Mutex::default(),
            ring: RwLock::default(),
        };
        let text = keys.file.as_deref().map(read).transpose()?;
        keys.take(text.unwrap_or_default())?;
        Ok(keys)
    }

    /// The keys that hold now.
    #[must_use]
    pub fn ring(&self) -> Arc<KeyRing> {
        Arc::clone(&self.ring.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Looks whether the file has changed; a change that cannot be used leaves the keys as they are.
    ///
    /// # Errors
    /// [`KeysError`], once for each change.
    pub fn look(&self) -> Result<(), KeysError> {
        let Some(path) = self.file.as_deref() else {
            return Ok(());
        };
        let text = read(path)?;
        let same = *self.seen.lock().unwrap_or_else(PoisonError::into_inner) == text;
        if same { Ok(()) } else { self.take(text) }
    }

    /// Looks again and again, and whenever it is asked to, until the stop. The log gets names of
    /// keys, never keys.
    pub(crate) async fn watch(
        self: Arc<Self>,
        every: Duration,
        mut asked: watch::Receiver<u64>,
        mut stopped: watch::Receiver<bool>,
    ) {
        if self.file.is_none() {
            return;
        }
        let mut looks = tokio::time::interval(every);
        let mut failing = None;
        loop {
            tokio::select! {
                _ = stopped.wait_for(|stop| *stop) => return,
                _ = looks.tick() => (),
                // Nobody is left to ask: then the time alone counts.
                Ok(()) = asked.changed() => (),
            }
            let keys = Arc::clone(&self);
            let looked = tokio::task::spawn_blocking(move || keys.look()).await;
            let fault = looked.ok().and_then(Result::err);
            if let Some(error) = fault
                .as_ref()
                .filter(|fault| failing.as_ref() != Some(*fault))
            {
                tracing::error!(code = error.code(), "{error} The keys so far go on.");
            }
            failing = fault;
        }
    }

    fn take(&self, text: Zeroizing<String>) -> Result<(), KeysError> {
        let parsed = self.parse(&text);
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = text;
        let ring = parsed?;
        tracing::info!(kids = ?ring.kids().collect::<Vec<_>>(), "keys of tickets");
        *self.ring.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
        Ok(())
    }

    fn parse(&self, text: &str) -> Result<KeyRing, KeysError> {
        let mut all: Vec<Zeroizing<String>> = Vec::new();
        let mut place = "ticket_keys".to_owned();
        for key in &self.fixed {
            all.push(key.expose_secret().to_owned().into());
        }
        if let Some(path) = &self.file {
            place = format!("{place}, {}", path.display());
            for Entry { kid, alg, key } in listed(path, text)?.keys {
                all.push(format!("{kid}:{alg}:{key}").into());
            }
        }
        let texts = all.iter().map(|text| text.as_str());
        KeyRing::parse(texts).map_err(|error| KeysError::Key { place, error })
    }
}

fn read(path: &Path) -> Result<Zeroizing<String>, KeysError> {
    let text = std::fs::read_to_string(path).map_err(|error| KeysError::Unreadable {
        path: path.display().to_string(),
        reason: error.to_string(),
    });
    text.map(Zeroizing::new)
}

// Neither parser's own words are passed on: they quote the text.
fn listed(path: &Path, text: &str) -> Result<Listed, KeysError> {
    let is_json = text.trim_start().starts_with('{');
    let listed = if is_json {
        serde_json::from_str(text).ok()
    } else {
        toml::from_str(text).ok()
    };
    listed.ok_or_else(|| KeysError::Form {
        path: path.display().to_string(),
    })
}
