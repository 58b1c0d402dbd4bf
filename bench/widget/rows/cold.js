/* global window */
/** The first click on a page that has loaded and was not touched: how soon it is seen to have worked. */

import { slow } from "../slow.js";
import { visit } from "../visit.js";

/** @typedef {import("../visit.js").Visit} Visit */

const pressed = "ms to the pressed state painted (peers: their form)";

/** The pointer arrives and clicks in one go: nothing is fetched because it came near. @param {Visit} visit @param {string[]} path */
async function strike({ page, cdp }, path) {
  const box = await page.locator(path.join(" ")).first().boundingBox();
  if (!box) throw new Error(`${path.join(" ")} is not shown`);
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const button = /** @type {const} */ ({ button: "left", clickCount: 1 });
  await Promise.all([
    cdp.send("Input.dispatchMouseEvent", { type: "mouseMoved", ...at }),
    cdp.send("Input.dispatchMouseEvent", { type: "mousePressed", ...at, ...button }),
    cdp.send("Input.dispatchMouseEvent", { type: "mouseReleased", ...at, ...button }),
  ]);
}

/** @type {import("./index.js").Row} */
export const cold = {
  name: "first click on a cold page, CPU 4 times slower",
  goal: { figure: pressed, most: 100, by: "median" },
  rounds: 7,
  fits: () => true,
  measure: (bench, contestant) =>
    visit(bench, contestant, async (seen) => {
      const { page, painted } = seen;
      await slow(seen);
      const atPressed = painted(contestant.pressed);
      const atMounted = contestant.mounted && painted(contestant.mounted);
      // The watchers are there once the page has answered.
      await page.evaluate(() => 0);
      await strike(seen, contestant.first);
      const [shown, there] = await Promise.all([atPressed, atMounted]);
      const { clicked } = await page.evaluate(() => ({ clicked: /** @type {any} */ (window).bench.clicked }));
      if (there === undefined) return { [pressed]: shown - clicked };
      const stored = await (await page.waitForFunction(() => /** @type {any} */ (window).bench.stored)).jsonValue();
      return { [pressed]: shown - clicked, "ms to the widget mounted": there - clicked, "ms to the vote in the outbox": stored - clicked };
    }),
};
