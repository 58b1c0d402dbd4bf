/** pkg/dist by script tag, with the line of CSS that the README asks for. */

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { distFolder } from "../../../scripts/build/paths.js";

/** @typedef {import("playwright-core").Page} Page */

const script = '<style>llm-feedback{display:block;min-height:2rem}</style><script type="module" src="/thumbspan.js"></script>';
const every = `controls="thumbs rating reasons comment correction" reasons='["Not true","Too long"]'`;

/** @param {string} attributes */
const element = (attributes) => `<llm-feedback span-id="42" ${attributes}></llm-feedback>`;

/** As many events of a name as were fired. @param {Page} page @param {number} count */
const sent = (page, count) => page.waitForFunction((want) => /** @type {any} */ (globalThis).sent >= want, count);
const counting = '<script>var sent=0;addEventListener("feedback-sent",()=>sent++)</script>';

/** @returns {Promise<import("./index.js").Contestant>} */
export function ours() {
  if (!existsSync(join(distFolder, "thumbspan.js"))) throw new Error("There is no pkg/dist; run: npm run build");
  const names = readdirSync(distFolder);
  return Promise.resolve({
    name: "ours",
    tag: "llm-feedback",
    html: counting + script + element(""),
    htmlOfEvery: counting + script + element(every) + ["faces", "nps"].map((scale) => element(`id="${scale}" controls="rating" scale="${scale}"`)).join(""),
    files: Object.fromEntries(names.map((name) => [`/${name}`, readFileSync(join(distFolder, name))])),
    controls: ["llm-feedback", "fieldset:enabled .down"],
    first: ["llm-feedback", ".down"],
    pressed: ["llm-feedback", ".down[aria-pressed=true]"],
    mounted: ["llm-feedback", ".status"],
    ready: ["llm-feedback", ".more[data-open=true]"],
    prepare: () => Promise.resolve(),
    second: ["llm-feedback", ".up"],
    use,
    useEvery,
  });
}

/** @param {Page} page */
async function use(page) {
  const host = page.locator("llm-feedback").first();
  await host.locator(".down").click();
  await host.locator(".status").waitFor({ state: "attached" });
  await host.locator(".comment textarea").fill("Too long");
  await host.locator(".send").click();
  await sent(page, 2);
}

/** @param {Page} page */
async function useEvery(page) {
  const host = page.locator("llm-feedback").first();
  await host.locator(".down").click();
  await host.locator(".status").waitFor({ state: "attached" });
  await host.locator(".point").nth(1).click();
  await host.locator(".reason").first().click();
  await host.locator(".comment textarea").fill("Too long");
  await host.locator(".correction textarea").fill("412");
  await host.locator(".send").click();
  await sent(page, 5);
  for (const scale of ["#faces", "#nps"]) await page.locator(scale).locator(".point").first().click();
  await sent(page, 7);
}
