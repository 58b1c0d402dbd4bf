/** Builds pkg/wasm: the root crate as wasm, through wasm-bindgen and wasm-opt. */

import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { digest, generate } from "./folder.js";
import { root, target, wasmFolder } from "./paths.js";
import { output, run } from "./run.js";

const NAME = "thumbspan";
const TRIPLE = "wasm32-unknown-unknown";
const PROFILE = "widget";

/**
 * std is rebuilt for size and panics are a bare trap: about 6 KB of brotli less than the std that
 * rustup brings. The options are Cargo's unstable ones, which RUSTC_BOOTSTRAP opens on stable; in
 * the manifest they would make stable Cargo refuse the whole workspace.
 * https://doc.rust-lang.org/cargo/reference/unstable.html#build-std
 */
const SIZED_STD = [
  "-Zbuild-std=std,panic_abort",
  "-Zbuild-std-features=optimize_for_size",
  "-Zpanic-immediate-abort",
  "--config",
  `profile.${PROFILE}.panic="immediate-abort"`,
];

/** No feature flags: wasm-opt would use what browsers can't load. */
const WASM_OPT = [
  "-Oz",
  "--converge",
  "--one-caller-inline-max-function-size=20",
  "--always-inline-max-function-size=4",
  "--strip-debug",
  "--strip-producers",
];

/** Brings pkg/wasm up to date. */
export function buildWasm() {
  const module = compile();
  const bindgen = compileBindgen();
  const wasmOpt = join(root, "node_modules/binaryen");
  const key = digest(
    readFileSync(module),
    readFileSync(bindgen),
    readFileSync(join(wasmOpt, "package.json")),
    WASM_OPT.join(" "),
  );
  const made = generate(wasmFolder, key, (staging) => {
    run(bindgen, [module, NAME, staging]);
    const wasm = join(staging, `${NAME}_bg.wasm`);
    run(process.execPath, [join(wasmOpt, "bin/wasm-opt"), ...WASM_OPT, wasm, "-o", wasm]);
  });
  console.log(made ? "pkg/wasm: built" : "pkg/wasm: up to date");
}

/** @returns {string} the module as rustc leaves it */
function compile() {
  const folder = join(target, "wasm");
  const args = ["build", "--locked", "--lib", "-p", NAME, "--profile", PROFILE, "--target", TRIPLE];
  run("cargo", [...args, ...SIZED_STD], {
    RUSTC_BOOTSTRAP: "1",
    CARGO_TARGET_DIR: folder,
    CARGO_ENCODED_RUSTFLAGS: withoutLocations().join("\x1f"),
  });
  return join(folder, TRIPLE, PROFILE, `${NAME}.wasm`);
}

/** Source paths as every machine has them: equal sources make equal bytes, and none tells of us. */
function withoutLocations() {
  const cargoHome = process.env["CARGO_HOME"] ?? join(homedir(), ".cargo");
  const places = { [root]: "thumbspan", [cargoHome]: "cargo", [output("rustc", ["--print", "sysroot"])]: "rust" };
  const remaps = Object.entries(places).map(([from, to]) => `--remap-path-prefix=${from}=${to}`);
  // No message is left that would show a source line.
  return ["-Zlocation-detail=none", "-Zfmt-debug=none", ...remaps];
}

/** @returns {string} the program of crates/bindgen */
function compileBindgen() {
  run("cargo", ["build", "--locked", "--release", "-p", "thumbspan-bindgen"], { CARGO_TARGET_DIR: target });
  return join(target, "release/thumbspan-bindgen");
}
