//! The view, rendered natively.

use std::sync::Arc;

use leptos::prelude::{Owner, RenderHtml};
use thumbspan::instance::{Instance, World};
use thumbspan::text::{KEYS, Texts};
use thumbspan::view;

/// The HTML of an element with these attributes, with `$key` in each text's place, and `$key.2` for
/// the third of a list.
pub(crate) fn render(controls: &str, scale: &str) -> String {
    let mut instance = Instance::new(World {
        look: Box::new(String::new),
        tell: Box::new(|what, said, _| unreachable!("{what}: {said}")),
        now_ms: || 0,
        random: || [0; 10],
    });
    Owner::new().with(|| {
        instance.configure(&format!("+{controls}\0+{scale}"));
        instance.texts = Arc::new(Texts::read(&placeholders()));
        view::controls(&instance).to_html()
    })
}

fn placeholders() -> String {
    let of = |key: &&str| match *key {
        "stars" | "faces" => {
            let names: Vec<_> = (0..5).map(|at| format!("${key}.{at}")).collect();
            format!("+{}", names.join("|"))
        }
        _ => format!("+${key}"),
    };
    KEYS.iter().map(of).collect::<Vec<_>>().join("\0")
}
