/* global window */
/** What moves under the reader's eyes from the load to the comment sent. */

import { visit } from "../visit.js";

const all = "layout shift, those after a click too";

/** @type {import("./index.js").Row} */
export const shift = {
  name: "layout shift over load, click, follow-up and sending",
  goal: { figure: all, most: 0, by: "worst" },
  rounds: 7,
  fits: () => true,
  measure: (bench, contestant) =>
    visit(bench, contestant, async ({ page }) => {
      await contestant.use(page);
      const shifts = await page.evaluate(async () => {
        const seen = /** @type {import("../inside/watch.js").Seen} */ (/** @type {any} */ (window).bench);
        await seen.settle();
        return seen.shifts;
      });
      const sum = (/** @type {typeof shifts} */ some) => some.reduce((before, { value }) => before + value, 0);
      return { [all]: sum(shifts), "of it without a click's excuse": sum(shifts.filter(({ isExcused }) => !isExcused)) };
    }),
};
