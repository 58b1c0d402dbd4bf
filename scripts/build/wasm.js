/** Builds pkg/wasm: the root crate as wasm, through wasm-bindgen and wasm-opt. */

import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

import { digest, generate } from "./folder.js";
import { plainFolder, root, target, wasmFolder } from "./paths.js";
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

/**
 * Inlining before monomorphisation, where the generic views are still one: 3 KB of brotli less. See
 * docs/size.md.
 */
const SMALL = ["-Zmir-opt-level=3", "-Zinline-mir-threshold=85", "-Zinline-mir-hint-threshold=85"];

/** No feature flags: wasm-opt would use what browsers can't load. */
const WASM_OPT = [
  "-Oz",
  "--converge",
  "--one-caller-inline-max-function-size=20",
  "--always-inline-max-function-size=4",
  "--strip-debug",
  "--strip-producers",
];

/** A function that takes the imports, as WebAssembly's own does, in place of a module of its own. */
const WASM_TO_JS = ["--emscripten", "-Oz"];

/** What pkg/seam/widget.js loads. */
const PLAIN = `// Made by scripts/build/wasm.js.
import { Feedback, Say, finish, imports } from "./glue.js";
import { instantiate } from "./module.js";

finish({ exports: instantiate(imports()) });

export { Feedback, Say };
`;

/** Brings pkg/wasm up to date. */
export function buildWasm() {
  const module = compile("wasm");
  const made = generate(wasmFolder, key(module, WASM_OPT), (staging) => {
    run(compileBindgen(), [module, NAME, staging]);
    const wasm = join(staging, `${NAME}_bg.wasm`);
    run(process.execPath, [binaryen("wasm-opt"), ...WASM_OPT, wasm, "-o", wasm]);
  });
  console.log(made ? "pkg/wasm: built" : "pkg/wasm: up to date");
}

/**
 * Brings pkg/plain up to date: the same module as JavaScript, made from wasm of the first version,
 * since wasm2js knows no reference types.
 */
export function buildPlain() {
  const module = compile("plain", "-Ctarget-cpu=mvp");
  const made = generate(plainFolder, key(module, WASM_TO_JS), (staging) => {
    const folder = join(target, "plain", "bindgen");
    mkdirSync(folder, { recursive: true });
    run(compileBindgen(), [module, NAME, folder]);
    const wasm = join(folder, `${NAME}_bg.wasm`);
    run(process.execPath, [binaryen("wasm-opt"), ...WASM_OPT, wasm, "-o", wasm]);
    run(process.execPath, [binaryen("wasm2js"), ...WASM_TO_JS, wasm, "-o", join(staging, "module.js")]);
    appendFileSync(join(staging, "module.js"), "export { instantiate };\n");
    copyFileSync(join(folder, `${NAME}.js`), join(staging, "glue.js"));
    writeFileSync(join(staging, `${NAME}.js`), PLAIN);
    writeFileSync(join(staging, `${NAME}.d.ts`), 'export { Feedback, Say } from "../wasm/thumbspan.js";\n');
  });
  console.log(made ? "pkg/plain: built" : "pkg/plain: up to date");
}

/** @param {string} module @param {string[]} options */
function key(module, options) {
  return digest(
    readFileSync(module),
    readFileSync(compileBindgen()),
    readFileSync(join(root, "node_modules/binaryen/package.json")),
    options.join(" "),
  );
}

/** @param {"wasm-opt" | "wasm2js"} tool */
const binaryen = (tool) => join(root, "node_modules/binaryen/bin", tool);

/**
 * @param {string} variant the folder of its own, since the flags differ
 * @param {...string} flags of rustc besides those of all variants
 * @returns {string} the module as rustc leaves it
 */
function compile(variant, ...flags) {
  const folder = join(target, variant);
  const args = ["build", "--locked", "--lib", "-p", NAME, "--profile", PROFILE, "--target", TRIPLE];
  run("cargo", [...args, ...SIZED_STD], {
    RUSTC_BOOTSTRAP: "1",
    CARGO_TARGET_DIR: folder,
    CARGO_ENCODED_RUSTFLAGS: [...SMALL, ...withoutLocations(), ...flags].join("\x1f"),
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

let isBindgenBuilt = false;

/** @returns {string} the program of crates/bindgen */
function compileBindgen() {
  if (!isBindgenBuilt) run("cargo", ["build", "--locked", "--release", "-p", "thumbspan-bindgen"], { CARGO_TARGET_DIR: target });
  isBindgenBuilt = true;
  return join(target, "release/thumbspan-bindgen");
}
