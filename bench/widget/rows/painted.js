/** What everybody who sees the page pays for. */

import { total } from "../bytes.js";
import { visit } from "../visit.js";

/** @type {import("./index.js").Row} */
export const painted = {
  name: "before the controls are painted",
  goal: { figure: "bytes of brotli", most: 3_000, by: "median" },
  rounds: 1,
  fits: () => true,
  measure: (bench, contestant) => visit(bench, contestant, async ({ files }) => ({ "bytes of brotli": total(await files()) })),
};
