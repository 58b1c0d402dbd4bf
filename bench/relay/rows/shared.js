/** Whether two relays on one PostgreSQL deliver twice what one does, where the sink is what they wait for. */

import { figure, ratio } from "../../stats.js";
import { startPostgres } from "../postgres.js";
import { fill, startRelay, startSink } from "../programs.js";
import { openScope } from "../../../tests/support/scope.js";
import { speed, watch } from "./delivery.js";

/** How long the sink takes to answer: that of a backend on the internet. */
const WAIT_MS = 100;

/** Signals a second that so many relays deliver of a backlog. @param {import("../postgres.js").Postgres} postgres @param {number} relays @param {number} thousands */
async function delivered(postgres, relays, thousands) {
  const scope = openScope();
  try {
    const store = await postgres.database();
    await fill(scope, store, thousands, "thumb");
    const sink = await startSink(scope, "takes", WAIT_MS);
    const all = await Promise.all(Array.from({ length: relays }, () => startRelay(scope, sink, { store })));
    const [relay] = all;
    return relay ? speed(await watch(relay, sink, thousands * 1_000)) : NaN;
  } finally {
    await scope.end();
  }
}

/** @type {import("./index.js").Row} */
export async function shared(scope, { rounds, sharedThousands }) {
  const postgres = await startPostgres(scope);
  /** @type {[number[], number[]]} */
  const [one, two] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    one.push(await delivered(postgres, 1, sharedThousands));
    two.push(await delivered(postgres, 2, sharedThousands));
  }
  return [
    {
      name: `delivery by two relays on one PostgreSQL against one, to a sink that answers after ${WAIT_MS} ms`,
      goal: { least: 1.7, unit: "×" },
      reached: ratio(two, one),
      figures: { "two, signals/s": figure(two), "one, signals/s": figure(one) },
    },
  ];
}
