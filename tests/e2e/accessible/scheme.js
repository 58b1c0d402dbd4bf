/** What axe-core finds in each state on pages of one scheme: nothing. https://github.com/dequelabs/axe-core */

import assert from "node:assert/strict";
import { test } from "node:test";

import { COLOURS, EVERYTHING, LATER, STATES, openOn, page, violations, vote } from "./states.js";

/** @param {import("playwright-core").Browser} browser @param {import("./states.js").Scheme} scheme */
export function testScheme(browser, scheme) {
  for (const [name, { attributes, lang, answers = [], act }] of Object.entries(STATES)) {
    test(`${name}, ${scheme}: no violation`, async (t) => {
      const opened = await openOn(t, browser, { html: page(scheme, attributes, lang), system: scheme, answers });
      await opened.widget.host.locator("button").first().waitFor();
      await act?.(opened);
      assert.deepEqual(await violations(opened), []);
    });
  }

  const other = scheme === "light" ? "dark" : "light";
  test(`a ${scheme} page on a ${other} system: no violation`, async (t) => {
    const opened = await openOn(t, browser, { html: page(scheme), system: other, answers: [LATER] });
    await vote("down", "failed")(opened);
    assert.deepEqual(await violations(opened), []);
  });

  test(`theme=${other} in a ${other} part of a ${scheme} page: no violation`, async (t) => {
    const html = page(scheme, `theme="${other}" ${EVERYTHING}`).replace("<main>", `<main style="${COLOURS[other].replace(/^[^;]*;/, "")}">`);
    const opened = await openOn(t, browser, { html, system: scheme, answers: [LATER] });
    await opened.widget.host.locator("button").first().waitFor();
    assert.deepEqual(await violations(opened), []);
    await vote("down", "failed")(opened);
    await opened.widget.reason("Not true").click();
    assert.deepEqual(await violations(opened), []);
  });
}
