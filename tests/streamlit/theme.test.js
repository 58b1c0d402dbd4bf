/** Streamlit's theme is the element's, also when it changes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { VERSIONS } from "../support/streamlit.js";
import { startApp, startTicketRelay } from "./relayed.js";
import { visit } from "./visit.js";

const file = fileScope();
const [browser, relay] = await Promise.all([launchBrowser(file), startTicketRelay(file)]);

/** In the page: the colours that a person sees, of the element's parts and of Streamlit's own text. @param {Element} host */
function colours(host) {
  const root = /** @type {ShadowRoot} */ (host.shadowRoot);
  const of = (/** @type {string} */ selector, /** @type {any} */ property) => getComputedStyle(/** @type {Element} */ (root.querySelector(selector)))[property];
  return {
    scheme: getComputedStyle(host).colorScheme,
    text: getComputedStyle(host).color,
    panel: of(".more", "backgroundColor"),
    box: of("textarea", "color"),
    theirs: getComputedStyle(/** @type {Element} */ (document.querySelector("[data-testid=stApp]"))).color,
    page: getComputedStyle(/** @type {Element} */ (document.querySelector("[data-testid=stApp]"))).backgroundColor,
  };
}

for (const version of VERSIONS) {
  const app = await startApp(file, version, relay);

  test(`${version}: light, then dark without a reload`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/chat?mode=python`);
    const widget = visited.widget(0);
    await widget.down.click();
    await visited.widget(0).star(3).click();
    await widget.text.fill("Too short");
    const light = await widget.host.evaluate(colours);
    assert.deepEqual([light.scheme, light.text, light.panel, light.box], ["light", light.theirs, light.page, light.theirs]);
    await visited.picture(`${version}-light`);
    await widget.close.click();

    await chooseDark(visited.page);
    const dark = await eventually("the dark theme", async () => {
      const now = await widget.host.evaluate(colours);
      return now.scheme === "dark" && now;
    });
    assert.notEqual(dark.page, light.page);
    assert.deepEqual([dark.text, dark.panel, dark.box], [dark.theirs, dark.page, dark.theirs]);
    assert.equal(await widget.thumb(), "down");
    await widget.host.locator(":is(.ask,.edit)[data-open=true]").click();
    await visited.picture(`${version}-dark`);
  });
}

/** @param {import("playwright-core").Page} page */
async function chooseDark(page) {
  await page.getByTestId("stMainMenu").click();
  const settings = page.getByRole("option", { name: "Settings" });
  await page.getByTestId("stMainMenuItem-theme-Dark").or(settings).click();
  // Older menus have it in a dialog of settings.
  if (!(await settings.or(page.getByRole("dialog")).count())) return;
  await page.getByRole("dialog").getByTestId("stSelectbox").or(page.getByRole("combobox")).last().click();
  await page.getByRole("option", { name: "Dark" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}
