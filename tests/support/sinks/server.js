/** A backend that is a Python program with a web server. */

import { inCheckout } from "../checkout.js";
import { temporaryFolder } from "../folder.js";
import { eventually } from "../poll.js";
import { freePorts } from "../port.js";
import { start } from "../program.js";
import { runPeer } from "../python.js";

/** Where the virtual environments of the backends are. */
const PEERS = "target/peers";
/** The one of most. */
const MOST = "sinks";

/** How often other ports are tried when one was taken in between. */
const TRIES = 5;

/** They import for half a minute on a busy machine. */
const READY_MS = 240_000;

/**
 * How a program is started, given a free port, another one, and a folder of its own.
 *
 * @typedef {(ports: [number, number], folder: string) => { venv?: string, command: string, args: string[], env?: Record<string, string>, headers?: Record<string, string> }} How
 */

/**
 * @param {import("../scope.js").Scope} scope
 * @param {string} health the path that answers once it works
 * @param {How} how
 * @returns {Promise<string>} its origin
 */
export async function startServer(scope, health, how) {
  for (let attempt = 1; ; attempt += 1) {
    const folder = await temporaryFolder(scope);
    const [port = 0, other = 0] = await freePorts(2);
    const { venv = MOST, command, args, env = {}, headers = {} } = how([port, other], folder);
    const program = start(scope, inCheckout(`${PEERS}/${venv}/bin/${command}`), args, { cwd: folder, env: { ...env, HOME: folder } });
    const url = `http://127.0.0.1:${port}`;
    if (await answers(program, `${url}${health}`, headers)) return url;
    if (attempt === TRIES || !/address already in use/i.test(program.said())) {
      throw new Error(`${command} did not start:\n${program.said()}`);
    }
  }
}

/**
 * @param {import("../program.js").Program} program
 * @param {string} url
 * @param {Record<string, string>} headers
 * @returns {Promise<boolean>} false if the program ended
 */
async function answers({ child }, url, headers) {
  const ask = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return { ok: false };
    const answer = await fetch(url, { headers }).catch(() => undefined);
    return answer?.ok && { ok: true };
  };
  return (await eventually(url, ask, READY_MS)).ok;
}

/**
 * Runs `tests/peers/<name>.py` among the backends' libraries.
 *
 * @param {import("../scope.js").Scope} scope
 * @param {string} name
 * @param {unknown} input
 */
export function runBeside(scope, name, input) {
  return runPeer(scope, name, input, {}, `${PEERS}/${MOST}/bin/python`);
}

/**
 * @param {string} url
 * @param {RequestInit} [init]
 * @returns {Promise<any>} the answer's JSON
 */
export async function asked(url, init) {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}
