//! The sources of the settings, laid over each other.

use std::collections::BTreeMap;
use std::fmt;

use toml::{Table, Value as Toml};

use super::kind::{Kind, list, nearest};
use super::named::{self, Known};
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
    Variable(String),
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
pub struct Settings(pub(super) BTreeMap<String, Given>, Vec<Known>);

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
        let table = file.map(|file| (table(file, &mut faults), file.name));
        let table = table.unwrap_or_default();
        let early = |name| early(name, &table.0, environment);
        let known = named::known(&early("sinks"), &early("apps"));
        let mut given = defaults();
        given.extend(from_file(table, &known, &mut faults));
        given.extend(from_environment(environment, &known, &mut faults));
        for each in &known {
            if let Some(value) = given.get(&each.name)
                && let Err(mend) = each.setting.kind.check(&value.text)
            {
                faults.push(Fault::new(each.name.as_str(), &value.origin, mend));
            }
        }
        if faults.is_empty() {
            Ok(Self(given, known))
        } else {
            Err(Faults(faults))
        }
    }

    /// Sets what a command needs, over every source.
    pub fn set(&mut self, name: &'static str, text: impl Into<String>) {
        let (text, origin) = (text.into(), Origin::Command);
        self.0.insert(name.to_owned(), Given { text, origin });
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

    /// Every setting's name, value and origin, for people; secrets show as `(set)`. Those of named
    /// sinks and of applications are there when they are set.
    #[must_use]
    pub fn effective(&self) -> Vec<(String, String, String)> {
        let shown = |each: &Known| match self.0.get(&each.name) {
            None if each.name != each.setting.name => None,
            None => Some((each.name.clone(), "(not set)".to_owned(), String::new())),
            Some(given) => {
                let secret = each.setting.secret.then(|| "(set)".to_owned());
                let text = secret.unwrap_or_else(|| each.setting.kind.shown(&given.text));
                Some((each.name.clone(), text, given.origin.to_string()))
            }
        };
        self.1.iter().filter_map(shown).collect()
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

fn defaults() -> BTreeMap<String, Given> {
    let given = |setting: &Setting| {
        let text = setting.default?.to_owned();
        let origin = Origin::Default;
        Some((setting.name.to_owned(), Given { text, origin }))
    };
    SETTINGS.iter().filter_map(given).collect()
}

/// The sinks or the applications that are named, which decide what other settings there are.
fn early(name: &str, table: &Table, environment: &BTreeMap<String, String>) -> String {
    let variable = environment.get(&format!("THUMBSPAN_{}", name.to_uppercase()));
    let given = variable.filter(|text| !text.is_empty()).cloned();
    let of_file = || words(table.get(name)?, Kind::List);
    given.or_else(of_file).unwrap_or_default()
}

fn from_environment(
    environment: &BTreeMap<String, String>,
    known: &[Known],
    faults: &mut Vec<Fault>,
) -> Vec<(String, Given)> {
    let variables = || {
        let own = known.iter().flat_map(|each| &each.variables);
        own.map(String::as_str).chain([FILE_VARIABLE])
    };
    for name in environment.keys() {
        if name.starts_with("THUMBSPAN_") && !variables().any(|each| each == name) {
            faults.push(unknown(name, "environment", variables()));
        }
    }
    let given = |each: &Known| {
        let (variable, text) = each.variables.iter().find_map(|variable| {
            let text = environment.get(variable).filter(|text| !text.is_empty())?;
            Some((variable.clone(), text.clone()))
        })?;
        let origin = Origin::Variable(variable);
        Some((each.name.clone(), Given { text, origin }))
    };
    known.iter().filter_map(given).collect()
}

fn table(file: File<'_>, faults: &mut Vec<Fault>) -> Table {
    file.text.parse().unwrap_or_else(|error| {
        let origin = Origin::File(file.name.to_owned());
        faults.push(Fault::new("the file", &origin, not_toml(&error, file.text)));
        Table::new()
    })
}

fn from_file(
    (table, name): (Table, &str),
    known: &[Known],
    faults: &mut Vec<Fault>,
) -> Vec<(String, Given)> {
    let origin = Origin::File(name.to_owned());
    let mut found = Vec::new();
    for (key, value) in table {
        let Some(each) = known.iter().find(|each| each.name == key) else {
            let names = known.iter().map(|each| each.name.as_str());
            faults.push(unknown(&key, &origin.to_string(), names));
            continue;
        };
        match words(&value, each.setting.kind) {
            Some(text) => {
                let origin = origin.clone();
                found.push((key, Given { text, origin }));
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
