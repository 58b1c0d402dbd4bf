/* global window */
/** Interaction to next paint, as the browser's event timing tells it, in steps of 8 ms. */

import { slow } from "../slow.js";
import { visit } from "../visit.js";

/** The browser writes down what took 16 ms or more. */
const BELOW = 8;

const rest = "ms for a click at rest";

/** In the page: the slowest since the last call. @param {number} below */
async function slowest(below) {
  const { bench } = /** @type {any} */ (window);
  await bench.settle();
  return Math.max(below, ...bench.interactions.splice(0).map((/** @type {{ duration: number }} */ { duration }) => duration));
}

/** @type {import("./index.js").Row} */
export const interaction = {
  name: `interaction to next paint, CPU 4 times slower (${BELOW} stands for below 16)`,
  // What https://web.dev/articles/inp calls good.
  goal: { figure: rest, most: 200, by: "median" },
  rounds: 5,
  fits: () => true,
  measure: (bench, contestant) =>
    visit(bench, contestant, async (seen) => {
      const { page, painted } = seen;
      await slow(seen);
      await page.locator(contestant.first.join(" ")).first().click();
      await painted(contestant.ready);
      const atRest = await page.evaluate(slowest, BELOW);
      await contestant.prepare(page);
      await page.evaluate(slowest, BELOW);
      await page.locator(contestant.second.join(" ")).first().click();
      return { [rest]: atRest, "ms for a click when mounted (peers: in their form)": await page.evaluate(slowest, BELOW) };
    }),
};
