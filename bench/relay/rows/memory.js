/** What the relay holds in memory: at rest, and once many events came in. */

import { figure } from "../../stats.js";
import { load, memory as held, startRelay, startSink } from "../programs.js";
import { many } from "../report.js";

/** Events in a request. */
const EVENTS = 50;

/** @type {import("./index.js").Row} */
export async function memory(scope, { thousands }) {
  const relay = await startRelay(scope, await startSink(scope, "refuses"));
  const idle = await held(relay);
  const requests = (thousands * 1_000) / EVENTS;
  const { seconds } = await load(scope, relay, { requests, events: EVENTS, shape: "thumb", seconds: 600 });
  const after = await held(relay);
  return [
    { name: "memory, idle", goal: { most: 20, unit: "MB" }, reached: figure([idle.now]), figures: {} },
    {
      name: `memory after ${many(thousands)} events`,
      goal: { most: 64, unit: "MB" },
      reached: figure([after.now]),
      figures: { "highest, MB": figure([after.highest]), [`events, ${EVENTS} to a request, /s`]: figure([(thousands * 1_000) / seconds]) },
    },
  ];
}
