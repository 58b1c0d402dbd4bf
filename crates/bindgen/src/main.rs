//! Build step: writes a wasm module's JavaScript glue and types.
//!
//! ```text
//! thumbspan-bindgen <module.wasm> <name> <out-dir>
//! ```
//!
//! makes `<name>.js`, `<name>.d.ts`, `<name>_bg.wasm` and `<name>_bg.wasm.d.ts` in `<out-dir>`, for
//! wasm-bindgen's [`web` target](https://wasm-bindgen.github.io/wasm-bindgen/reference/deployment.html#without-a-bundler).
//! The glue names no URL of its own: who loads it says where the wasm is.
//!
//! A library call and not the `wasm-bindgen` command, so that Cargo.lock alone decides the version:
//! glue and module must come from the same one.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
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
    Bindgen::new()
        .input_path(&request.module)
        .out_name(&request.name)
        .web(true)?
        .typescript(true)
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(&request.out_dir)
        .with_context(|| format!("wasm-bindgen on {}", request.module.display()))
}
