/** A long page: one wasm, and every element for itself. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { EMBED, OWN, open } from "./page/open.js";
import { Widget } from "./page/widget.js";

const file = fileScope();
const browser = await launchBrowser(file);
const COUNT = 200;
const spans = Array.from({ length: COUNT }, (_, index) => `202456111120245${61111 + index}`);

const elements = spans.map((span) => `<llm-feedback span-id="${span}"></llm-feedback>`);
const html = `<!doctype html><title>Page</title>${EMBED}<body>${elements.join("\n")}`;

/** In the page: one thumb of each of some elements, up and down in turn. @param {number[]} range */
function voteOn([from = 0, to]) {
  [...document.querySelectorAll("llm-feedback")].slice(from, to).forEach((host, index) => {
    const buttons = host.shadowRoot?.querySelectorAll("button");
    buttons?.item((from + index) % 2).click();
  });
}

/** @param {import("./page/open.js").Opened} opened */
async function allEnabled(opened) {
  await opened.page.waitForFunction((count) => {
    const hosts = [...document.querySelectorAll("llm-feedback")];
    return hosts.length === count && hosts.every(({ shadowRoot }) => shadowRoot?.querySelector("fieldset:enabled"));
  }, COUNT);
}

test("200 elements fetch the wasm once, and each votes for its own span", async (t) => {
  const relay = await startRelay(t);
  const opened = await open(t, { browser, html, relay });
  await allEnabled(opened);
  // As fast as nobody clicks: as many at once as an outbox holds.
  for (let from = 0; from < COUNT; from += 50) {
    await opened.page.evaluate(voteOn, [from, from + 50]);
    await opened.events("sent", from + 50);
  }
  const delivered = await eventually(`${COUNT} votes at the sink`, async () => {
    const lines = await relay.delivered();
    return lines.length >= COUNT && lines;
  });
  const votes = delivered.map(({ target, signals }) => `${target.span_id} ${signals[0].value}`);
  assert.deepEqual(votes.sort(), spans.map((span, index) => `${span} ${index % 2 ? "down" : "up"}`).sort());
  assert.equal(opened.requests.filter((request) => request.endsWith(".wasm")).length, 1);
  assert.equal(opened.requests.filter((request) => request.endsWith("/thumbspan.js")).length, 1);
});

test("long comments on their way to a slow relay at once: all arrive without Retry", async (t) => {
  // What waits for the first goes as one request, and so to two relays at once: 96 kB. A browser lets requests
  // that outlive their page have 64 KiB.
  const each = 4;
  const count = 2 * each;
  const answers = Array.from({ length: 4 }, () => held());
  const [first, second] = [await startFakeRelay(t, ...answers.slice(0, 2)), await startFakeRelay(t, ...answers.slice(2))];
  const lists = [first, second].map(({ url }) => `<llm-feedback span-id="42" relay="${url}" controls="comment"></llm-feedback>`.repeat(each));
  const opened = await open(t, { browser, html: `<!doctype html><title>Page</title>${OWN}<body>${lists.join("")}` });
  await opened.widget.enabled();
  for (const host of await opened.page.locator("llm-feedback").all()) await new Widget(host).say("😀".repeat(4_000));
  await opened.events("submit", count);
  for (const at of [0, 2]) answers[at]?.letGo();
  const sizes = () => [first, second].map(({ posts }) => posts.map(({ events }) => events.length).join());
  await eventually("both at once", () => sizes().join(" ") === `1,${each - 1} 1,${each - 1}`);
  for (const answer of answers) answer.letGo();
  await opened.page.waitForFunction((all) => {
    const { seen } = /** @type {any} */ (window);
    return seen.filter((/** @type {any} */ { name }) => /-(sent|error)$/.test(name)).length >= all;
  }, count);
  const faults = (await opened.seen()).filter(({ name }) => name === "feedback-error");
  assert.deepEqual(faults.map(({ detail }) => detail.code), []);
  assert.equal((await opened.events("sent", count)).length, count);
});
