/** The playground: every attribute can be turned, the link restores it, and the code that it gives votes. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { startDemo } from "../support/demo.js";
import { temporaryFolder } from "../support/folder.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { serveFolder } from "../support/site.js";
import { read } from "../../www/playground/attributes.js";
import { violations, withAxe } from "./page/axe.js";
import { followDelivered } from "./page/delivered.js";

const file = fileScope();
const browser = await launchBrowser(file);
const { url } = await startDemo(file);
const delivered = await followDelivered(file, url);
/** The package's own, not the playground's copy of it. */
const manifest = read(JSON.parse(await readFile(inCheckout("pkg/custom-elements.json"), "utf8")));

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */
/** @typedef {import("../../www/playground/attributes.js").Attribute} Attribute */

/**
 * @param {import("node:test").TestContext} t
 * @param {string} [hash]
 * @param {{ options?: import("playwright-core").BrowserContextOptions, before?: (page: Page) => Promise<unknown> }} [how]
 */
async function open(t, hash = "", { options, before } = {}) {
  const page = await browser.newPage(options);
  t.after(() => page.close());
  const said = { error: /** @type {string[]} */ ([]), warning: /** @type {string[]} */ ([]) };
  page.on("pageerror", (error) => said.error.push(error.message));
  page.on("console", (message) => said[/** @type {"error"} */ (message.type())]?.push(message.text()));
  await withAxe(page);
  await before?.(page);
  await page.goto(`${url}/playground.html${hash}`);
  await page.locator("body[data-ready]").waitFor();
  return { page, said, element: page.locator("#stage llm-feedback") };
}

/** The one control of an attribute or property. @param {Page} page @param {string} name */
const control = (page, name) => page.locator(`[id="set-${name}"]`);

/** @param {Page} page @param {string} [tab] */
const code = async (page, tab = "html") => (await page.locator(`#code-${tab} code`).textContent()) ?? "";

/** @param {Locator} element @param {string} name @param {string | null} wanted */
const has = (element, name, wanted) => eventually(`${name}=${wanted}`, async () => (await element.getAttribute(name)) === wanted);

/** What a kind of attribute is set to. @param {Attribute} attribute */
function another({ name, kind, choices, standard }) {
  if (kind === "switch") return "";
  if (kind === "choice") return choices.find((choice) => choice !== standard) ?? "";
  if (kind === "json") return '{"up":"It\'s <good> & \\"fine\\""}';
  return name === "controls" ? "rating" : name === "relay" ? url : `a-${name}`;
}

/** @param {Page} page @param {Attribute} attribute @param {string} value */
async function turn(page, { name, kind }, value) {
  const input = control(page, name);
  if (kind === "switch") await input.click();
  else if (kind === "choice") await input.selectOption(value);
  else await input.fill(value);
}

test("every attribute and property of the manifest has its control, which fits its type", async (t) => {
  const { page } = await open(t);
  const kinds = { choice: "select", text: "input", json: "textarea", switch: "input" };
  for (const { name, kind } of manifest.attributes) {
    assert.equal(await control(page, name).count(), 1, name);
    assert.equal(await control(page, name).evaluate((input) => input.localName), kinds[kind], name);
  }
  for (const { name } of manifest.properties) assert.equal(await control(page, name).count(), 1, name);
  assert.equal(await page.locator("#settings [id^=set-]").count(), manifest.attributes.length + manifest.properties.length);
  const shown = manifest.attributes.map(({ kind }) => kind);
  for (const kind of Object.keys(kinds)) assert.ok(shown.includes(/** @type {any} */ (kind)), kind);
});

test("every attribute can be turned: the element and every code have it, and lose it again", async (t) => {
  const { page, element, said } = await open(t, "#nothing");
  for (const attribute of manifest.attributes) {
    const { name, property, kind } = attribute;
    const value = another(attribute);
    await turn(page, attribute, value);
    await has(element, name, value);
    for (const tab of ["html", "npm", "react", "vue", "svelte", "angular"]) {
      const text = await code(page, tab);
      const tag = text.slice(text.indexOf("<llm-feedback"));
      assert.ok(tag.includes(name) || tag.includes(`[${property}]`), `${tab} has no ${name}: ${text}`);
    }
    await turn(page, attribute, kind === "choice" ? attribute.standard : "");
    await has(element, name, null);
    assert.equal((await code(page)).includes(` ${name}`), false, name);
  }
  assert.deepEqual(said.error, []);
});

test("a colour is on the element and in the code; what is none is in neither", async (t) => {
  const { page, element } = await open(t);
  for (const { name } of manifest.properties) {
    await control(page, name).fill("#ff00aa");
    assert.equal(await element.evaluate((host, of) => /** @type {HTMLElement} */ (host).style.getPropertyValue(of), name), "#ff00aa");
    assert.ok((await code(page)).includes(`${name}: #ff00aa;`));
    await control(page, name).fill("red} </style><script>alert(1)</script>");
    assert.equal(await element.evaluate((host, of) => /** @type {HTMLElement} */ (host).style.getPropertyValue(of), name), "");
    assert.equal((await code(page)).includes("alert"), false);
    await page.locator(`[id="fault-${name}"]`).filter({ hasText: "no colour" }).waitFor();
    await control(page, name).fill("");
  }
});

test("what is as by default is not in the code", async (t) => {
  const { page } = await open(t, "#scale=stars&controls=thumbs+comment&theme=auto&span-id=42");
  assert.equal(await code(page), `<script type="module" src="${url}/thumbspan.js"></script>\n\n<llm-feedback span-id="42"></llm-feedback>\n`);
});

test("the words of controls are chosen by buttons, in their order", async (t) => {
  const { page, element } = await open(t);
  await page.getByRole("button", { name: "rating", pressed: false }).click();
  await has(element, "controls", "thumbs comment rating");
  await page.getByRole("button", { name: "thumbs", pressed: true }).click();
  await has(element, "controls", "comment rating");
});

for (const hash of [
  "#span-id=20245611112024561111",
  `#${new URLSearchParams({ "span-id": "20245611112024561111", controls: "rating thumbs", tags: '{"quoted":"it\'s <b> & \\"c\\""}', texts: '{"down":"</script>"}', "--thumbspan-bad": "#ff00aa", name: "a\"b&amp;" })}`,
]) {
  test(`the code, pasted into an empty page of another origin, votes: ${decodeURIComponent(hash).slice(0, 60)}`, async (t) => {
    const { page } = await open(t, hash);
    const text = await code(page);
    const site = await serveFolder(t, await temporaryFolder(t), { pages: { "/index.html": text } });
    const pasted = await browser.newPage();
    t.after(() => pasted.close());
    await pasted.goto(site);
    const host = pasted.locator("llm-feedback");
    const given = new URLSearchParams(hash.slice(1));
    for (const [name, value] of given) if (!name.startsWith("--")) assert.equal(await host.getAttribute(name), value);
    const before = delivered.count();
    await host.locator(".down").click();
    const line = await delivered.next(before);
    assert.equal(line.target.span_id, "20245611112024561111");
    assert.deepEqual(line.tags, { ...JSON.parse(given.get("tags") ?? "{}"), verified: "false" });
  });
}

test("the events are shown as they come", async (t) => {
  const { page, element } = await open(t);
  await element.locator(".down").click();
  await page.locator("#events li", { hasText: "feedback-sent" }).waitFor();
  const names = await page.locator("#events summary > code").allTextContents();
  assert.deepEqual(names.reverse(), ["feedback-change", "feedback-submit", "feedback-sent"]);
  assert.ok((await page.locator("#events .body").first().textContent())?.includes('"span_id": "20245611112024561111"'));
  await page.locator("#events").getByRole("button", { name: "Clear" }).click();
  assert.equal(await page.locator("#events li").count(), 0);
});

test("nonsense warns beside its control and in the element's own words, until it is mended", async (t) => {
  const { page, said } = await open(t);
  const warnings = page.locator("#warnings");
  for (const [name, value, fault, words] of /** @type {const} */ ([
    ["controls", "thumbs smiley", /Unknown: smiley/, /does not know controls="smiley"/],
    ["tags", "{", /no JSON/, /ignores tags/],
    ["relay", "javascript:alert(1)", /https:\/\//, /relay="javascript:alert\(1\)" is not an http\(s\) URL/],
    ["reasons", "7", /JSON object/, /ignores reasons/],
  ])) {
    await control(page, name).fill(value);
    await page.locator(`#fault-${name}`).filter({ hasText: fault }).waitFor();
    assert.equal(await control(page, name).getAttribute("aria-invalid"), "true");
    await warnings.filter({ hasText: words }).waitFor();
    await control(page, name).fill("");
    await warnings.waitFor({ state: "hidden" });
    assert.equal(await page.locator(`#fault-${name}`).textContent(), "");
  }
  assert.deepEqual(said.error, []);
});

test("a hostile link: what nobody knows is left out, a choice that is none is said, and nothing runs", async (t) => {
  const markup = '"><img src=x onerror=alert(1)>';
  const given = { "span-id": markup, scale: "smiley", onclick: "alert(1)", on: "purple", lang: "xx\"><b>", ["__proto__"]: "x", constructor: "x" };
  const { page, element, said } = await open(t, `#${new URLSearchParams(given)}`);
  assert.equal(await element.getAttribute("span-id"), markup);
  for (const name of ["onclick", "__proto__", "constructor"]) assert.equal(await element.getAttribute(name), null, name);
  assert.equal(await control(page, "scale").inputValue(), "smiley");
  await page.locator("#warnings").filter({ hasText: 'scale="smiley"' }).waitFor();
  assert.equal(await page.locator("main img").count(), 0);
  assert.ok((await code(page)).includes("&quot;&gt;&lt;img src=x"));
  assert.deepEqual(said.error, []);
});

test("a link restores the attributes, the colours and the view; the address follows every change", async (t) => {
  const first = await open(t);
  await control(first.page, "scale").selectOption("faces");
  await control(first.page, "controls").fill("rating comment");
  await control(first.page, "required").click();
  await control(first.page, "--thumbspan-star").fill("#ff00aa");
  await first.page.locator("input[name=on][value=dark]").click({ force: true });
  await first.page.locator("input[name=width][value=narrow]").click({ force: true });
  await first.page.locator("#lang").selectOption("ar");
  const hash = await eventually("the address", async () => {
    const now = await first.page.evaluate(() => location.hash);
    return now.includes("lang=ar") && now;
  });
  const { page, element } = await open(t, hash);
  assert.equal(await element.getAttribute("scale"), "faces");
  assert.equal(await element.getAttribute("controls"), "rating comment");
  assert.equal(await element.getAttribute("required"), "");
  assert.equal(await control(page, "required").isChecked(), true);
  assert.equal(await control(page, "--thumbspan-star").inputValue(), "#ff00aa");
  const stage = await page.locator("#stage").evaluate((it) => ({ ...it.dataset, dir: it.getAttribute("dir"), lang: it.getAttribute("lang") }));
  assert.deepEqual(stage, { on: "dark", width: "narrow", dir: "rtl", lang: "ar" });
  assert.equal(await code(page), await code(first.page));
  await page.evaluate(() => {
    location.hash = "#span-id=7";
  });
  await has(element, "span-id", "7");
  assert.equal(await element.getAttribute("scale"), null);
  await page.getByRole("button", { name: "Reset" }).click();
  await has(element, "span-id", "20245611112024561111");
});

test("the stage is light or dark, from either side, 320 pixels or wide", async (t) => {
  const { page, element } = await open(t, "", { options: { colorScheme: "light" } });
  const looks = () => element.evaluate((host) => {
    const { colorScheme, direction } = getComputedStyle(host);
    return [colorScheme, direction, (host.parentElement?.offsetWidth ?? 0) <= 322];
  });
  assert.deepEqual(await looks(), ["light", "ltr", false]);
  for (const [name, value] of [["on", "dark"], ["dir", "rtl"], ["width", "narrow"]]) await page.locator(`input[name=${name}][value=${value}]`).click({ force: true });
  assert.deepEqual(await looks(), ["dark", "rtl", true]);
});

test("an element started anew forgets what was chosen", async (t) => {
  const { page, element } = await open(t);
  await element.locator(".up").click();
  await element.locator(".up[aria-pressed=true]").waitFor();
  await element.locator(".status[data-phase=thanks]").waitFor({ state: "attached" });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Start anew" }).click();
  await element.locator(".up[aria-pressed=false]").waitFor();
});

/** In the page: what is copied, and whether there is a clipboard to ask. @param {boolean} hasClipboard */
function watchCopies(hasClipboard) {
  const copied = /** @type {string[]} */ ([]);
  Object.assign(window, { copied });
  const clipboard = hasClipboard ? { writeText: async (/** @type {string} */ text) => void copied.push(text) } : undefined;
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: clipboard });
  document.addEventListener("copy", (event) => {
    const { value, selectionStart, selectionEnd } = /** @type {HTMLTextAreaElement} */ (event.target);
    copied.push(value.slice(selectionStart, selectionEnd));
  });
}

for (const hasClipboard of [true, false]) {
  test(`copy takes the code of the chosen tab and says so, ${hasClipboard ? "with" : "without"} the clipboard's interface`, async (t) => {
    const { page } = await open(t, "", { before: (blank) => blank.addInitScript(watchCopies, hasClipboard) });
    await page.locator("#tab-html").focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    await page.locator("#code-react").waitFor();
    await page.locator("#copy").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: /^Copied$/ }).waitFor();
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).copied), [await code(page, "react")]);
    // Whoever pressed it stays there.
    assert.equal(await page.evaluate(() => document.activeElement?.id), "copy");
  });
}

test("by keyboard alone: every control is reached, in the order of the page", async (t) => {
  const { page } = await open(t);
  await page.locator("#anew").focus();
  /** @type {string[]} */
  const reached = [];
  for (let steps = 0; steps < 120; steps += 1) {
    await page.keyboard.press("Tab");
    const id = await page.evaluate(() => document.activeElement?.id || document.activeElement?.localName || "");
    // The element has several.
    if (reached.at(-1) !== id) reached.push(id);
    if (id === `set-${manifest.properties.at(-1)?.name}`) break;
  }
  const wanted = ["lang", "llm-feedback", "copy", "tab-html", "share", "reset", ...[...manifest.attributes, ...manifest.properties].map(({ name }) => `set-${name}`)];
  const inOrder = await page.evaluate((ids) => {
    const all = [...document.querySelectorAll("*")].map(({ id, localName }) => id || localName);
    return all.filter((id) => ids.includes(id));
  }, wanted);
  assert.deepEqual(inOrder.toSorted(), wanted.toSorted());
  assert.deepEqual(reached.filter((id) => wanted.includes(id)), inOrder);
});

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  for (const width of [320, 1280]) {
    test(`axe finds nothing, ${colorScheme}, ${width} pixels wide, and nothing sticks out`, async (t) => {
      const { page, element } = await open(t, "#span-id=42&controls=thumbs+rating+x&tags={", { options: { colorScheme, viewport: { width, height: 800 } } });
      await page.locator("#warnings li").first().waitFor();
      await element.locator(".down").click();
      await page.locator("#events li", { hasText: "feedback-sent" }).waitFor();
      assert.deepEqual(await violations(page), []);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth <= 0), true);
    });
  }
}
