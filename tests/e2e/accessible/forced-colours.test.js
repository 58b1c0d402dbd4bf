/** What axe-core finds where the system forces its colours: nothing, and what is chosen is seen. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { BROWSER, launchBrowser } from "../../support/browser.js";
import { fileScope } from "../../support/scope.js";
import { STATES, openOn, page, violations } from "./states.js";

// WebKitGTK cannot be told to force colours, and what a file without tests starts never ends.
if (BROWSER !== "webkit") {
  const browser = await launchBrowser(fileScope());

  for (const [name, { attributes, answers = [], act }] of Object.entries(STATES)) {
    test(`${name}, forced colours: no violation, and what is chosen is seen`, async (t) => {
      const opened = await openOn(t, browser, { html: page("light", attributes), system: "light", answers, forcedColors: "active" });
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
