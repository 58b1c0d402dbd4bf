//! What a setting's text must look like.

use std::net::SocketAddr;

use axum::http::{HeaderName, HeaderValue, Uri};
use thumbspan_contract::check;

use super::apps;
use super::named::{self, SINKS};
use crate::access::peer::Network;
use crate::sinks::webhook::Secret;
use crate::store::postgres;

/// The form of a setting's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Any text.
    Text,
    /// A path of a file or a folder.
    Path,
    /// An IP address and a port.
    Address,
    /// `sqlite:` and a path, or the URL of a PostgreSQL database.
    Store,
    /// A whole number between two bounds, both included.
    Number(u64, u64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// Texts, separated by commas (in TOML also a list).
    List,
    /// Texts that can hold commas, one on each line (in TOML also a list).
    Lines,
    /// Like [`Kind::List`], of these words.
    Choices(&'static [&'static str]),
    /// `*`, or a list of web origins.
    Origins,
    /// Networks in CIDR notation, or addresses.
    Networks,
    /// An `http` or `https` URL of a host and a port, without credentials.
    Url,
    /// An `http` or `https` URL, with or without a path, without credentials or query.
    BaseUrl,
    /// An `http` or `https` URL, whole.
    Endpoint,
    /// Sinks, each `kind` or `kind:name`.
    Sinks,
    /// `*`, or a list of sinks.
    SinksOrAll,
    /// A list of tags, each `key:value`.
    Tags,
    /// A list of headers, each `name=value`.
    Headers,
    /// A list of secrets that sign web hooks.
    Secrets,
    /// A UUID.
    Uuid,
    /// A host name.
    Host,
    /// A signal's label.
    Label,
    /// An application name by Datadog's rule.
    MlApp,
    /// Like [`Kind::List`], of application names.
    MlApps,
}

impl Kind {
    /// The form in words, for the page of settings.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Self::Text => "text".to_owned(),
            Self::Path => "path".to_owned(),
            Self::Address => "address:port".to_owned(),
            Self::Store => "`sqlite:` and a path, or `postgres://…`".to_owned(),
            Self::Number(least, most) => format!("whole number, {least} to {most}"),
            Self::Choice(words) => words.join(" or "),
            Self::List => "list, by commas".to_owned(),
            Self::Lines => "list, by line breaks".to_owned(),
            Self::Choices(words) => format!("list, by commas, of {}", words.join(", ")),
            Self::Origins => "`*`, or a list of origins, by commas".to_owned(),
            Self::Networks => "list of networks, by commas".to_owned(),
            Self::Url => "http or https URL, host and port alone".to_owned(),
            Self::BaseUrl => "http or https URL, with or without a path".to_owned(),
            Self::Endpoint => "http or https URL".to_owned(),
            Self::Sinks => format!(
                "list, by commas, of {}, each also as `kind:name`",
                SINKS.join(", ")
            ),
            Self::SinksOrAll => "`*`, or a list of sinks, by commas".to_owned(),
            Self::Tags => "list of `key:value`, by commas".to_owned(),
            Self::Headers => "list of `name=value`, by commas".to_owned(),
            Self::Secrets => "list of `whsec_` and base64, by commas".to_owned(),
            Self::Uuid => "UUID".to_owned(),
            Self::Host => "host name".to_owned(),
            Self::Label => "label".to_owned(),
            Self::MlApp => "application name".to_owned(),
            Self::MlApps => "list of application names, by commas".to_owned(),
        }
    }

    /// A text as it may be shown: the address of a database can hold its password.
    #[must_use]
    pub fn shown(self, text: &str) -> String {
        match (self, text.split_once("://")) {
            (Self::Store, Some((scheme, _))) => format!("{scheme}://(set)"),
            _ => text.to_owned(),
        }
    }

    /// Checks a text.
    ///
    /// # Errors
    /// A sentence that says what to set instead. It never repeats the text.
    pub fn check(self, text: &str) -> Result<(), String> {
        match self {
            Self::Text | Self::Path | Self::List | Self::Lines => Ok(()),
            Self::Address => need(text.parse::<SocketAddr>().is_ok(), || {
                "Set an IP address and a port, such as 127.0.0.1:8787 or 0.0.0.0:8787.".to_owned()
            }),
            Self::Store => store(text),
            Self::Number(least, most) => need(
                text.parse()
                    .is_ok_and(|number| (least..=most).contains(&number)),
                || format!("Set a whole number from {least} to {most}."),
            ),
            Self::Choice(words) => choice(text, words),
            Self::Choices(words) => list(text).try_for_each(|word| choice(word, words)),
            Self::Origins => need(text == "*" || list(text).all(is_origin), || {
                "Set * or web origins without a path, such as https://app.example.com, separated by commas.".to_owned()
            }),
            Self::Networks => list(text).try_for_each(|each| {
                let network = each.parse::<Network>();
                network.map(drop).map_err(|fault| fault.to_string())
            }),
            Self::Url => need(is_url(text), || {
                "Set an http or https URL of a host and a port alone, such as https://api.datadoghq.com.".to_owned()
            }),
            Self::BaseUrl => need(is_endpoint(text) && !text.contains('?'), || {
                "Set an http or https URL without credentials and query, such as http://127.0.0.1:4318.".to_owned()
            }),
            Self::Endpoint => need(is_endpoint(text), || {
                "Set an http or https URL without credentials, such as https://app.example.com/feedback.".to_owned()
            }),
            Self::Sinks => named::check(text),
            Self::SinksOrAll => {
                if text == "*" {
                    Ok(())
                } else {
                    named::check(text)
                }
            }
            Self::Tags => need(
                list(text).all(|tag| !tag.starts_with(':') && tag.contains(':')),
                || "Set tags as key:value, separated by commas.".to_owned(),
            ),
            Self::Headers => need(list(text).all(is_header), || {
                "Set headers as name=value, separated by commas.".to_owned()
            }),
            Self::Secrets => list(text).try_for_each(|secret| Secret::read(secret).map(drop)),
            Self::Uuid => need(thumbspan_contract::uuid::is_canonical(text), || {
                "Set a UUID in lower case.".to_owned()
            }),
            Self::Host => need(is_host(text), || {
                "Set a host name without a scheme, such as datadoghq.com.".to_owned()
            }),
            Self::Label => check::label(text).map_err(|refusal| refusal.message),
            Self::MlApp => check::ml_app(text).map_err(|refusal| refusal.message),
            Self::MlApps => apps::check(text),
        }
    }
}

/// The entries of a list; empty ones fall away.
pub(super) fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(',')
        .map(str::trim)
        .filter(|each| !each.is_empty())
}

/// The word that is most like a given one, when it is like it at all.
pub(super) fn nearest<'a>(given: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|word| (strsim::jaro_winkler(given, word), word))
        .filter(|(likeness, _)| *likeness > 0.75)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, word)| word)
}

fn need(holds: bool, mend: impl FnOnce() -> String) -> Result<(), String> {
    if holds { Ok(()) } else { Err(mend()) }
}

fn choice(text: &str, words: &[&str]) -> Result<(), String> {
    need(words.contains(&text), || {
        let meant = nearest(text, words.iter().copied())
            .map(|word| format!(" Did you mean {word}?"))
            .unwrap_or_default();
        format!("Choose from {}.{meant}", words.join(", "))
    })
}

fn store(text: &str) -> Result<(), String> {
    if text.starts_with("postgres://") || text.starts_with("postgresql://") {
        return postgres::check(text).map_err(|error| error.to_string());
    }
    let path = text.strip_prefix("sqlite:").unwrap_or_default();
    need(!path.is_empty() && path != ":memory:", || {
        "Set sqlite: and the path of a file, such as sqlite:thumbspan.db, or postgres:// and a database, such as postgres://thumbspan@db.internal/thumbspan.".to_owned()
    })
}

fn is_url(text: &str) -> bool {
    text.parse::<Uri>().is_ok_and(|uri| {
        matches!(uri.scheme_str(), Some("http" | "https"))
            && uri.query().is_none()
            && uri.path() == "/"
            && uri.authority().is_some_and(|authority| {
                !authority.as_str().contains('@') && !authority.host().is_empty()
            })
    })
}

/// A `#` ends what `Uri` reads, so it is looked for in the text.
fn is_endpoint(text: &str) -> bool {
    !text.contains('#')
        && text.parse::<Uri>().is_ok_and(|uri| {
            matches!(uri.scheme_str(), Some("http" | "https"))
                && uri.authority().is_some_and(|authority| {
                    !authority.as_str().contains('@') && !authority.host().is_empty()
                })
        })
}

fn is_header(text: &str) -> bool {
    text.split_once('=').is_some_and(|(name, value)| {
        HeaderName::from_bytes(name.trim().as_bytes()).is_ok()
            && HeaderValue::from_str(value.trim()).is_ok()
    })
}

fn is_origin(text: &str) -> bool {
    is_url(text) && text.matches('/').count() == 2
}

fn is_host(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-".contains(&byte);
    !text.is_empty() && text.bytes().all(allowed)
}
