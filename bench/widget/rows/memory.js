/* global document, window */
/** Elements come and go with the answers of a long chat. */

import { eventually } from "../../../tests/support/poll.js";
import { visit } from "../visit.js";

const EACH = 200;
const ROUNDS = 10;
/** The first rounds fill the memory, which never shrinks and grows by 64 KiB at a time. */
const FILLED = 5;

const growth = `KiB of wasm memory gained from round ${FILLED} to round ${ROUNDS}`;

/** In the page: elements that mount, and go. @param {number} each */
async function round(each) {
  const all = Array.from({ length: each }, (_, index) => {
    const element = document.createElement("llm-feedback");
    element.setAttribute("span-id", `${index}`);
    element.setAttribute("load", "eager");
    return element;
  });
  document.body.append(...all);
  const isThere = (/** @type {Element} */ element) => element.shadowRoot?.querySelector(".status");
  while (!all.every(isThere)) await /** @type {any} */ (window).bench.frame();
  for (const element of all) element.remove();
}

/** In the page: something that its collector will find, and say so. */
function lay() {
  const registry = new FinalizationRegistry(() => Object.assign(window, { swept: true }));
  registry.register({}, undefined);
  Object.assign(window, { swept: false, registry });
}

/** What the page's collector has yet to find is no leak. @param {import("playwright-core").Page} page */
async function sweep(page) {
  await page.evaluate(lay);
  await eventually("the page's collector to sweep", async () => {
    await page.requestGC();
    return page.evaluate(() => "swept" in window && window.swept);
  });
}

/** @type {import("./index.js").Row} */
export const memory = {
  name: `wasm memory over ${ROUNDS} rounds of ${EACH} mounted and removed`,
  goal: { figure: growth, most: 0, by: "median" },
  rounds: 1,
  fits: ({ mounted }) => mounted !== undefined,
  measure: (bench, contestant) =>
    visit(bench, contestant, async ({ page }) => {
      /** @type {number[]} */
      const sizes = [];
      for (let count = 0; count < ROUNDS; count += 1) {
        await page.evaluate(round, EACH);
        await sweep(page);
        sizes.push(await page.evaluate(() => /** @type {any} */ (window).bench.memory.buffer.byteLength / 1024));
      }
      const [first = NaN, filled = NaN, last = NaN] = [sizes[0], sizes[FILLED - 1], sizes.at(-1)];
      return { [growth]: last - filled, "KiB after round 1": first, [`KiB after round ${FILLED}`]: filled, [`KiB after round ${ROUNDS}`]: last };
    }),
};
