/** How fast a backlog goes to a sink that takes everything, and what memory that costs. */

import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { figure } from "../../stats.js";
import { fill, folder, memory, startRelay, startSink, taken } from "../programs.js";

const BETWEEN_MS = 100;
/** A share of the backlog with which memory has settled. */
const SETTLED = 0.1;

/** @type {import("./index.js").Row} */
export async function delivery(scope, { thousands }) {
  const store = join(await folder(scope), "store.db");
  await fill(scope, store, thousands, "thumb");
  const sink = await startSink(scope, "takes");
  const relay = await startRelay(scope, sink, { store });
  const all = thousands * 1_000;
  const seen = [{ at: performance.now(), signals: await taken(sink), held: (await memory(relay)).now }];
  while ((seen.at(-1)?.signals ?? 0) < all) {
    await pause(BETWEEN_MS);
    seen.push({ at: performance.now(), signals: await taken(sink), held: (await memory(relay)).now });
  }
  const first = seen[0] ?? { at: 0, signals: 0 };
  const last = seen.at(-1) ?? first;
  const settled = seen.filter(({ signals }) => signals >= SETTLED * all).map(({ held }) => held);
  const gained = (settled.at(-1) ?? 0) - (settled[0] ?? 0);
  return [
    {
      name: `delivery of a backlog of ${thousands.toLocaleString("en")} thousand events of one signal`,
      goal: { least: 20_000, unit: "signals/s" },
      reached: figure([((last.signals - first.signals) / (last.at - first.at)) * 1_000]),
      figures: {},
    },
    {
      name: "memory gained between the first tenth of that backlog and its end",
      goal: { most: 8, unit: "MB" },
      reached: figure([gained]),
      figures: { "highest, MB": figure([(await memory(relay)).highest]) },
    },
  ];
}
