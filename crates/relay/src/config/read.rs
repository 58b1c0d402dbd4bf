//! The sources of the settings, laid over each other.

use std::collections::BTreeMap;
use std::fmt;

use toml::{Table, Value as Toml};

use super::kind::{Kind, list, nearest};
use super::{FILE_VARIABLE, Fault, Faults, SETTINGS, Setting};

/// A TOML file's name and text.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// The name for messages.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The table's own default.
    Default,
    /// The TOML file of this name.
    File(String),
    /// This environment variable.
    Variable(&'static str),
    /// Set by the command itself, such as `demo`.
    Command,
}

impl fmt::Display for Origin {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => write!(out, "default"),
            Self::File(name) => write!(out, "file {name}"),
            Self::Variable(name) => write!(out, "environment variable {name}"),
            Self::Command => write!(out, "command"),
        }
    }
}

pub(super) struct Given {
    pub(super) text: String,
    pub(super) origin: Origin,
}

/// Every setting with its effective text; what is neither set nor has a default is absent.
pub struct Settings(pub(super) BTreeMap<&'static str, Given>);

impl Settings {
    /// Lays the environment over the file over the defaults. An empty variable counts as not set.
    ///
    /// # Errors
    /// Every unknown name (with the nearest known one) and every text that has not its kind's form.
    pub fn read(
        file: Option<File<'_>>,
        environment: &BTreeMap<String, String>,
    ) -> Result<Self, Faults> {
        let mut faults = Vec::new();
        let mut given = defaults();
        if let Some(file) = file {
            given.extend(from_file(file, &mut faults));
        }
        given.extend(from_environment(environment, &mut faults));
        for setting in SETTINGS {
            if let Some(value) = given.get(setting.name)
                && let Err(mend) = setting.kind.check(&value.text)
            {
                faults.push(Fault::new(setting.name, &value.origin, mend));
            }
        }
        if faults.is_empty() {
            Ok(Self(given))
        } else {
            Err(Faults(faults))
        }
    }

    /// Sets what a command needs, over every source.
    pub fn set(&mut self, name: &'static str, text: impl Into<String>) {
        let (text, origin) = (text.into(), Origin::Command);
        self.0.insert(name, Given { text, origin });
    }

    /// Sets what a command prefers, where only the default stands.
    pub fn prefer(&mut self, name: &'static str, text: impl Into<String>) {
        if self
            .0
            .get(name)
            .is_none_or(|given| given.origin == Origin::Default)
        {
            self.set(name, text);
        }
    }

    /// Every setting's name, value and origin, for people; secrets show as `(set)`.
    #[must_use]
    pub fn effective(&self) -> Vec<(&'static str, String, String)> {
        SETTINGS
            .iter()
            .map(|setting| match self.0.get(setting.name) {
                None => (setting.name, "(not set)".to_owned(), String::new()),
                Some(given) if setting.secret => {
                    (setting.name, "(set)".to_owned(), given.origin.to_string())
                }
                Some(given) => (setting.name, given.text.clone(), given.origin.to_string()),
            })
            .collect()
    }

    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|given| given.text.as_str())
    }

    pub(super) fn origin(&self, name: &str) -> String {
        self.0
            .get(name)
            .map_or_else(|| "not set".to_owned(), |given| given.origin.to_string())
    }
}

fn defaults() -> BTreeMap<&'static str, Given> {
    let given = |setting: &Setting| {
        let text = setting.default?.to_owned();
        let origin = Origin::Default;
        Some((setting.name, Given { text, origin }))
    };
    SETTINGS.iter().filter_map(given).collect()
}

fn from_environment(
    environment: &BTreeMap<String, String>,
    faults: &mut Vec<Fault>,
) -> Vec<(&'static str, Given)> {
    let known = || {
        SETTINGS
            .iter()
            .flat_map(|setting| setting.environment.iter().copied())
            .chain([FILE_VARIABLE])
    };
    for name in environment.keys() {
        if name.starts_with("THUMBSPAN_") && !known().any(|each| each == name) {
            faults.push(unknown(name, "environment", known()));
        }
    }
    let given = |setting: &Setting| {
        let (variable, text) = setting.environment.iter().find_map(|variable| {
            let text = environment.get(*variable).filter(|text| !text.is_empty())?;
            Some((*variable, text.clone()))
        })?;
        let origin = Origin::Variable(variable);
        Some((setting.name, Given { text, origin }))
    };
    SETTINGS.iter().filter_map(given).collect()
}

fn from_file(file: File<'_>, faults: &mut Vec<Fault>) -> Vec<(&'static str, Given)> {
    let origin = Origin::File(file.name.to_owned());
    let table: Table = match file.text.parse() {
        Ok(table) => table,
        Err(error) => {
            faults.push(Fault::new("the file", &origin, not_toml(&error, file.text)));
            return Vec::new();
        }
    };
    let mut found = Vec::new();
    for (key, value) in table {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.name == key) else {
            let names = SETTINGS.iter().map(|setting| setting.name);
            faults.push(unknown(&key, &origin.to_string(), names));
            continue;
        };
        match words(&value, setting.kind) {
            Some(text) => {
                let origin = origin.clone();
                found.push((setting.name, Given { text, origin }));
            }
            None => faults.push(Fault::new(
                key,
                &origin,
                "Write it as a string, a whole number or a list of strings.",
            )),
        }
    }
    found
}

// TOML's own message quotes the line, which may hold a secret.
fn not_toml(error: &toml::de::Error, text: &str) -> String {
    let before = error.span().map_or(0, |span| span.start);
    let line = text
        .bytes()
        .take(before)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1;
    format!("Write `name = value` in TOML; reading stopped at line {line}.")
}

fn words(value: &Toml, kind: Kind) -> Option<String> {
    let between = if kind == Kind::Lines { "\n" } else { "," };
    match value {
        Toml::String(text) => Some(text.clone()),
        Toml::Integer(number) => Some(number.to_string()),
        Toml::Array(list) => list
            .iter()
            .map(Toml::as_str)
            .collect::<Option<Vec<_>>>()
            .map(|texts| texts.join(between)),
        _ => None,
    }
}

fn unknown<'a>(name: &str, origin: &str, known: impl Iterator<Item = &'a str>) -> Fault {
    let mend = match nearest(name, known) {
        Some(meant) => format!("There is no such setting. Did you mean {meant}?"),
        None => "There is no such setting; see docs/configuration.md for all.".to_owned(),
    };
    Fault::new(name, origin, mend)
}

pub(super) fn entries(text: &str) -> Vec<String> {
    list(text).map(str::to_owned).collect()
}
