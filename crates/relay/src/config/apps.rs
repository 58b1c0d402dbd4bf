//! The settings of applications: `app_shop_access` is `access` of the application `shop`.

use thumbspan_contract::check;

use super::kind::list;
use super::named::Known;
use super::settings::SETTINGS;

/// Those settings of the table that an application can have of its own.
pub(super) const OWN: &[&str] = &[
    "access",
    "allowed_origins",
    "api_keys",
    "ticket_keys",
    "ticket_keys_file",
];

/// Every setting that these applications can have.
pub(super) fn known(apps: &str) -> impl Iterator<Item = Known> {
    let own = || SETTINGS.iter().filter(|each| OWN.contains(&each.name));
    list(apps).flat_map(move |app| {
        own().map(move |setting| {
            let name = setting_of(app, setting.name);
            Known {
                variables: vec![format!("THUMBSPAN_{}", name.to_uppercase())],
                name,
                setting,
            }
        })
    })
}

/// The key of one setting of an application.
pub(super) fn setting_of(app: &str, rest: &str) -> String {
    format!("app_{}_{rest}", plain(app))
}

/// Checks a list of applications.
pub(super) fn check(text: &str) -> Result<(), String> {
    for (at, app) in list(text).enumerate() {
        check::ml_app(app).map_err(|refusal| refusal.message)?;
        let is_same = |other: &str| other != app && plain(other) == plain(app);
        if list(text).take(at).any(is_same) {
            return Err(
                "Leave out one of two applications that differ only in signs: their settings would have the same names."
                    .to_owned(),
            );
        }
    }
    Ok(())
}

/// A name as a part of a key: no variable has another sign than `_`.
fn plain(app: &str) -> String {
    let sign = |char: char| {
        if char.is_ascii_alphanumeric() {
            char
        } else {
            '_'
        }
    };
    app.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_setting_of_one_application_is_another_setting() {
        for (name, other) in OWN
            .iter()
            .flat_map(|name| OWN.iter().map(move |other| (name, other)))
        {
            assert!(!name.ends_with(&format!("_{other}")), "{name} and {other}");
        }
        assert_eq!(known("a").count(), OWN.len());
        assert!(SETTINGS.iter().all(|each| !each.name.starts_with("app_")));
    }

    #[test]
    fn applications_are_names_as_spans_carry_them() {
        for good in ["", "shop", "shop, shop, team/bot:v2.1", "vote-extractor"] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for (bad, mend) in [
            ("Shop", "lower-case"),
            ("a shop", "lower-case"),
            ("my-bot, my.bot", "differ only in signs"),
        ] {
            let said = check(bad).unwrap_err();
            assert!(said.contains(mend) && !said.contains(bad), "{bad}: {said}");
        }
        let names: Vec<_> = known("team/bot:v2")
            .map(|each| each.variables[0].clone())
            .collect();
        assert!(
            names.contains(&"THUMBSPAN_APP_TEAM_BOT_V2_API_KEYS".to_owned()),
            "{names:?}"
        );
    }
}
