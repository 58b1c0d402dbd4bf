/** What somebody pays for who votes and says why: thumb and comment, or the peer's form opened and sent. */

import { total } from "../bytes.js";
import { visit } from "../visit.js";

/** @type {import("./index.js").Row} */
export const used = {
  name: "after use, default controls: voted, and a comment sent",
  goal: { figure: "bytes of brotli", most: 38_000, by: "median" },
  rounds: 1,
  fits: () => true,
  measure: (bench, contestant) =>
    visit(bench, contestant, async ({ page, files }) => {
      await contestant.use(page);
      return { "bytes of brotli": total(await files()) };
    }),
};
