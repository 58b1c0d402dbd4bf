/** Pages without wasm: the same widget as plain JavaScript, which nobody else fetches. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { EMBED, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);
const html = `<!doctype html><title>Page</title>${EMBED}
  <llm-feedback span-id="20245611112024561111" controls="thumbs rating reasons comment" reasons='["Wrong", "Too long"]'></llm-feedback>`;

/** @typedef {import("./page/open.js").Opened} Opened */

/** Every control, a change and a withdrawal; what was said, in its order. @param {Opened} opened */
async function useAll(opened) {
  const { widget } = opened;
  await widget.down.click();
  await opened.events("sent", 1);
  await widget.host.locator(".reasons button").first().click();
  await opened.events("sent", 2);
  await widget.say("Said €");
  await opened.events("sent", 3);
  await widget.star(4).click();
  await opened.events("sent", 4);
  await widget.up.click();
  await opened.events("sent", 6);
  // A second click so soon would be half of a double click.
  await widget.up.focus();
  await opened.page.keyboard.press("Enter");
  await widget.host.locator(".status[data-phase=withdrawn]").waitFor({ state: "attached" });
  const seen = await opened.seen();
  const told = (/** @type {string} */ name) => seen.filter((one) => one.name === name).map(({ detail }) => detail.id);
  // Which of the two files is there first says nothing of the answers' order.
  assert.deepEqual(told("feedback-sent").sort(), told("feedback-submit").sort());
  return seen;
}

/** What was cast, without what is new each time: ids by when they were first named. @param {import("./page/open.js").Seen[]} seen */
function alike(seen) {
  /** @type {string[]} */
  const known = [];
  const said = seen.filter(({ name }) => name !== "feedback-sent");
  return JSON.parse(JSON.stringify(said, (key, value) => {
    if (key === "timestamp_ms") return 0;
    if ((key !== "id" && key !== "revises") || typeof value !== "string") return value;
    if (!known.includes(value)) known.push(value);
    return known.indexOf(value);
  }));
}

/** Which of the two forms a page fetched. @param {Opened} opened */
const fetched = ({ requests }) => ({
  wasm: requests.some((request) => request.endsWith(".wasm")),
  plain: requests.some((request) => request.includes("/thumbspan-plain-")),
});

/** @type {[string, Partial<import("./page/open.js").Options>][]} */
const WITHOUT = [
  ["under a policy without 'wasm-unsafe-eval'", { headers: { "content-security-policy": "script-src {{relay}}; connect-src {{relay}}" } }],
  ["where WebAssembly is taken away", { before: (page) => page.addInitScript(() => void Reflect.deleteProperty(globalThis, "WebAssembly")) }],
];

for (const [name, how] of WITHOUT) {
  test(`${name}: every control, change and withdrawal, with the same events as with wasm`, async (t) => {
    const usual = await open(t, { browser, html, relay });
    const expected = alike(await useAll(usual));
    assert.deepEqual(fetched(usual), { wasm: true, plain: false });

    const opened = await open(t, { browser, html, relay, ...how });
    const seen = await useAll(opened);
    assert.deepEqual(alike(seen), expected);
    assert.deepEqual(fetched(opened), { wasm: false, plain: true });
    for (const { detail } of seen.filter((one) => one.name === "feedback-sent")) {
      assert.deepEqual((await arrived(relay, detail)).signals, detail.signals);
    }
  });
}
