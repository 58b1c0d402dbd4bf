/** Streamlit in the versions that tests/streamlit pins, with the component as its wheel has it. */

import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { basename, join, resolve } from "node:path";

import { inCheckout } from "./checkout.js";
import { temporaryFolder } from "./folder.js";
import { eventually } from "./poll.js";
import { freePorts } from "./port.js";
import { start } from "./program.js";

/** What scripts/streamlit-test.sh has set up, oldest first. */
export const VERSIONS = readdirSync(inCheckout("tests/streamlit"))
  .filter((name) => name.endsWith(".txt"))
  .map((name) => basename(name, ".txt"));

/** How often another port is tried when one was taken in between. */
const TRIES = 5;

/**
 * Runs an app until the scope ends.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {string} version of {@link VERSIONS}
 * @param {string} app its path, absolute or from the checkout's root
 * @param {{ env?: Record<string, string>, secrets?: string }} [options] `secrets` is the text of secrets.toml
 * @returns {Promise<{ url: string, said: () => string }>} its origin, and its log
 */
export async function startStreamlit(scope, version, app, { env = {}, secrets = "" } = {}) {
  const cwd = await temporaryFolder(scope);
  await mkdir(join(cwd, ".streamlit"));
  if (secrets) await writeFile(join(cwd, ".streamlit/secrets.toml"), secrets);
  for (let attempt = 1; ; attempt += 1) {
    const [port = 0] = await freePorts(1);
    const settings = { "server.port": port, "server.address": "127.0.0.1", "server.headless": true, "server.fileWatcherType": "none", "browser.gatherUsageStats": false };
    const args = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, `${value}`]);
    const own = { HOME: cwd, PYTHONPATH: inCheckout("target/streamlit/site"), PYTHONDONTWRITEBYTECODE: "1" };
    const program = start(scope, inCheckout(`target/streamlit/${version}/bin/streamlit`), ["run", resolve(inCheckout("."), app), ...args], { cwd, env: { ...own, ...env } });
    const url = `http://127.0.0.1:${port}`;
    if (await answers(program, url)) return { url, said: program.said };
    if (attempt === TRIES || !/not available|already in use/i.test(program.said())) throw new Error(`Streamlit did not start:\n${program.said()}`);
  }
}

/**
 * @param {import("./program.js").Program} program
 * @param {string} url
 * @returns {Promise<boolean>} false if the program ended
 */
async function answers({ child }, url) {
  const ask = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return { ok: false };
    const answer = await fetch(`${url}/_stcore/health`).catch(() => undefined);
    return answer?.ok && { ok: true };
  };
  return (await eventually(url, ask)).ok;
}
