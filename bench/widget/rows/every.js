/** The same with every control of ours: thumbs, stars, faces, 0 to 10, reasons, comment, correction. */

import { total } from "../bytes.js";
import { visit } from "../visit.js";

/** @type {import("./index.js").Row} */
export const every = {
  name: "after use, every control",
  goal: { figure: "bytes of brotli", most: 46_000, by: "median" },
  rounds: 1,
  fits: ({ useEvery }) => useEvery !== undefined,
  measure: (bench, contestant) => {
    const work = async (/** @type {import("../visit.js").Visit} */ { page, files }) => {
      await contestant.useEvery?.(page);
      return { "bytes of brotli": total(await files()) };
    };
    return visit(bench, contestant, work, contestant.htmlOfEvery);
  },
};
