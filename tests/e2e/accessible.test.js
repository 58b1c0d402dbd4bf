/** What axe-core finds in each state: nothing. https://github.com/dequelabs/axe-core */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { BROWSER, launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

/** @typedef {import("./page/open.js").Opened} Opened */

/** So late that the failure stands while it is looked at. */
const LATER = { status: 503, headers: { "retry-after": "600" } };

const file = fileScope();
const browser = await launchBrowser(file);
const axe = await readFile(inCheckout("node_modules/axe-core/axe.min.js"), "utf8");

/** @typedef {"light" | "dark"} Scheme */

/** A page's own colours. axe knows no canvas of a scheme, so they are spelt out. */
const COLOURS = {
  light: "color-scheme: light; background: #fff; color: #1f2328",
  dark: "color-scheme: dark; background: #121212; color: #e6e6e6",
};

const REASONS = `reasons='["Not true","Too long"]'`;
const EVERYTHING = `controls="thumbs rating reasons comment correction" ${REASONS}`;

/** A whole page, as axe judges pages. @param {Scheme} scheme @param {string} [attributes] @param {string} [lang] */
const page = (scheme, attributes = EVERYTHING, lang = 'lang="en"') => `<!doctype html>
  <html ${lang} style="${COLOURS[scheme]}"><head><meta charset="utf-8"><title>Chat</title>
  <meta name="viewport" content="width=device-width">${OWN}</head>
  <body><main><h1>Chat</h1><p>An answer.</p>
  <llm-feedback span-id="42" relay="{{relay}}" ${attributes}></llm-feedback><p>Below.</p></main></body></html>`;

/**
 * Opens a page of one scheme on a system of another or the same, with axe.
 *
 * @param {import("node:test").TestContext} t
 * @param {{ html: string, system: Scheme, answers?: import("../support/fake-relay.js").Answer[],
 *   forcedColors?: "active", reducedMotion?: "reduce" | "no-preference" }} what
 */
async function openOn(t, { html, system, answers = [], reducedMotion = "reduce", ...media }) {
  const relay = await startFakeRelay(t, ...answers);
  const before = async (/** @type {import("playwright-core").Page} */ blank) => {
    await blank.emulateMedia({ colorScheme: system, reducedMotion, ...media });
    await blank.addInitScript(axe);
  };
  return open(t, { browser, html, relay, before });
}

/**
 * Every violation, as a line.
 *
 * @param {Opened} opened
 * @returns {Promise<string[]>}
 */
async function violations({ page: shown }) {
  const { violations: found } = await shown.evaluate(() => /** @type {any} */ (window).axe.run());
  return found.flatMap((/** @type {any} */ { id, nodes }) =>
    nodes.map((/** @type {any} */ { target, failureSummary }) => `${id} ${JSON.stringify(target)} ${failureSummary}`),
  );
}

/** Presses, and waits for a phase. @param {"up" | "down"} thumb @param {import("./page/widget.js").Phase} phase */
const vote = (thumb, phase) => async (/** @type {Opened} */ { widget }) => {
  await widget[thumb].click();
  await widget.phase(phase);
};

/** @param {Opened} opened */
async function write({ widget }) {
  await vote("down", "thanks")(/** @type {Opened} */ ({ widget }));
  await widget.say("A comment");
  await widget.edit.waitFor({ state: "visible" });
}

/** @param {number} at */
const point = (at) => async (/** @type {Opened} */ { widget }) => {
  await widget.points.nth(at).click();
  await widget.phase("thanks");
};

/**
 * @typedef {object} State
 * @property {string} [attributes]
 * @property {string} [lang] of the page
 * @property {import("../support/fake-relay.js").Answer[]} [answers]
 * @property {(opened: Opened) => Promise<unknown>} [act]
 */

/** @type {Record<string, State>} */
const STATES = {
  "rest": {},
  "rest, mounted": { act: ({ widget }) => widget.wake() },
  "disabled": { attributes: `disabled ${EVERYTHING}`, act: ({ widget }) => widget.disabled() },
  "thumbs alone": { attributes: 'controls="thumbs"', act: vote("up", "thanks") },
  "a comment box alone": { attributes: 'controls="comment"' },
  "the follow-up open": { act: vote("down", "thanks") },
  "a reason chosen": { act: async (opened) => [await vote("down", "thanks")(opened), await opened.widget.reason("Too long").click()] },
  "the follow-up closed": { act: async (opened) => [await vote("up", "thanks")(opened), await opened.widget.close.click(), await opened.widget.ask.waitFor()] },
  "sending": { answers: [held()], act: vote("up", "sending") },
  "failed": { answers: [LATER], act: vote("down", "failed") },
  "refused": { answers: [{ status: 400 }], act: vote("down", "refused") },
  "too long": { act: async ({ widget }) => [await widget.up.click(), await widget.say("x".repeat(4_001)), await widget.phase("too-long")] },
  "thanks for a comment": { act: write },
  "edit": { act: async (opened) => [await write(opened), await opened.widget.edit.click(), await opened.widget.text.waitFor()] },
  "stars": { attributes: 'controls="rating"', act: point(3) },
  "faces": { attributes: 'controls="rating" scale="faces"', act: point(0) },
  "0 to 10": { attributes: 'controls="rating" scale="nps"', act: point(8) },
  "right to left": { lang: 'lang="ar" dir="rtl"', act: vote("down", "thanks") },
  "compact": { attributes: `size="compact" ${EVERYTHING}`, act: vote("down", "thanks") },
};

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  for (const [name, { attributes, lang, answers = [], act }] of Object.entries(STATES)) {
    test(`${name}, ${scheme}: no violation`, async (t) => {
      const opened = await openOn(t, { html: page(scheme, attributes, lang), system: scheme, answers });
      await opened.widget.host.locator("button").first().waitFor();
      await act?.(opened);
      assert.deepEqual(await violations(opened), []);
    });
  }

  const other = scheme === "light" ? "dark" : "light";
  test(`a ${scheme} page on a ${other} system: no violation`, async (t) => {
    const opened = await openOn(t, { html: page(scheme), system: other, answers: [LATER] });
    await vote("down", "failed")(opened);
    assert.deepEqual(await violations(opened), []);
  });

  test(`theme=${other} in a ${other} part of a ${scheme} page: no violation`, async (t) => {
    const html = page(scheme, `theme="${other}" ${EVERYTHING}`).replace("<main>", `<main style="${COLOURS[other].replace(/^[^;]*;/, "")}">`);
    const opened = await openOn(t, { html, system: scheme, answers: [LATER] });
    await opened.widget.host.locator("button").first().waitFor();
    assert.deepEqual(await violations(opened), []);
    await vote("down", "failed")(opened);
    await opened.widget.reason("Not true").click();
    assert.deepEqual(await violations(opened), []);
  });
}

// WebKitGTK cannot be told to force colours.
if (BROWSER !== "webkit") {
  for (const [name, { attributes, answers = [], act }] of Object.entries(STATES)) {
    test(`${name}, forced colours: no violation, and what is chosen is seen`, async (t) => {
      const opened = await openOn(t, { html: page("light", attributes), system: "light", answers, forcedColors: "active" });
      await opened.widget.host.locator("button").first().waitFor();
      await act?.(opened);
      assert.deepEqual(await violations(opened), []);
      const looks = await opened.widget.host.locator(":is([aria-pressed=true],[aria-checked=true]):enabled").evaluateAll((all) =>
        all.map((one) => getComputedStyle(one).backgroundColor !== getComputedStyle(/** @type {Element} */ (one.parentElement)).backgroundColor),
      );
      assert.equal(looks.includes(false), false);
    });
  }
}

for (const size of ["full", "compact"]) {
  test(`${size}: every target is at least 24 by 24 pixels`, async (t) => {
    for (const scale of ["stars", "faces", "nps"]) {
      const opened = await openOn(t, { html: page("light", `size="${size}" scale="${scale}" ${EVERYTHING}`), system: "light", answers: [LATER] });
      const seen = new Set();
      for (const act of [() => opened.widget.points.first().waitFor(), () => vote("down", "failed")(opened), () => opened.widget.close.click()]) {
        await act();
        const targets = await opened.widget.host.locator("button, textarea").filter({ visible: true }).evaluateAll((all) =>
          all.map((one) => {
            const { width, height } = one.getBoundingClientRect();
            return { name: one.className || one.localName, width, height };
          }),
        );
        for (const { name, width, height } of targets) {
          seen.add(name);
          assert.ok(width >= 24 && height >= 24, `${name}: ${width} by ${height}`);
        }
      }
      assert.deepEqual([...seen].sort(), ["ask", "close", "down", "point", "reason", "retry", "send", "textarea", "up"]);
    }
  });
}

for (const [scale, lang] of /** @type {const} */ ([["stars", "en"], ["nps", "de"], ["faces", "ar"]])) {
  test(`400 % zoom, ${scale}, ${lang}: 320 pixels hold everything, nothing scrolls sideways`, async (t) => {
    const opened = await openOn(t, { html: page("light", `scale="${scale}" ${EVERYTHING}`, `lang="${lang}" ${lang === "ar" ? 'dir="rtl"' : ""}`), system: "light", answers: [LATER] });
    await opened.page.setViewportSize({ width: 320, height: 256 });
    await opened.widget.up.waitFor();
    await opened.widget.host.locator(".down").click();
    await opened.widget.phase("failed");
    await opened.widget.text.waitFor();
    const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 320, `the page is ${wide} wide`);
    const panel = await opened.widget.more.evaluate((more) => {
      const { left, right, top, bottom } = more.getBoundingClientRect();
      return { left, right, height: bottom - top, inner: more.scrollWidth - more.clientWidth };
    });
    assert.ok(panel.left >= 0 && panel.right <= 320 && panel.inner <= 0, JSON.stringify(panel));
    // Its end can be reached, by scrolling in it.
    await opened.widget.close.click();
    await opened.widget.more.waitFor({ state: "hidden" });
  });
}

/** What must be seen against what is behind it: 3 for shapes, 4.5 for words. https://www.w3.org/TR/WCAG22/#contrast-minimum */
const CONTRASTS = /** @type {const} */ ([
  [".up", "color", 3],
  [".up[aria-pressed=true]", "color", 3],
  [".down[aria-pressed=true]", "color", 3],
  [".stars .point", "color", 3],
  [".stars [aria-checked=true]", "color", 3],
  [".faces .point", "color", 3],
  [".faces [aria-checked=true]", "color", 3],
  [".nps .point", "color", 4.5],
  [".nps [aria-checked=true]", "color", 4.5],
  [".reason", "color", 4.5],
  [".reason[aria-pressed=true]", "color", 4.5],
  ["textarea", "borderTopColor", 3],
  [".edit", "color", 4.5],
]);

/** In the page: the contrasts of what is there. @param {{ selector: string, property: string }[]} wanted */
function contrasts(wanted) {
  const context = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d", { willReadFrequently: true }));
  const root = /** @type {ShadowRoot} */ (document.querySelector("llm-feedback")?.shadowRoot);
  const luminance = () => {
    const [red = 0, green = 0, blue = 0] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const paint = (/** @type {string} */ colour) => {
    context.fillStyle = colour;
    context.fillRect(0, 0, 1, 1);
  };
  /** @param {Element | null | undefined} element @returns {string[]} backgrounds, the lowest first */
  const behind = (element) => (element ? [...behind(element.parentElement ?? /** @type {ShadowRoot} */ (element.getRootNode()).host), getComputedStyle(element).backgroundColor] : ["white"]);
  return wanted.map(({ selector, property }) => {
    const element = root.querySelector(selector);
    if (!element) return undefined;
    const colour = /** @type {any} */ (getComputedStyle(element))[property];
    behind(property === "color" ? element : element.parentElement).forEach(paint);
    const back = luminance();
    paint(colour);
    const front = luminance();
    return (Math.max(front, back) + 0.05) / (Math.min(front, back) + 0.05);
  });
}

for (const scheme of /** @type {const} */ (["light", "dark"])) {
  test(`contrast in ${scheme}: icons, numbers and chips, chosen or not`, async (t) => {
    const seen = new Set();
    for (const [scale, thumb] of /** @type {const} */ ([["stars", "up"], ["faces", "down"], ["nps", "down"]])) {
      const opened = await openOn(t, { html: page(scheme, `scale="${scale}" ${EVERYTHING}`), system: scheme });
      await opened.widget.points.first().click();
      await opened.widget[thumb].click();
      await opened.widget.reason("Not true").click();
      await opened.widget.phase("thanks");
      await opened.page.mouse.move(0, 0);
      const wanted = CONTRASTS.map(([selector, property]) => ({ selector, property }));
      const ratios = await opened.page.evaluate(contrasts, wanted);
      for (const [at, [selector, , least]] of CONTRASTS.entries()) {
        const ratio = ratios[at];
        if (ratio == null) continue;
        seen.add(selector);
        assert.ok(ratio >= least, `${selector} in ${scheme}: ${ratio.toFixed(2)}`);
      }
    }
    assert.deepEqual(CONTRASTS.filter(([selector]) => !seen.has(selector)), []);
  });
}

for (const [motion, most] of /** @type {const} */ ([["reduce", 0], ["no-preference", 0.15]])) {
  test(`motion, where the person prefers ${motion}: nothing takes longer than ${most} s`, async (t) => {
    const opened = await openOn(t, { html: page("light"), system: "light", reducedMotion: motion });
    await vote("down", "thanks")(opened);
    const longest = await opened.widget.host.evaluate((host) => {
      const all = [host, .../** @type {ShadowRoot} */ (host.shadowRoot).querySelectorAll("*")];
      const seconds = all.flatMap((one) => {
        const { transitionDuration, transitionDelay, animationDuration, animationName } = getComputedStyle(one);
        return [transitionDuration, transitionDelay, animationName === "none" ? "0s" : animationDuration].flatMap((list) => list.split(",").map((time) => parseFloat(time)));
      });
      return Math.max(...seconds);
    });
    assert.ok(longest <= most, `${longest} s`);
  });
}

test("the control: axe looks into the element's shadow root", async (t) => {
  const opened = await openOn(t, { html: page("light"), system: "light" });
  await opened.widget.enabled();
  await opened.widget.up.evaluate((button) => ["aria-label", "title"].forEach((name) => button.removeAttribute(name)));
  assert.match((await violations(opened)).join("\n"), /^button-name \[\["llm-feedback",/m);
});

test("names that a screen reader says", async (t) => {
  const opened = await openOn(t, { html: page("light"), system: "light" });
  const by = opened.page;
  await by.getByRole("group", { name: "Rate this answer" }).waitFor();
  await by.getByRole("button", { name: "Good answer", pressed: false }).click();
  await by.getByRole("button", { name: "Good answer", pressed: true }).waitFor();
  await by.getByRole("radiogroup", { name: "Rating" }).getByRole("radio", { name: "5 stars", checked: false }).waitFor();
  await by.getByRole("textbox", { name: "Comment" }).waitFor();
  await by.getByRole("status").getByText("Thank you").waitFor();
});
