/** The vote extractor's page: as it was, against the relay's older end point, and with Thumbspan. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { toAgent } from "../e2e/page/arrived.js";
import { startAgent } from "../support/agent.js";
import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { VERSIONS, startStreamlit } from "../support/streamlit.js";
import { Widget } from "../e2e/page/widget.js";

const EXAMPLES = "python/examples/streamlit";
const SPAN = "2670203640094394356";
const KEY = "a-key-of-the-back-end-0123456789";

const file = fileScope();
const browser = await launchBrowser(file);

/** A relay of the test's own before an agent of its own: pages of any origin, and back ends with a key. @param {import("node:test").TestContext} t */
async function start(t) {
  const agent = await startAgent(t);
  const relay = await startRelay(t, { env: { ...toAgent(agent), THUMBSPAN_API_KEYS: KEY } });
  return { agent, relay };
}

/** @param {import("node:test").TestContext} t @param {string} url */
async function open(t, url) {
  const page = await browser.newPage();
  page.setDefaultTimeout(30_000);
  t.after(() => page.close());
  await page.goto(url);
  return page;
}

/** What Datadog was told of each signal, by its label. @param {any[]} metrics */
function byLabel(metrics) {
  return Object.fromEntries(metrics.map((metric) => [metric.label, metric.categorical_value ?? metric.score_value ?? metric.text_value]));
}

for (const version of VERSIONS) {
  test(`${version}: the page as it was posts to the relay, and Datadog has its votes on the span`, async (t) => {
    const { agent, relay } = await start(t);
    const env = { API_BASE_URL: relay.url };
    const app = await startStreamlit(t, version, `${EXAMPLES}/vote_extractor_requests.py`, { env, secrets: `API_KEY = "${KEY}"` });
    const page = await open(t, app.url);
    await page.getByRole("button", { name: "👍 Good" }).click();
    await page.getByText("Thanks for your feedback!").waitFor();
    await page.getByText("Provide detailed feedback").click();
    await page.getByRole("slider").press("ArrowLeft");
    await page.getByRole("textbox").fill("Missed page 3.");
    await page.getByRole("textbox").press("Control+Enter");
    await page.getByRole("button", { name: "Submit Detailed Feedback" }).click();
    await page.getByText("Detailed feedback submitted!").waitFor();
    assert.equal(await page.getByText("Failed to submit feedback").count(), 0);
    const metrics = await agent.metricsOnce(4);
    assert.deepEqual(new Set(metrics.map(({ span_id }) => span_id)), new Set([SPAN]));
    const [simple, ...detailed] = metrics;
    assert.deepEqual(byLabel([simple]), { user_thumbs: "up" });
    assert.deepEqual(byLabel(detailed), { user_thumbs: "down", user_rating: 2, user_comment: "Missed page 3." });
    assert.ok(metrics.every(({ tags }) => tags.includes("page:vote_extractor") && tags.includes("verified:true")));
  });

  test(`${version}: with Thumbspan, the same votes`, async (t) => {
    const { agent, relay } = await start(t);
    const app = await startStreamlit(t, version, `${EXAMPLES}/vote_extractor.py`, { secrets: `[thumbspan]\nrelay = "${relay.url}"` });
    const page = await open(t, app.url);
    const widget = new Widget(page.locator("llm-feedback"));
    await widget.down.click();
    await widget.star(2).click();
    await widget.say("Missed page 3.");
    await widget.phase("thanks");
    await page.screenshot({ animations: "disabled", path: inCheckout(`target/streamlit/screenshots/${version}-extractor.png`) });
    const metrics = await agent.metricsOnce(3);
    assert.deepEqual(byLabel(metrics), { user_thumbs: "down", user_rating: 2, user_comment: "Missed page 3." });
    assert.ok(metrics.every(({ span_id, tags }) => span_id === SPAN && tags.includes("page:vote_extractor")));
    assert.equal((await eventually("three lines", async () => (await relay.delivered()).length === 3 && relay.delivered())).length, 3);
  });
}

test("the page with Thumbspan has a fifth of the lines", async () => {
  /** Without its doc comment and its caller. @param {string} name */
  const lines = async (name) => {
    const text = await readFile(inCheckout(`${EXAMPLES}/${name}.py`), "utf8");
    const [, page = ""] = /"""\n(?:\nimport os\n)?([^]*)# What calls it/.exec(text) ?? [];
    return page.split("\n").filter((line) => line.trim()).length;
  };
  const [before, after] = [await lines("vote_extractor_requests"), await lines("vote_extractor")];
  assert.equal(before, 53);
  assert.ok(after <= before / 5, `${after} of ${before} lines`);
});
