/* global document, window, performance */
/** A long page of answers whose controls nobody has touched. */

import { processorTime } from "../processor.js";
import { visit } from "../visit.js";

const COUNT = 200;

/** In the page: elements made, appended and laid out in one task; then the frame that shows them. @param {{ tag: string, count: number }} what */
async function append({ tag, count }) {
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) {
    const element = document.createElement(tag);
    element.setAttribute("span-id", `${index}`);
    document.body.append(element);
  }
  document.body.getBoundingClientRect();
  const laidOut = performance.now();
  const drawn = await /** @type {any} */ (window).bench.drawn();
  // The same in each contestant, or they cannot be compared.
  const inside = [...(document.querySelector(tag)?.shadowRoot?.querySelectorAll("*") ?? [])];
  const parts = inside.reduce((sum, { attributes }) => sum + 1 + attributes.length, 0);
  return { "ms to layout": laidOut - begun, "ms to the end of the next frame": drawn - begun, parts };
}

/** @type {import("./index.js").Row} */
export const resting = {
  name: `${COUNT} resting elements appended`,
  goal: { figure: "ms to layout", most: 1.3, by: "ratio" },
  rounds: 15,
  fits: ({ tag }) => tag !== undefined,
  measure: (bench, contestant) =>
    visit(bench, contestant, async ({ page, cdp }) => {
      const before = await processorTime(cdp);
      const { parts, ...figures } = await page.evaluate(append, { tag: contestant.tag ?? "", count: COUNT });
      return { ...figures, "ms of processor time": (await processorTime(cdp)) - before, "nodes and attributes in each": parts };
    }),
};
