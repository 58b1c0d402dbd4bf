/** The set-up on machines that lack something, with stand-ins for the programs that it calls. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { root } from "./build/paths.js";

/** What every system has; linked, so that nothing else of this machine is on the PATH. */
const BASICS = ["bash", "cat", "cp", "dirname", "env", "id", "mkdir", "rm", "sha256sum"];

/** A machine on which all goes well: the programs by name, each a few lines of shell. */
const GOOD = /** @type {Readonly<Record<string, string>>} */ ({
  node: `case "$1" in --print) echo 20;; --version) echo v20.19.0;; --eval) exit 0;; esac`,
  cc: "exit 0",
  cargo: "exit 0",
  rustc: `case "$1" in --version) echo "rustc 1.92.0 (abc 2025-12-08)";; *) echo "$MACHINE/sysroot";; esac`,
  rustup: `echo "$*" >>"$MACHINE/rustup"
    case "$3" in wasm*) mkdir -p "$MACHINE/sysroot/lib/rustlib/$3";; esac
    case "$3" in rust-src) mkdir -p "$MACHINE/sysroot/lib/rustlib/src/rust/library"; echo >"$MACHINE/sysroot/lib/rustlib/src/rust/library/Cargo.lock";; esac`,
  npm: `echo "$*" >>"$MACHINE/npm"; mkdir -p node_modules`,
  chromium: "exit 0",
  "firefox-esr": "exit 0",
  WebKitWebDriver: "exit 0",
  Xvfb: "exit 0",
  pg_ctlcluster: "exit 0",
  python3: `[ "$1 $2" = "-m venv" ] || exit 0
    echo venv >>"$MACHINE/python3"
    mkdir -p .venv/bin
    cp "$MACHINE/pip" .venv/bin/pip
    cp "$MACHINE/bin/python3" .venv/bin/python`,
});

/** Ends the script that called it, as an unplugged machine would. */
const UNPLUGGED = 'kill -KILL "$PPID"';

/**
 * A checkout and a machine of its own.
 *
 * @param {import("node:test").TestContext} t
 * @param {Record<string, string | undefined>} differences from GOOD; undefined: not installed
 */
function machine(t, differences = {}) {
  const place = mkdtempSync(join(tmpdir(), "thumbspan-setup-"));
  t.after(() => rmSync(place, { recursive: true, force: true }));
  const checkout = join(place, "checkout");
  for (const path of ["scripts", "package-lock.json", "tests/peers/requirements.txt"]) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    cpSync(join(root, path), join(checkout, path), { recursive: true });
  }
  mkdirSync(join(place, "bin"));
  const install = (/** @type {string} */ name, /** @type {string} */ source) =>
    writeFileSync(join(place, name), `#!/bin/bash\n${source}\n`, { mode: 0o755 });
  const programs = { ...GOOD, ...differences };
  for (const [name, source] of Object.entries(programs)) {
    if (source !== undefined) install(`bin/${name}`, source);
  }
  for (const name of BASICS.filter((basic) => !(basic in programs))) link(join(place, "bin", name), name);
  install("pip", 'echo "$*" >>"$MACHINE/pip.log"');
  const env = { PATH: join(place, "bin"), MACHINE: place };
  const run = (/** @type {string} */ script, more = {}) =>
    spawnSync("/bin/bash", [`scripts/${script}`], { cwd: checkout, env: { ...env, ...more }, encoding: "utf8" });
  const calls = (/** @type {string} */ name) =>
    existsSync(join(place, name)) ? readFileSync(join(place, name), "utf8").trimEnd().split("\n") : [];
  return { checkout, install, run, calls };
}

/**
 * @param {string} path
 * @param {string} name
 */
function link(path, name) {
  const found = ["/bin", "/usr/bin"].map((folder) => join(folder, name)).find(existsSync);
  if (found === undefined) throw new Error(`this machine has no ${name}`);
  symlinkSync(found, path);
}

/** @param {() => { status: number | null, stderr: string }} run */
function succeedTwice(run) {
  for (const { status, stderr } of [run(), run()]) assert.equal(status, 0, stderr);
}

test("a fresh machine gets the wasm target, std's source and the packages, once", (t) => {
  const { run, calls } = machine(t);
  succeedTwice(() => run("setup.sh"));
  assert.deepEqual(calls("rustup"), ["target add wasm32-unknown-unknown", "component add rust-src"]);
  assert.deepEqual(calls("npm"), ["ci --ignore-scripts --prefer-offline --no-audit --no-fund"]);
});

test("a changed lock file installs the packages anew", (t) => {
  const { run, calls, checkout } = machine(t);
  run("setup.sh");
  writeFileSync(join(checkout, "package-lock.json"), "{}");
  run("setup.sh");
  assert.equal(calls("npm").length, 2);
});

test("an interrupted npm install is done again", (t) => {
  const { run, calls, install } = machine(t, { npm: `mkdir -p node_modules/half; ${UNPLUGGED}` });
  assert.equal(run("setup.sh").signal, "SIGKILL");
  install("bin/npm", GOOD["npm"] ?? "");
  assert.equal(run("setup.sh").status, 0);
  assert.equal(calls("npm").length, 1);
});

test("the Python peers are installed once", (t) => {
  const { run, calls } = machine(t);
  succeedTwice(() => run("setup-tests.sh"));
  assert.equal(calls("python3").length, 1);
  assert.match(calls("pip.log").join(), /--require-hashes -r tests\/peers\/requirements\.txt/);
});

for (const [name, pip] of [
  ["an interrupted", UNPLUGGED],
  ["a failed", "exit 1"],
]) {
  test(`${name} installation of the Python peers is done again from nothing`, (t) => {
    const { run, calls, install, checkout } = machine(t);
    install("pip", `echo >.venv/half; ${pip}`);
    assert.notEqual(run("setup-tests.sh").status, 0);
    install("pip", "exit 0");
    assert.equal(run("setup-tests.sh").status, 0);
    assert.equal(calls("python3").length, 2);
    assert.equal(existsSync(join(checkout, ".venv/half")), false);
  });
}

for (const [variable, name] of [
  ["THUMBSPAN_CHROMIUM", "chromium"],
  ["THUMBSPAN_FIREFOX", "firefox-esr"],
]) {
  test(`${variable} must name a program`, (t) => {
    const { run } = machine(t, { [name ?? ""]: undefined });
    const named = (/** @type {string} */ path) => run("setup-tests.sh", { [variable ?? ""]: path });
    assert.match(named("/nowhere").stderr, new RegExp(`${variable} names no program: /nowhere`));
    assert.equal(named("/bin/bash").status, 0);
  });
}

const NO_PACKAGE = { chromium: undefined, "firefox-esr": undefined, WebKitWebDriver: undefined, Xvfb: undefined, pg_ctlcluster: undefined };
const APT = 'echo "$*" >>"$MACHINE/apt-get"';

test("the packages that are missing are installed at once, and no other", (t) => {
  const all = machine(t, { ...NO_PACKAGE, "apt-get": APT, id: "echo 0" });
  assert.equal(all.run("setup-tests.sh").status, 0);
  assert.deepEqual(all.calls("apt-get"), [
    "update -qq",
    "install -qq -y --no-install-recommends chromium firefox-esr webkit2gtk-driver xvfb postgresql",
  ]);
  const one = machine(t, { WebKitWebDriver: undefined, "apt-get": APT, id: "echo 0" });
  assert.equal(one.run("setup-tests.sh").status, 0);
  assert.match(one.calls("apt-get")[1] ?? "", /recommends webkit2gtk-driver$/);
});

const OLD_NODE = `case "$1" in --print) echo 18;; --version) echo v18.20.4;; esac`;
const NODE_20_10 = `case "$1" in --print) echo 20;; --version) echo v20.10.0;; --eval) exit 1;; esac`;
const NOT_ROOT = "echo 1000";

/** @type {[string, string, Record<string, string | undefined>, RegExp][]} */
const lacks = [
  ["no Node.js", "setup.sh", { node: undefined }, /Node\.js is not installed; install version 20/],
  ["an old Node.js", "setup.sh", { node: OLD_NODE }, /v18\.20\.4 is too old; install version 20/],
  ["no linker", "setup.sh", { cc: undefined }, /run: sudo apt-get install build-essential/],
  ["no Rust", "setup.sh", { cargo: undefined }, /Rust is not installed; run: curl .*sh\.rustup\.rs/],
  ["an old Rust", "setup.sh", { rustc: "echo 'rustc 1.91.1 (abc 2025-11-07)'" }, /rustc 1\.91\.1 .*is too old; run: rustup update stable/],
  ["no rustup", "setup.sh", { rustup: undefined }, /lacks wasm32-unknown-unknown.*install rustup/],
  ["no network for rustup", "setup.sh", { rustup: "exit 1" }, /run: rustup target add wasm32-unknown-unknown/],
  ["no network for npm", "setup.sh", { npm: "exit 1" }, /run: npm ci --ignore-scripts/],
  ["a Node.js too old for Vite", "setup-tests.sh", { node: NODE_20_10 }, /v20\.10\.0 is too old for Vite/],
  ["no clippy and no network", "setup-tests.sh", { cargo: "exit 1", rustup: `${GOOD["rustup"]}\n[ $1 = target ] || [ $3 = rust-src ]` }, /run: rustup component add rustfmt/],
  ["no Chromium and no apt", "setup-tests.sh", { chromium: undefined }, /lack what Debian calls chromium; install it, or set THUMBSPAN_CHROMIUM/],
  ["no WebKit and no apt", "setup-tests.sh", { WebKitWebDriver: undefined }, /lack what Debian calls webkit2gtk-driver; install it/],
  ["no leave to install", "setup-tests.sh", { ...NO_PACKAGE, "apt-get": "exit 0", id: NOT_ROOT }, /by an administrator; run: sudo apt-get install chromium firefox-esr webkit2gtk-driver xvfb postgresql/],
  ["a sudo that asks", "setup-tests.sh", { chromium: undefined, "apt-get": "exit 0", id: NOT_ROOT, sudo: "exit 1" }, /by an administrator/],
  ["no network for apt", "setup-tests.sh", { chromium: undefined, "apt-get": "exit 100", id: "echo 0" }, /run: sudo apt-get update/],
  ["a package that apt can't get", "setup-tests.sh", { Xvfb: undefined, "apt-get": "[ $1 = update ]", id: "echo 0" }, /run: sudo apt-get install xvfb/],
  ["no Python", "setup-tests.sh", { python3: undefined }, /run: sudo apt-get install python3 python3-venv/],
  ["no python3-venv", "setup-tests.sh", { python3: 'case "$*" in *ensurepip*) exit 1;; esac' }, /run: sudo apt-get install python3-venv/],
  ["an old Python", "setup-tests.sh", { python3: 'case "$*" in *version_info*) exit 1;; --version) echo Python 3.9.2;; esac' }, /Python 3\.9\.2 is too old/],
];

for (const [name, script, differences, sentence] of lacks) {
  test(`${name}: says what to run and stops`, (t) => {
    const { status, stderr } = machine(t, differences).run(script);
    assert.equal(status, 1, stderr);
    const said = stderr.split("\n").filter((line) => line.startsWith("thumbspan: "));
    assert.equal(said.length, 1, stderr);
    assert.match(said[0] ?? "", sentence);
  });
}
