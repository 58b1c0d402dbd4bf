/**
 * Takes the README's picture of the demo, docs/images/demo.png, and further views to look at, in
 * var/screenshots: the demo's, the playground's, those of the integrations, and every state of the
 * element in every look. Fonts are those of the machine. Build first: npm run build. With an argument,
 * only the states in looks of that name, or the pages: npm run screenshots -- dark; -- pages
 */

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { launchBrowser } from "../tests/support/browser.js";
import { startDemo } from "../tests/support/demo.js";
import { LOOKS, STATES, takeState } from "./screenshots/states.js";

const PICTURE = at("docs/images/demo.png");
const VIEWS = "var/screenshots";

/** @typedef {import("playwright-core").Page} Page */

/** @param {string} path */
function at(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}

/**
 * @param {Page} page
 * @param {string} answer
 * @param {string} button
 */
async function press(page, answer, button) {
  const before = await page.locator("#requests > ol > li").count();
  await page.locator(`#${answer} llm-feedback`).getByRole(/star/u.test(button) ? "radio" : "button", { name: button }).click();
  await page.locator("#requests > ol > li").nth(before).waitFor();
}

/** @param {Page} page */
async function vote(page) {
  await press(page, "district-total", "4 stars");
  await press(page, "station-015", "Bad answer");
  await press(page, "station-014", "Good answer");
  // What it lies over is to be seen.
  await page.locator("#station-014 llm-feedback .close").click();
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  await page.locator("#requests summary").first().hover();
}

/** @param {Page} page */
async function comment(page) {
  // The click on the next answer closed it.
  await page.locator("#station-015 llm-feedback .ask").click();
  await page.locator("#station-015 .comment textarea").fill("Page 3 lists four signatures, not three.");
  await page.locator("#station-015").scrollIntoViewIfNeeded();
}

/** @param {Page} page */
async function answersStreamed(page) {
  await page.locator("#missing-signature").scrollIntoViewIfNeeded();
  await page.locator("#missing-signature llm-feedback").getByRole("button", { name: "Good answer", disabled: false }).waitFor();
  await page.evaluate(() => globalThis.scrollTo(0, 0));
}

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} name
 * @param {import("playwright-core").BrowserContextOptions} options
 */
async function views(browser, name, options) {
  const scope = ends();
  try {
    const { url } = await startDemo(scope);
    const page = await browser.newPage({ reducedMotion: "reduce", ...options });
    const shoot = (/** @type {string} */ state, fullPage = false) =>
      page.screenshot({ path: at(`${VIEWS}/${name}-${state}.png`), fullPage });
    await page.goto(url);
    await page.locator("llm-feedback button").first().waitFor();
    await shoot("fresh");
    await vote(page);
    await shoot("voted");
    if (name === "wide") await page.screenshot({ path: PICTURE });
    await comment(page);
    await shoot("comment");
    await answersStreamed(page);
    await shoot("whole", true);
    await playground(page, url, shoot);
    await page.close();
  } finally {
    await scope.end();
  }
}

/** Of the playground, by the end of a picture's name: what is set there, and whether somebody votes. */
const PLAYGROUND = /** @type {Record<string, { hash?: string, votes?: boolean }>} */ ({
  "playground": {},
  "playground-vote": { hash: "#span-id=42&controls=thumbs+reasons+comment&reasons=[%22Not true%22,%22Too long%22]&width=narrow", votes: true },
  "playground-warnings": { hash: "#span-id=42&controls=rating+smiley&tags={&relay=javascript:alert(1)&--thumbspan-star=redd" },
  "playground-opposite": { hash: "#span-id=42&controls=rating+thumbs&scale=faces&on=dark&lang=ar&--thumbspan-accent=%23ff7ad9" },
});

const INTEGRATIONS = ["index", "react", "streamed", "form", "dialog", "strict", "no-script"];

/**
 * @param {Page} page
 * @param {string} url
 * @param {(state: string, fullPage?: boolean) => Promise<unknown>} shoot
 */
async function playground(page, url, shoot) {
  for (const [name, { hash = "", votes = false }] of Object.entries(PLAYGROUND)) {
    await page.goto("about:blank");
    await page.goto(`${url}/playground.html${hash}`);
    await page.locator("body[data-ready]").waitFor();
    if (/smiley/u.test(hash)) await page.locator("#warnings li").first().waitFor();
    if (votes) await page.locator("#stage llm-feedback .down").click();
    if (votes) await page.locator("#events li", { hasText: "feedback-sent" }).waitFor();
    await shoot(name, !votes);
  }
  for (const name of INTEGRATIONS) {
    await page.goto(`${url}/integrations/${name}.html`);
    await page.locator("h1").waitFor();
    if (name === "dialog") await page.locator("#open").click();
    if (name === "streamed") await page.locator("#ask").click();
    if (name === "streamed") await page.locator("llm-feedback fieldset[part=frame]:enabled").waitFor();
    await shoot(`integration-${name}`, name !== "dialog");
  }
}

/** A scope that ends when it is told to. */
function ends() {
  /** @type {(() => Promise<void> | void)[]} */
  const all = [];
  return {
    after: (/** @type {() => Promise<void> | void} */ end) => void all.push(end),
    end: async () => {
      for (const end of all.splice(0).reverse()) await end();
    },
  };
}

/** @param {import("playwright-core").Browser} browser */
async function demo(browser) {
  await views(browser, "wide", { viewport: { width: 1440, height: 900 } });
  await views(browser, "dark", { viewport: { width: 1440, height: 900 }, colorScheme: "dark" });
  await views(browser, "narrow", { viewport: { width: 390, height: 844 } });
  await views(browser, "small", { viewport: { width: 320, height: 640 } });
}

/** @param {import("playwright-core").Browser} browser @param {string} [only] the name of a look */
async function states(browser, only) {
  for (const [name, look] of Object.entries(LOOKS)) {
    if (only !== undefined && only !== name) continue;
    const folder = `${VIEWS}/${name.replaceAll(" ", "-")}`;
    mkdirSync(at(folder), { recursive: true });
    for (const [known, state] of Object.entries(STATES)) {
      const scope = ends();
      await takeState(browser, scope, { state, look, path: at(`${folder}/${known.replaceAll(/\W+/gu, "-")}.png`) }).finally(() => scope.end());
    }
  }
}

mkdirSync(at(VIEWS), { recursive: true });
mkdirSync(at("docs/images"), { recursive: true });
const [, , only] = process.argv;
const all = ends();
try {
  const browser = await launchBrowser(all);
  if (only === undefined || only === "pages") await demo(browser);
  await states(browser, only);
} finally {
  await all.end();
}
