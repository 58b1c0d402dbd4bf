/** How much is taken at 64 connections: on disk before the answer, only validated, and by an app's own endpoint. */

import { figure, ratio } from "../../stats.js";
import { load, startPeer, startRelay, startSink } from "../programs.js";

const OLDER = { path: "/api/v1/feedback", shape: "older" };

/** @typedef {{ name: string, start: (scope: import("../programs.js").Scope, sink: import("../programs.js").Served, cores: number) => Promise<import("../programs.js").Served>, plan: Record<string, string> }} Contestant */

/** @type {Record<string, Contestant>} */
const CONTESTANTS = {
  durable: { name: "relay, on disk before the answer", start: (scope, sink) => startRelay(scope, sink), plan: {} },
  validates: { name: "the same, only validating", start: (scope, sink) => startRelay(scope, sink, { validates: true }), plan: { path: "/bench/validate" } },
  older: { name: "relay, on disk, the endpoint's request", start: (scope, sink) => startRelay(scope, sink), plan: OLDER },
  peer: { name: "FastAPI, only validating", start: (scope) => startPeer(scope, {}), plan: OLDER },
  peers: { name: "FastAPI, only validating, a worker per core", start: (scope, _, workers) => startPeer(scope, { workers }), plan: OLDER },
  stores: { name: "FastAPI, each in SQLite", start: (scope) => startPeer(scope, { stores: true }), plan: OLDER },
  logs: { name: "FastAPI, each in SQLite with WAL", start: (scope) => startPeer(scope, { stores: true, journal: "WAL" }), plan: OLDER },
};

/** @param {import("../programs.js").Scope} scope @param {import("./index.js").Bench} bench */
async function measure(scope, { rounds, seconds, cores }) {
  const sink = await startSink(scope, "refuses");
  const all = Object.entries(CONTESTANTS);
  const servers = new Map();
  for (const [key, { start }] of all) servers.set(key, await start(scope, sink, cores));
  /** @type {Record<string, number[]>} */
  const found = {};
  for (let round = 0; round < rounds; round += 1) {
    // Whoever comes first in one round comes last in the next.
    for (const [key, { plan }] of round % 2 ? all.toReversed() : all) {
      const { per_second: rate } = await load(scope, servers.get(key), { ...plan, seconds, "warm-up": seconds / 4 });
      (found[key] ??= []).push(rate);
    }
  }
  return found;
}

/** The same while its sink takes everything; after the others, whom its delivery would slow. @param {import("../programs.js").Scope} scope @param {import("./index.js").Bench} bench */
async function delivering(scope, { rounds, seconds }) {
  const relay = await startRelay(scope, await startSink(scope, "takes"));
  /** @type {number[]} */
  const found = [];
  for (let round = 0; round < rounds; round += 1) found.push((await load(scope, relay, { seconds, "warm-up": seconds / 4 })).per_second);
  return figure(found);
}

/** @type {import("./index.js").Row} */
export async function intake(scope, bench) {
  const found = await measure(scope, bench);
  const meanwhile = { "relay, on disk, delivering meanwhile, /s": await delivering(scope, bench) };
  const all = (/** @type {string} */ key) => found[key] ?? [];
  const figures = (/** @type {string[]} */ ...keys) => Object.fromEntries(keys.map((key) => [`${CONTESTANTS[key]?.name}, /s`, figure(all(key))]));
  Object.assign(bench, { durable: figure(all("durable")).median });
  return [
    { name: "durable accepts against the same handler that only validates", goal: { least: 0.45, unit: "×" }, reached: ratio(all("durable"), all("validates")), figures: { ...figures("durable", "validates"), ...meanwhile } },
    { name: "durable accepts against FastAPI that only validates (1 worker, uvicorn's default)", goal: { least: 3, unit: "×" }, reached: ratio(all("older"), all("peer")), figures: { ...figures("older", "peer", "peers"), "against a worker per core, ×": ratio(all("older"), all("peers")) } },
    { name: "durable accepts against FastAPI that commits each to SQLite (as Python opens it)", goal: { least: 15, unit: "×" }, reached: ratio(all("older"), all("stores")), figures: { ...figures("stores", "logs"), "against WAL, ×": ratio(all("older"), all("logs")) } },
  ];
}
