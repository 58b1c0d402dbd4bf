/** What axe-core finds on light pages. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../../support/browser.js";
import { fileScope } from "../../support/scope.js";
import { testScheme } from "./scheme.js";
import { openOn, page, violations } from "./states.js";

const browser = await launchBrowser(fileScope());

testScheme(browser, "light");

test("the control: axe looks into the element's shadow root", async (t) => {
  const opened = await openOn(t, browser, { html: page("light"), system: "light" });
  await opened.widget.enabled();
  await opened.widget.up.evaluate((button) => ["aria-label", "title"].forEach((name) => button.removeAttribute(name)));
  assert.match((await violations(opened)).join("\n"), /^button-name \[\["llm-feedback",/m);
});
