/** How fast a backlog goes to a sink that takes everything, and what memory that costs. */

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { figure } from "../../stats.js";
import { fill, folder, memory, startRelay, startSink, taken } from "../programs.js";
import { many } from "../report.js";

const BETWEEN_MS = 100;
/** How long nothing may arrive before something must be wrong. */
const STUCK_MS = 30_000;
/** A share of the backlog with which memory has settled. */
const SETTLED = 0.1;

/** @typedef {{ at: number, signals: number, held: number }} Seen */

/** Looks until all has arrived; at the memory of one relay. @param {import("../programs.js").Served} relay @param {import("../programs.js").Served} sink @param {number} all @returns {Promise<Seen[]>} */
export async function watch(relay, sink, all) {
  const look = async () => ({ at: performance.now(), signals: await taken(sink), held: (await memory(relay)).now });
  let moved = await look();
  const seen = [moved];
  for (let last = moved; last.signals < all; last = await look()) {
    seen.push(last);
    if (last.signals > moved.signals) moved = last;
    if (last.at - moved.at > STUCK_MS) throw new Error(`${last.signals} of ${all} signals arrived, and no more:\n${relay.program.said()}`);
    await pause(BETWEEN_MS);
  }
  return [...seen, await look()];
}

/** @type {import("./index.js").Row} */
export async function delivery(scope, { thousands }) {
  const store = `sqlite:${join(await folder(scope), "store.db")}`;
  await fill(scope, store, thousands, "thumb");
  const sink = await startSink(scope, "takes");
  const relay = await startRelay(scope, sink, { store });
  const all = thousands * 1_000;
  const seen = await watch(relay, sink, all);
  const settled = seen.filter(({ signals }) => signals >= SETTLED * all).map(({ held }) => held);
  return [
    { name: `delivery of a backlog of ${many(thousands)} events of one signal`, goal: { least: 20_000, unit: "signals/s" }, reached: figure([speed(seen)]), figures: {} },
    {
      name: "memory gained between the first tenth of that backlog and its end",
      goal: { most: 8, unit: "MB" },
      reached: figure([(settled.at(-1) ?? NaN) - (settled[0] ?? NaN)]),
      figures: { "highest, MB": figure([(await memory(relay)).highest]) },
    },
  ];
}

/** Signals a second, from the first look to the last. @param {Seen[]} seen */
export function speed(seen) {
  const [first, last] = [seen[0], seen.at(-1)];
  return first && last ? ((last.signals - first.signals) / (last.at - first.at)) * 1_000 : NaN;
}
