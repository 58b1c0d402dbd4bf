/** The same controls in hand-written JavaScript: pages/plain.js. */

import { bundle } from "../bundle.js";

/** @returns {Promise<import("./index.js").Contestant>} */
export async function plain() {
  return {
    name: "plain",
    tag: "plain-feedback",
    html: '<style>plain-feedback{display:block;min-height:2rem}</style><script type="module" src="/plain.js"></script><plain-feedback span-id="42"></plain-feedback>',
    files: { "/plain.js": await bundle('import "./pages/plain.js"') },
    controls: ["plain-feedback", "fieldset:enabled .down"],
    first: ["plain-feedback", ".down"],
    pressed: ["plain-feedback", ".down[aria-pressed=true]"],
    ready: ["plain-feedback", ".more:popover-open"],
    prepare: () => Promise.resolve(),
    second: ["plain-feedback", ".up"],
    use,
  };
}

/** @param {import("playwright-core").Page} page */
async function use(page) {
  const host = page.locator("plain-feedback").first();
  await host.locator(".down").click();
  await host.locator("textarea").fill("Too long");
  const answered = page.waitForResponse((response) => response.url().endsWith("/v1/feedback") && (response.request().postData() ?? "").includes("user_comment"));
  await host.locator(".send").click();
  await answered;
}
