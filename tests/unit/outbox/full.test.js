/** More votes than the relay takes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser } from "./browser.js";
import { settled } from "./clock.js";
import { accept, fail, hang } from "./relay.js";

const names = (/** @type {number} */ count, from = 0) => Array.from({ length: count }, (_, index) => `${from + index}`);

test("the 51st that waits: the oldest goes, and is told so", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  const page = browser.page();
  for (const id of names(53)) page.add(id);
  await settled();
  const full = page.outcomes.filter(([, , code]) => code === "outbox_full");
  assert.deepEqual(full, names(3).map((id) => ["failed", id, "outbox_full", false]));
  assert.deepEqual(await browser.storedIds(), names(50, 3));
  browser.relay.always = accept;
  page.outbox.flush();
  await settled();
  assert.deepEqual(browser.relay.ids.at(-1), names(50, 3));
  assert.ok(browser.locks.isIdle);
});

test("the oldest was left by an earlier page: the document is told", async () => {
  const browser = new Browser();
  await browser.leave(names(50));
  browser.relay.always = fail;
  const page = browser.page();
  page.add("new");
  await settled(1_000);
  assert.deepEqual(page.errors.map(({ code, retryable }) => ({ code, retryable })), [{ code: "outbox_full", retryable: false }]);
  assert.deepEqual(page.outcomes, [["failed", "new", "network", true]]);
  assert.deepEqual(await browser.storedIds(), [...names(49, 1), "new"]);
});

test("it counts over all URLs, and over memory alone", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  const page = browser.page({ indexedDB: undefined });
  for (const id of names(51)) page.add(id, { url: `https://relay.example/${Number(id) % 2}` });
  await settled();
  assert.deepEqual(page.outcomes[0], ["failed", "0", "outbox_full", false]);
  assert.equal(page.outcomes.filter(([, , code]) => code === "outbox_full").length, 1);
});

test("what is under way is not given up for what waits", async () => {
  const browser = new Browser();
  browser.relay.always = hang;
  const page = browser.page();
  page.outbox.open();
  await settled();
  for (const id of names(50)) page.add(id);
  await settled();
  for (const id of names(51, 50)) page.add(id);
  await settled();
  assert.deepEqual(page.outcomes, [["failed", "50", "outbox_full", false]]);
});

/** Votes at an even pace for a minute. @param {Browser} browser */
async function votes(browser, count = 200) {
  const page = browser.page();
  page.outbox.open();
  for (const id of names(count)) {
    page.add(id);
    await browser.clock.pass(60_000 / count);
  }
  await browser.clock.pass(60_000);
  return page;
}

for (const seconds of [0, 1, 5, 12]) {
  test(`200 votes in a minute, the relay takes ${seconds} s to answer: none lost, order kept`, async () => {
    const browser = new Browser();
    browser.relay.always = (post) =>
      new Promise((resolve) => {
        browser.clock.set(() => resolve(accept(post)), seconds * 1_000);
      });
    const page = await votes(browser);
    assert.deepEqual(page.outcomes, names(200).map((id) => ["sent", id]));
    assert.deepEqual(browser.relay.ids.flat(), names(200));
    assert.deepEqual(await browser.stored(), []);
  });
}

test("200 votes in a minute, every third request fails: none lost, order kept", async () => {
  const browser = new Browser();
  let requests = 0;
  browser.relay.always = (post) => {
    requests += 1;
    return requests % 3 ? accept(post) : new Response("", { status: 503 });
  };
  const page = await votes(browser);
  assert.deepEqual(page.outcomes.filter(([what]) => what === "sent"), names(200).map((id) => ["sent", id]));
  assert.ok(page.outcomes.every(([what, , , retryable]) => what === "sent" || retryable));
});

test("200 votes in a minute while offline: the last 50 arrive, and each other one is told", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  const page = await votes(browser);
  browser.relay.always = accept;
  page.online();
  await settled();
  const given = (/** @type {string} */ code) => page.outcomes.filter((told) => told[2] === code).map(([, id]) => id);
  assert.deepEqual(given("outbox_full"), names(150));
  assert.deepEqual(page.outcomes.filter(([what]) => what === "sent").map(([, id]) => id), names(50, 150));
});
