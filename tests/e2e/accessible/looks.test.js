/** What people need to see and to hit: sizes, zoom, contrast, motion; and what a screen reader says. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../../support/browser.js";
import { fileScope } from "../../support/scope.js";
import { EVERYTHING, LATER, openOn, page, vote } from "./states.js";

const file = fileScope();
const browser = await launchBrowser(file);

for (const size of ["full", "compact"]) {
  test(`${size}: every target is at least 24 by 24 pixels`, async (t) => {
    for (const scale of ["stars", "faces", "nps"]) {
      const opened = await openOn(t, browser, { html: page("light", `size="${size}" scale="${scale}" ${EVERYTHING}`), system: "light", answers: [LATER] });
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
    const opened = await openOn(t, browser, { html: page("light", `scale="${scale}" ${EVERYTHING}`, `lang="${lang}" ${lang === "ar" ? 'dir="rtl"' : ""}`), system: "light", answers: [LATER] });
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
      const opened = await openOn(t, browser, { html: page(scheme, `scale="${scale}" ${EVERYTHING}`), system: scheme });
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
    const opened = await openOn(t, browser, { html: page("light"), system: "light", reducedMotion: motion });
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

test("names that a screen reader says", async (t) => {
  const opened = await openOn(t, browser, { html: page("light"), system: "light" });
  const by = opened.page;
  await by.getByRole("group", { name: "Rate this answer" }).waitFor();
  await by.getByRole("button", { name: "Good answer", pressed: false }).click();
  await by.getByRole("button", { name: "Good answer", pressed: true }).waitFor();
  await by.getByRole("radiogroup", { name: "Rating" }).getByRole("radio", { name: "5 stars", checked: false }).waitFor();
  await by.getByRole("textbox", { name: "Comment" }).waitFor();
  await by.getByRole("status").getByText("Thank you").waitFor();
});
