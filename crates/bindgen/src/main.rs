//! Build step: writes a wasm module's JavaScript glue and types.
//!
//! ```text
//! thumbspan-bindgen <module.wasm> <name> <out-dir>
//! ```
//!
//! makes `<name>.js`, `<name>.d.ts`, `<name>_bg.wasm` and `<name>_bg.wasm.d.ts` in `<out-dir>`, for
//! wasm-bindgen's [`web` target](https://wasm-bindgen.github.io/wasm-bindgen/reference/deployment.html#without-a-bundler).
//! The glue names no URL of its own: who loads it says where the wasm is. The imports between glue and
//! module get short names.
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
    let names = shorten_imports(output.wasm_mut());
    output.emit(&request.out_dir)?;
    let glue = request.out_dir.join(format!("{}.js", request.name));
    let text = rename(&fs::read_to_string(&glue)?, &names)?;
    fs::write(&glue, text).with_context(|| format!("writing {}", glue.display()))
}

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

/// Renames the imports in the glue, where each is one key of an object literal.
fn rename(glue: &str, names: &[(String, String)]) -> Result<String> {
    let mut text = glue.to_owned();
    for (long, short) in names {
        let (key, new) = (format!(" {long}: "), format!(" {short}: "));
        if text.matches(&key).count() != 1 {
            bail!(
                "the glue does not have the import {long} as one key; wasm-bindgen writes it otherwise now"
            );
        }
        text = text.replace(&key, &new);
    }
    Ok(text)
}
