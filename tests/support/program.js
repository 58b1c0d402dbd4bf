/** Programs that a test starts: what they say is kept, and none outlives its test. */

import { spawn } from "node:child_process";
import { once } from "node:events";

import { atEnd } from "./scope.js";

/**
 * @typedef {object} Program
 * @property {import("node:child_process").ChildProcess} child
 * @property {() => string} said everything on stdout and stderr so far
 * @property {(pattern: RegExp) => Promise<RegExpMatchArray>} until waits for a text; rejects with
 *   all that was said if the program ends before or takes longer than the deadline
 * @property {(signal?: NodeJS.Signals) => Promise<void>} stop ends it, by force if it must
 */

/** How long a program may take to say what is waited for. */
const DEADLINE_MS = 60_000;

/** How long a program may take to end when asked. */
const GRACE_MS = 5_000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

process.on("exit", () => running.forEach((child) => child.kill("SIGKILL")));
for (const signal of /** @type {NodeJS.Signals[]} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.once(signal, () => process.exit(1));
}

/**
 * Starts a program with an environment of PATH, HOME and what is given: no setting of the person
 * who runs the tests reaches it.
 *
 * @param {import("./scope.js").Scope} scope
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, cwd?: string }} [options]
 * @returns {Program}
 */
export function start(scope, command, args, { env = {}, cwd } = {}) {
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn(command, args, { cwd, env: { PATH, HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  running.add(child);
  let said = "";
  let over = false;
  child.once("exit", () => running.delete(child));
  child.once("close", () => (over = true));
  // A command that is not there: `until` then says so.
  child.once("error", (error) => {
    said += String(error);
    over = running.delete(child);
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => (said += text));
  }
  const stop = (/** @type {NodeJS.Signals} */ signal = "SIGTERM") => end(child, signal);
  atEnd(scope, () => stop());
  const until = (/** @type {RegExp} */ pattern) => heard(child, () => ({ said, over }), pattern);
  return { child, said: () => said, until, stop };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {() => { said: string, over: boolean }} state
 * @param {RegExp} pattern
 * @returns {Promise<RegExpMatchArray>}
 */
async function heard(child, state, pattern) {
  const late = AbortSignal.timeout(DEADLINE_MS);
  for (;;) {
    const { said, over } = state();
    const match = said.match(pattern);
    if (match) return match;
    if (over) throw new Error(`${child.spawnfile} ended before it said ${pattern}:\n${said}`);
    if (late.aborted) throw new Error(`${child.spawnfile} did not say ${pattern}:\n${said}`);
    await news(child, late);
  }
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {AbortSignal} late
 */
async function news(child, late) {
  const done = new AbortController();
  const signal = AbortSignal.any([late, done.signal]);
  const events = [
    once(child, "close", { signal }),
    ...[child.stdout, child.stderr].map((stream) => stream && once(stream, "data", { signal })),
  ];
  await Promise.race(events).catch(() => undefined);
  done.abort();
  await Promise.allSettled(events);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
async function end(child, signal) {
  if (!running.has(child)) return;
  const ended = once(child, "exit");
  child.kill(signal);
  const force = setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  await ended;
  clearTimeout(force);
}
