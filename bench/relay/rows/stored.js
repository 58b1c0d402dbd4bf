/** Whether a store that is already large takes events as fast as an empty one. */

import { statSync } from "node:fs";
import { join } from "node:path";

import { figure, ratio } from "../../stats.js";
import { fill, folder, load, startRelay, startSink } from "../programs.js";
import { many } from "../report.js";

/** @type {import("./index.js").Row} */
export async function stored(scope, { rounds, seconds, storedThousands }) {
  const file = join(await folder(scope), "store.db");
  const store = `sqlite:${file}`;
  const begun = performance.now();
  await fill(scope, store, storedThousands, "thumb");
  const filling = (performance.now() - begun) / 1_000;
  const sink = await startSink(scope, "refuses");
  const [full, empty] = [await startRelay(scope, sink, { store }), await startRelay(scope, sink)];
  /** @type {number[][]} */
  const [atFull, atEmpty] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    const both = /** @type {const} */ ([[full, atFull], [empty, atEmpty]]);
    for (const [relay, found] of round % 2 ? both.toReversed() : both) found?.push((await load(scope, relay, { seconds, "warm-up": seconds / 4 })).per_second);
  }
  return [
    {
      name: `intake with ${many(storedThousands)} events stored against an empty store`,
      goal: { least: 0.9, unit: "×" },
      reached: ratio(atFull ?? [], atEmpty ?? []),
      figures: {
        "accepts, /s": figure(atFull ?? []),
        "accepts by the empty one, /s": figure(atEmpty ?? []),
        "the store, GB": figure([statSync(file).size / 1e9]),
        "s to write it": figure([filling]),
        "s to open it": figure([full.openedMs / 1_000]),
      },
    },
  ];
}
