/** Votes in forms, fragments, tabs and pages, fifty at once, and in another theme. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { VERSIONS } from "../support/streamlit.js";
import { startApp, startTicketRelay } from "./relayed.js";
import { visit } from "./visit.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** @param {{ thumbs: string | null }} said */
const isUp = ({ thumbs }) => thumbs === "up";

for (const version of VERSIONS) {
  // Each with a relay of its own: the same answers are rated again.
  const relay = await startTicketRelay(file);
  const app = await startApp(file, version, relay);
  const FORMED = 0;
  const FRAGMENT = 1;
  const OTHER = 3;

  test(`${version}: in a form the relay has the vote at once, and Python at the submit`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/places`);
    await visited.widget(FORMED).up.click();
    await visited.widget(FORMED).phase("thanks");
    assert.equal(await visited.now("runs"), 1);
    assert.equal((await visited.now("formed")).thumbs, null);
    await visited.widget(FORMED).close.click();
    await visited.press("Submit");
    await visited.python("formed", isUp);
    assert.equal(await visited.now("runs"), 2);
    assert.equal(await visited.widget(FORMED).thumb(), "up");
  });

  test(`${version}: in a fragment the fragment alone runs`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/places`);
    await visited.widget(FRAGMENT).up.click();
    await visited.python("fragment", isUp);
    assert.deepEqual([await visited.now("parts"), await visited.now("runs")], [2, 1]);
  });

  test(`${version}: in a tab, and still there after another page`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/places`);
    await visited.page.getByRole("tab", { name: "Other" }).click();
    await visited.widget(OTHER).up.click();
    await visited.widget(OTHER).say("In a tab");
    await visited.python("other", ({ comment }) => comment === "In a tab");
    await visited.page.getByRole("link", { name: "many" }).click();
    await visited.page.waitForURL("**/many");
    await visited.page.getByRole("link", { name: "places" }).click();
    await visited.page.waitForURL("**/places");
    await visited.python("other", ({ comment }) => comment === "In a tab");
    await eventually("the vote", async () => (await visited.widget(OTHER).thumb()) === "up");
    await visited.picture(`${version}-places`);
  });

  test(`${version}: fifty on a page: one wasm, fetched for the first vote; the last one counts`, async (t) => {
    const visited = await visit(t, browser, `${app.url}/many`);
    await eventually("all of them", async () => (await visited.page.locator("llm-feedback").count()) === 50);
    const wasm = () => visited.requests.filter((request) => request.endsWith(".wasm"));
    assert.deepEqual(wasm(), []);
    await visited.widget(49).down.click();
    await eventually("the last vote", async () => (await visited.page.getByText(/^thumbs: /).innerText()).endsWith("- down"));
    await visited.widget(0).up.click();
    await eventually("the first vote", async () => /^thumbs: up -.* down$/.test(await visited.page.getByText(/^thumbs: /).innerText()));
    assert.equal(wasm().length, 1);
    const files = visited.requests.filter((request) => request.includes("bidi-components")).map((request) => request.split("/").pop() ?? "");
    assert.deepEqual(files.filter((name) => !/-[\da-f]{16}\.(js|css|wasm)$/.test(name)), [], "every name has the hash of its content");
    const events = await eventually("both events", async () => {
      const lines = (await relay.delivered()).filter(({ target }) => /^many-/.test(target.span_id));
      return lines.length === 2 && lines;
    });
    assert.deepEqual(events.map(({ signals }) => signals[0].value).sort(), ["down", "up"]);
    assert.doesNotMatch(app.said(), /site\/thumbspan|deprecated/i);
    // Streamlit 1.51 says it of the package's manifest, at the first registration.
    assert.ok([...app.said().matchAll(/already registered/g)].length <= 1);
  });
}
