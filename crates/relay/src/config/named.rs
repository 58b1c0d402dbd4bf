//! The settings of named sinks: `webhook_audit_url` is `webhook_url` of the sink `webhook:audit`.

use super::apps;
use super::kind::{Kind, list};
use super::settings::{SETTINGS, Setting};

/// The sinks that an event can go to.
pub(super) const SINKS: &[&str] = &[
    "braintrust",
    "datadog",
    "jsonl",
    "langfuse",
    "langsmith",
    "mlflow",
    "opik",
    "otlp",
    "phoenix",
    "weave",
    "webhook",
];
/// Characters of a sink's own name.
const NAME_CHARS: usize = 40;

/// A setting by the names that it has here.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The key in the TOML file.
    pub(super) name: String,
    /// The environment variables that set it.
    pub(super) variables: Vec<String>,
    /// The setting of the table.
    pub(super) setting: &'static Setting,
}

/// Every setting there is, with these sinks and applications: those of the table, then theirs.
pub(super) fn known(sinks: &str, apps: &str) -> Vec<Known> {
    let table = SETTINGS.iter().map(|setting| Known {
        name: setting.name.to_owned(),
        variables: setting
            .environment
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        setting,
    });
    let named = list(sinks).filter_map(|sink| sink.split_once(':'));
    table
        .chain(named.flat_map(|(kind, name)| of(kind, name)))
        .chain(apps::known(apps))
        .collect()
}

fn of(kind: &str, name: &str) -> Vec<Known> {
    let own = |setting: &'static Setting| {
        let rest = setting.name.strip_prefix(kind)?.strip_prefix('_')?;
        let name = setting_of(kind, Some(name), rest);
        Some(Known {
            variables: vec![format!("THUMBSPAN_{}", name.to_uppercase())],
            name,
            setting,
        })
    };
    SETTINGS.iter().filter_map(own).collect()
}

/// The key of one setting of a sink.
pub(super) fn setting_of(kind: &str, name: Option<&str>, rest: &str) -> String {
    match name {
        Some(name) => format!("{kind}_{}_{rest}", name.replace('-', "_")),
        None => format!("{kind}_{rest}"),
    }
}

/// Whether a named sink or an application takes the unnamed one's value where it has none of its
/// own: not for secrets, and not for where things go or stand.
pub(super) fn is_shared(setting: &Setting) -> bool {
    !setting.secret
        && !matches!(
            setting.kind,
            Kind::Url | Kind::BaseUrl | Kind::Endpoint | Kind::Path
        )
}

/// Checks a list of sinks, each `kind` or `kind:name`.
pub(super) fn check(text: &str) -> Result<(), String> {
    list(text).try_for_each(|sink| match sink.split_once(':') {
        None => Kind::Choice(SINKS).check(sink),
        Some((kind, name)) => {
            Kind::Choice(SINKS).check(kind)?;
            check_name(kind, name)
        }
    })
}

fn check_name(kind: &str, name: &str) -> Result<(), String> {
    let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
    if !(1..=NAME_CHARS).contains(&name.len()) || !name.bytes().all(allowed) {
        return Err(format!(
            "Name a sink {kind}: and at most {NAME_CHARS} lower-case letters, digits and hyphens, such as {kind}:audit."
        ));
    }
    let beginning = setting_of(kind, Some(name), "");
    if SETTINGS
        .iter()
        .any(|setting| setting.name.starts_with(&beginning))
    {
        return Err(format!(
            "Choose another name for this {kind} sink: the settings of the table would be taken for its own."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_of_one_named_sink_is_one_of_another() {
        for kind in SINKS {
            let of_kind = SETTINGS
                .iter()
                .filter_map(|setting| setting.name.strip_prefix(kind)?.strip_prefix('_'));
            let rests: Vec<_> = of_kind.collect();
            assert!(rests.len() > 2, "{kind}");
            for (rest, other) in rests
                .iter()
                .flat_map(|rest| rests.iter().map(move |other| (rest, other)))
            {
                assert!(
                    !rest.ends_with(&format!("_{other}")),
                    "{kind}: {rest} and {other}"
                );
            }
        }
    }

    #[test]
    fn sinks_are_kinds_with_or_without_a_name() {
        for good in ["", "jsonl", "jsonl, jsonl:two,webhook:a-1", "otlp:x"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, mend) in [
            ("jsnl", "Did you mean jsonl?"),
            ("jsnl:a", "Did you mean jsonl?"),
            ("jsonl:", "jsonl:audit"),
            ("webhook:A", "webhook:audit"),
            ("webhook:a:b", "webhook:audit"),
            ("webhook:a_b", "webhook:audit"),
            ("datadog:agent", "another name"),
            ("langfuse:public", "another name"),
        ] {
            let found = check(bad).unwrap_err();
            assert!(found.contains(mend), "{bad}: {found}");
        }
    }
}
