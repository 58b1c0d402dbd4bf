/** What the figures need beyond the checkout: the release build, and the peer's Python packages. */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";

import { inCheckout } from "../../tests/support/checkout.js";

/** The peer's virtual environment. */
export const VENV = inCheckout("var/bench/venv");

const LOCK = inCheckout("bench/relay/peer/requirements.txt");

/** @param {string} command @param {string[]} args @param {string} otherwise what to do when it fails */
function run(command, args, otherwise) {
  const { status } = spawnSync(command, args, { cwd: inCheckout("."), stdio: "inherit" });
  if (status !== 0) throw new Error(otherwise);
}

/** Builds what is measured and what measures it. */
export function build() {
  run("cargo", ["build", "--locked", "--release", "-p", "thumbspan-relay", "-p", "thumbspan-bench-relay"], "The relay could not be built: mend what cargo says");
}

/** Installs the peer as the lock says, unless it is. The stamp is written last. */
export function install() {
  const stamp = `${VENV}/requirements.sha256`;
  const want = createHash("sha256").update(VENV).update(readFileSync(LOCK)).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === want) return;
  rmSync(VENV, { recursive: true, force: true });
  mkdirSync(VENV, { recursive: true });
  run("python3", ["-m", "venv", VENV], "Python can't make a virtual environment; run: sudo apt-get install python3-venv");
  run(`${VENV}/bin/pip`, ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "--requirement", LOCK], "The peer's Python packages could not be installed; a network is needed once");
  writeFileSync(stamp, want);
}
