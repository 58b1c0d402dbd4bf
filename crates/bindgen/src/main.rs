//! Build step: writes a wasm module's JavaScript glue and types.
//!
//! ```text
//! thumbspan-bindgen <module.wasm> <name> <out-dir>
//! ```
//!
//! makes `<name>.js`, `<name>.d.ts`, `<name>_bg.wasm` and `<name>_bg.wasm.d.ts` in `<out-dir>`, for
//! wasm-bindgen's [`web` target](https://wasm-bindgen.github.io/wasm-bindgen/reference/deployment.html#without-a-bundler).
//! The glue names no URL of its own: who loads it says where the wasm is. The imports between glue and
//! module get short names, and what the glue does for older browsers goes.
//!
//! A library call and not the `wasm-bindgen` command, so that Cargo.lock alone decides the version:
//! glue and module must come from the same one.

use std::{fs, path::PathBuf};

use anyhow::{Context as _, Result, bail};
use walrus::Module;
use wasm_bindgen_cli_support::Bindgen;

struct Request {
    module: PathBuf,
    name: String,
    out_dir: PathBuf,
}

impl Request {
    fn from_args(args: impl Iterator<Item = String>) -> Result<Self> {
        let args: Vec<String> = args.collect();
        let [module, name, out_dir] = args.as_slice() else {
            bail!("usage: thumbspan-bindgen <module.wasm> <name> <out-dir>");
        };
        Ok(Self {
            module: module.into(),
            name: name.clone(),
            out_dir: out_dir.into(),
        })
    }
}

fn main() -> Result<()> {
    let request = Request::from_args(std::env::args().skip(1))?;
    let mut output = Bindgen::new()
        .input_path(&request.module)
        .out_name(&request.name)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen on {}", request.module.display()))?;
    let imports = shorten_imports(output.wasm_mut());
    let exports = shorten_exports(output.wasm_mut());
    output.emit(&request.out_dir)?;
    let glue = request.out_dir.join(format!("{}.js", request.name));
    let mut text = fs::read_to_string(&glue)?;
    text = rename(&text, &imports, " ", ": ")?;
    text = rename(&text, &exports, "wasm.", "(")?;
    text = without_fallbacks(&text)?;
    text = without_names_of_numbers(&text);
    text.push_str(START);
    fs::write(&glue, text).with_context(|| format!("writing {}", glue.display()))?;
    let types = request.out_dir.join(format!("{}.d.ts", request.name));
    let text =
        fs::read_to_string(&types)?.replace("    [Symbol.dispose](): void;\n", "") + START_TYPES;
    fs::write(&types, text).with_context(|| format!("writing {}", types.display()))
}

/// The two halves of the glue's own `init`, so that a bundler leaves the rest of it out.
const START: &str = "\nexport { __wbg_get_imports as imports, __wbg_finalize_init as finish };\n";

/// Gives each import a name of two or three characters, and returns the old and the new ones.
///
/// wasm-bindgen's names end in 16 random hex digits, and each stands in the module and in the glue:
/// about 2 KB that no compression removes.
fn shorten_imports(module: &mut Module) -> Vec<(String, String)> {
    let mut names = Vec::new();
    for import in module.imports.iter_mut() {
        let short = format!("i{:x}", names.len());
        names.push((std::mem::replace(&mut import.name, short.clone()), short));
    }
    names
}

const START_TYPES: &str = "
export function imports(): WebAssembly.Imports;
export function finish(instance: Pick<WebAssembly.Instance, \"exports\">): void;
";

/// The same for the exports that closures are called by; and no export that only wasm-bindgen's own
/// tools read.
fn shorten_exports(module: &mut Module) -> Vec<(String, String)> {
    let mut names = Vec::new();
    let mut unread = Vec::new();
    for export in module.exports.iter_mut() {
        if export.name.starts_with("wasm_bindgen_") {
            let short = format!("e{:x}", names.len());
            names.push((std::mem::replace(&mut export.name, short.clone()), short));
        } else if [
            "_WASM_SPLIT_MARKER",
            "__abort_handler",
            "__instance_terminated",
        ]
        .iter()
        .any(|name| export.name.starts_with(name))
        {
            unread.push(export.id());
        }
    }
    for id in unread {
        module.exports.delete(id);
    }
    names
}

/// Renames in the glue, where each name stands once, between `before` and `after`.
fn rename(glue: &str, names: &[(String, String)], before: &str, after: &str) -> Result<String> {
    let mut text = glue.to_owned();
    for (long, short) in names {
        let (old, new) = (
            format!("{before}{long}{after}"),
            format!("{before}{short}{after}"),
        );
        if text.matches(&old).count() != 1 {
            bail!("the glue does not have {old} once; wasm-bindgen writes it otherwise now");
        }
        text = text.replace(&old, &new);
    }
    Ok(text)
}

/// What stands in for what every browser has that loads a module with reference types:
/// <https://caniuse.com/wasm-reference-types>, <https://caniuse.com/mdn-javascript_builtins_finalizationregistry>,
/// <https://caniuse.com/mdn-api_textencoder_encodeinto>. What it begins with, what it ends with, and
/// what is left of it.
const FALLBACKS: [(&str, &str, &str); 5] = [
    (
        "const FeedbackFinalization = (typeof FinalizationRegistry",
        "    : new ",
        "const FeedbackFinalization = new ",
    ),
    (
        "const CLOSURE_DTORS = (typeof FinalizationRegistry",
        "    : new ",
        "const CLOSURE_DTORS = new ",
    ),
    ("if (!('encodeInto' in cachedTextEncoder)) {", "\n}\n", ""),
    // Nothing here is under `using`: https://caniuse.com/mdn-javascript_statements_using
    ("if (Symbol.dispose)", ";\n", ""),
    // Every module here exports its realloc.
    ("    if (realloc === undefined) {\n", "    }\n", ""),
];

fn without_fallbacks(glue: &str) -> Result<String> {
    let mut text = glue.to_owned();
    for (begin, end, left) in FALLBACKS {
        let Some((before, rest)) = text.split_once(begin) else {
            bail!("the glue does not have {begin}; wasm-bindgen writes it otherwise now");
        };
        let (_, after) = rest
            .split_once(end)
            .with_context(|| format!("no end of {begin}"))?;
        text = format!("{before}{left}{after}");
    }
    Ok(text)
}

/// `Name: 1, "1": "Name",` without its second half: nobody asks a number for its name.
fn without_names_of_numbers(glue: &str) -> String {
    let lines = glue.lines().map(|line| match line.split_once(", \"") {
        Some((first, second)) if second.ends_with("\",") && is_number(first) => format!("{first},"),
        _ => line.to_owned(),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Whether this is `Name: 1`.
fn is_number(field: &str) -> bool {
    field
        .split_once(": ")
        .is_some_and(|(_, number)| number.parse::<u32>().is_ok())
}
