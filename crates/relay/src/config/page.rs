//! The page of settings, `docs/configuration.md`, made from the table.

use std::fmt::Write as _;

use super::{SETTINGS, Setting, apps};

const HEAD: &str = "# Configuration of the relay

Made from the table in `crates/relay/src/config/settings.rs` by
`UPDATE=1 cargo test -p thumbspan-relay --lib configuration_page`; a test fails when the two differ.

Every setting can stand in a TOML file (`--config FILE`, or the variable `THUMBSPAN_CONFIG`) under
its name, or in the environment under its variables. The environment wins over the file, the file
over the default; an empty variable counts as not set. An unknown key or `THUMBSPAN_…` variable is
an error. `thumbspan-relay check-config` shows what holds and where it came from, without secrets.

A list in TOML is a list of strings: `sinks = [\"datadog\", \"jsonl\"]`.
";

/// The whole page as Markdown.
#[must_use]
pub fn page() -> String {
    let mut page = HEAD.to_owned();
    for setting in SETTINGS {
        section(&mut page, setting);
    }
    page
}

fn section(page: &mut String, setting: &Setting) {
    let variables: Vec<_> = setting
        .environment
        .iter()
        .map(|name| format!("`{name}`"))
        .collect();
    let default = setting
        .default
        .map_or_else(|| "none".to_owned(), |text| format!("`{text}`"));
    let unit = match setting.unit {
        "" => String::new(),
        unit => format!(" {unit}"),
    };
    let secret = if setting.secret { " · secret" } else { "" };
    let of_app = if apps::OWN.contains(&setting.name) {
        format!(
            " · of one application: `{}`",
            apps::setting_of("NAME", setting.name)
        )
    } else {
        String::new()
    };
    // Writing into a String cannot fail.
    let _ = write!(
        page,
        "\n## `{}`\n\n{}\n\n{} · {} · default: {default}{unit}{secret}{of_app}\n",
        setting.name,
        setting.meaning,
        variables.join(", then "),
        setting.kind.words(),
    );
}
