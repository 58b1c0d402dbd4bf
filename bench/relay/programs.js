/** What runs while something is measured: each with a folder of its own on the checkout's disk, since a store in memory would cost no fsync. */

import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

import { inCheckout } from "../../tests/support/checkout.js";
import { start } from "../../tests/support/program.js";
import { atEnd } from "../../tests/support/scope.js";
import { VENV } from "./setup.js";

/** @typedef {import("../../tests/support/scope.js").Scope} Scope */

/** How long a relay may take to answer at first: it checks its whole store. */
const OPENING_MS = 300_000;

const RELAY = "target/release/thumbspan-relay";
const BENCH = "target/release/thumbspan-bench-relay";

/** The relay's settings: nobody is turned away, and only the figures are written. */
const SETTINGS = {
  THUMBSPAN_LISTEN: "127.0.0.1:0",
  THUMBSPAN_LOG: "error",
  THUMBSPAN_ACCESS: "open",
  THUMBSPAN_ALLOWED_ORIGINS: "*",
  THUMBSPAN_LIMIT_ADDRESS_PER_MINUTE: "0",
  THUMBSPAN_LIMIT_APP_PER_SECOND: "0",
  THUMBSPAN_STORE_MAX_MIB: "102400",
  THUMBSPAN_SINKS: "datadog",
  THUMBSPAN_DATADOG_API_KEY: "bench",
  THUMBSPAN_DATADOG_ML_APP: "bench",
  THUMBSPAN_PRIVATE_SINKS: "datadog",
  // What the refusing sink has refused once is left alone for the whole run.
  THUMBSPAN_PAUSE_S: "86400",
};

/** @param {Scope} scope */
export async function folder(scope) {
  await mkdir(inCheckout("var/bench"), { recursive: true });
  const path = await mkdtemp(inCheckout("var/bench/run-"));
  atEnd(scope, () => rm(path, { recursive: true, force: true, maxRetries: 3 }));
  return path;
}

/**
 * A server and how to reach it.
 *
 * @typedef {object} Served
 * @property {string} url
 * @property {string} host its address and port
 * @property {import("../../tests/support/program.js").Program} program
 */

/** @param {Scope} scope @param {string} command @param {string[]} args @param {Record<string, string>} env @param {string} cwd @returns {Promise<Served>} */
async function serve(scope, command, args, env, cwd) {
  const program = start(scope, command, args, { env, cwd });
  const [, url = ""] = await program.until(/(http:\/\/[\d.]+:\d+)/);
  return { url, host: url.replace("http://", ""), program };
}

/**
 * The relay, ready; or, to compare with, the same with an end point that only validates.
 *
 * @param {Scope} scope
 * @param {Served} sink
 * @param {{ store?: string, validates?: boolean }} [options] `store` as the setting has it, to go on with
 */
export async function startRelay(scope, sink, { store, validates = false } = {}) {
  const data = await folder(scope);
  const env = { ...SETTINGS, THUMBSPAN_STORE: store ?? `sqlite:${join(data, "store.db")}`, THUMBSPAN_DATADOG_ORIGIN: sink.url };
  const relay = await serve(scope, inCheckout(validates ? BENCH : RELAY), [validates ? "validate" : "serve"], env, data);
  const begun = performance.now();
  await fetch(`${relay.url}/healthz`, { signal: AbortSignal.timeout(OPENING_MS) });
  return { ...relay, openedMs: performance.now() - begun };
}

/** A stand-in for Datadog, which takes everything or refuses it. @param {Scope} scope @param {"takes" | "refuses"} how @param {number} [waitMs] before each answer */
export const startSink = (scope, how, waitMs = 0) => serve(scope, inCheckout(BENCH), ["sink", "--wait-ms", String(waitMs), ...(how === "refuses" ? ["--refuse"] : [])], {}, inCheckout("."));

/** How many signals a sink has taken. @param {Served} sink @returns {Promise<number>} */
export const taken = async ({ url }) => /** @type {any} */ (await (await fetch(`${url}/taken`)).json()).signals;

/** The endpoint that an app writes for itself. @param {Scope} scope @param {{ workers?: number, stores?: boolean, journal?: string }} how `journal` is SQLite's mode */
export async function startPeer(scope, { workers = 1, stores = false, journal = "" }) {
  const data = await folder(scope);
  const env = { BENCH_STORE: stores ? join(data, "store.db") : "", BENCH_JOURNAL: journal };
  const app = ["app:app", "--app-dir", inCheckout("bench/relay/peer")];
  const peer = await serve(scope, `${VENV}/bin/uvicorn`, [...app, "--port", "0", "--workers", String(workers), "--no-access-log"], { ...env, PYTHONDONTWRITEBYTECODE: "1" }, data);
  const ready = async () => peer.program.said().split("startup complete").length > workers;
  while (!(await ready())) await once(peer.program.child.stderr ?? peer.program.child, "data");
  return peer;
}

/** @typedef {{ seconds: number, answered: number, per_second: number, p50_ms: number, p99_ms: number, p999_ms: number, max_ms: number }} Found */

/** Posts feedback. @param {Scope} scope @param {Served} server @param {Record<string, string | number>} plan @returns {Promise<Found>} */
export async function load(scope, { host }, plan) {
  const args = Object.entries(plan).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return JSON.parse(await ended(scope, ["load", host, ...args]));
}

/** Writes a store. @param {Scope} scope @param {string} store as the setting has it @param {number} thousands of events @param {"vote" | "thumb"} shape */
export const fill = (scope, store, thousands, shape) => ended(scope, ["fill", "--thousands", String(thousands), "--shape", shape], { ...SETTINGS, THUMBSPAN_STORE: store });

/** @param {Scope} scope @param {string[]} args @param {Record<string, string>} [env] @returns {Promise<string>} what it said */
async function ended(scope, args, env = {}) {
  const program = start(scope, inCheckout(BENCH), args, { env });
  const [code] = await once(program.child, "close");
  if (code !== 0) throw new Error(`${args.join(" ")}:\n${program.said()}`);
  return program.said();
}

/** A program's memory now and at its highest, in MB of 10^6 bytes. @param {Served} server */
export async function memory({ program }) {
  const status = await readFile(`/proc/${program.child.pid}/status`, "utf8");
  const read = (/** @type {string} */ name) => (Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, "m").exec(status)?.[1]) * 1_024) / 1e6;
  return { now: read("VmRSS"), highest: read("VmHWM") };
}
