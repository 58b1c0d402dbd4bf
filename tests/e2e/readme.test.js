/** The README's first screen, done as it says. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { startAgent } from "../support/agent.js";
import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { start } from "../support/program.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { toAgent } from "./page/arrived.js";
import { open } from "./page/open.js";

const file = fileScope();
const readme = await readFile(inCheckout("README.md"), "utf8");

/** The first block of a language, or the first that has a text in it. */
function block(/** @type {string} */ language, having = "") {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))];
  const found = blocks.map(([, text = ""]) => text).find((text) => text.includes(having));
  assert.ok(found, `README.md has no such ${language} block`);
  return found;
}

test("the three lines, and a thumb down, make the JSON beneath them", async (t) => {
  const [browser, agent] = await Promise.all([launchBrowser(file), startAgent(file)]);
  const relay = await startRelay(file, { env: { ...toAgent(agent), THUMBSPAN_DATADOG_ML_APP: "vote-extractor" } });
  const opened = await open(t, { browser, relay, html: block("html").replace("https://RELAY", "{{relay}}") });

  await opened.widget.down.click();
  await opened.widget.phase("thanks");
  await agent.metricsOnce(1);

  const [request] = await agent.evalRequests();
  const [sent] = (await opened.seen()).filter(({ name }) => name === "feedback-sent");
  const told = block("json").replaceAll("019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11", sent?.detail.id);
  assert.deepEqual(request?.body, JSON.parse(told.replace("1765990800016", String(sent?.detail.timestamp_ms))));
});

test("the relay's settings are as the README writes them", async () => {
  const lines = block("sh", "DD_API_KEY").replace("...", "a-key").replaceAll("export ", "");
  const env = Object.fromEntries([...lines.matchAll(/([A-Z_]+)=(\S+)/g)].map(([, name, value]) => [name, value]));
  const program = start(file, inCheckout("target/debug/thumbspan-relay"), ["check-config"], { env, cwd: inCheckout(".") });
  await program.until(/datadog_ml_app\W+vote-extractor/);
  assert.ok(!program.said().includes("a-key"), "a secret was printed");
});
