/** How long a durable answer takes at half of what is taken, from the time at which each request was due. */

import { figure } from "../../stats.js";
import { load, startRelay, startSink } from "../programs.js";

/** @type {import("./index.js").Row} */
export async function latency(scope, { durable = 1_000, rounds, seconds }) {
  const relay = await startRelay(scope, await startSink(scope, "refuses"));
  /** @type {import("../programs.js").Found[]} */
  const found = [];
  for (let round = 0; round < rounds; round += 1) found.push(await load(scope, relay, { rate: durable / 2, seconds, "warm-up": seconds / 4 }));
  const of = (/** @type {"per_second" | "p50_ms" | "p99_ms" | "max_ms"} */ what) => figure(found.map((each) => each[what]));
  return [
    {
      name: "99th percentile of a durable accept at half that load",
      goal: { most: 50, unit: "ms" },
      reached: of("p99_ms"),
      figures: { "accepts, /s": of("per_second"), "median, ms": of("p50_ms"), "longest, ms": of("max_ms") },
    },
  ];
}
