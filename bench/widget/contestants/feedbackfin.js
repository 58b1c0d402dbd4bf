/** feedbackfin: a form that opens at the page's own button. */

import { bundle } from "../bundle.js";

/** As https://www.npmjs.com/package/feedbackfin sets it up. */
const HTML = `<script>window.feedbackfin = { config: { url: "/feedback", mode: "form", disableErrorAlert: true } };</script>
<script src="/feedbackfin.js" defer></script><button data-feedbackfin-button>Feedback</button>`;

/** @returns {Promise<import("./index.js").Contestant>} */
export async function feedbackfin() {
  return {
    name: "feedbackfin",
    html: HTML,
    files: { "/feedbackfin.js": await bundle('import "feedbackfin";', "iife") },
    controls: ["[data-feedbackfin-button]"],
    first: ["[data-feedbackfin-button]"],
    pressed: ["#feedbackfin__container .feedbackfin__radio-label"],
    ready: ["#feedbackfin__container .feedbackfin__radio-label"],
    prepare: () => Promise.resolve(),
    second: ["#feedbackfin__container .feedbackfin__radio-label"],
    use,
    answer: (path) => (path === "/feedback" ? "{}" : undefined),
  };
}

/** @param {import("playwright-core").Page} page */
async function use(page) {
  await page.locator("[data-feedbackfin-button]").click();
  await page.locator(".feedbackfin__radio-label").first().click();
  await page.locator("#feedbackfin__message").fill("Too long");
  await page.locator("#feedbackfin__submit").click();
  await page.locator("#feedbackfin__container[data-success]").waitFor();
}
