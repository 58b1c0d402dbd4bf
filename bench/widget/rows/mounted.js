/* global document, window, performance */
/** The same with the whole widget in each from the start: what the page's own work has to wait for. */

import { longestTask } from "../trace.js";
import { visit } from "../visit.js";

const COUNT = 200;

/** In the page: appends elements, and waits until all are there. @param {{ tag: string, count: number, inside: string }} what */
async function mount({ tag, count, inside }) {
  const { bench } = /** @type {any} */ (window);
  performance.mark("bench-begin");
  const begun = performance.now();
  const all = Array.from({ length: count }, (_, index) => {
    const element = document.createElement(tag);
    element.setAttribute("span-id", `${index}`);
    element.setAttribute("load", "eager");
    document.body.append(element);
    return element;
  });
  while (!all.every((element) => element.shadowRoot?.querySelector(inside))) await bench.frame();
  const ended = await bench.drawn();
  await bench.settle();
  performance.mark("bench-end");
  return ended - begun;
}

/** @type {import("./index.js").Row} */
export const mounted = {
  name: `${COUNT} mounted: load="eager"; plain JavaScript's at rest beside it`,
  goal: { figure: "ms of the longest task", most: 50, by: "median" },
  rounds: 7,
  fits: ({ tag }) => tag !== undefined,
  measure: (bench, contestant) =>
    visit(bench, contestant, async ({ page }) => {
      const what = { tag: contestant.tag ?? "", count: COUNT, inside: (contestant.mounted ?? contestant.controls)[1] ?? "" };
      const { result, task, processor, above } = await longestTask(bench.browser, page, () => page.evaluate(mount, what));
      return { "ms of the longest task": task, "ms of processor time in one task": processor, "tasks above 50 ms": above, "ms until all are there": result };
    }),
};
