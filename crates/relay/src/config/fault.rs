//! What is wrong with the settings, and what to do about it.

use std::fmt;

/// One fault. It never holds the value, which may be a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The setting's name, or the unknown name as it was given.
    pub setting: String,
    /// Where it came from, such as `environment variable THUMBSPAN_LISTEN`.
    pub origin: String,
    /// A sentence that says what to do.
    pub mend: String,
}

impl Fault {
    pub(super) fn new(
        setting: impl Into<String>,
        origin: impl fmt::Display,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            setting: setting.into(),
            origin: origin.to_string(),
            mend: mend.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} ({}): {}", self.setting, self.origin, self.mend)
    }
}

/// Every fault that was found: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(out, "The settings need a change:")?;
        for fault in &self.0 {
            writeln!(out, "  - {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}
