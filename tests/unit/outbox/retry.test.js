/** What is tried again, when, and what is given up. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser } from "./browser.js";
import { settled } from "./clock.js";
import { accept, answer, fail, hang, held } from "./relay.js";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A relay that answers so each time, and a page with one event that was tried once. */
async function failing(/** @type {import("./relay.js").Reply} */ reply, event = {}) {
  const browser = new Browser();
  browser.relay.always = reply;
  const page = browser.page();
  page.add("a", event);
  await settled();
  return { browser, page, relay: browser.relay };
}

for (const status of [408, 425, 429, 500, 502, 503, 504, 511]) {
  test(`${status} passes: told, kept, and sent again under the same bytes`, async () => {
    const { browser, page, relay } = await failing(answer(status));
    assert.deepEqual(page.told, [["tried", "a"], ["failed", "a", `code_${status}`, true]]);
    assert.deepEqual(await browser.storedIds(), ["a"]);
    relay.next = [accept];
    await browser.clock.pass(1_000);
    assert.deepEqual(page.told.slice(2), [["tried", "a"], ["sent", "a"]]);
    assert.equal(relay.posts[0]?.body, relay.posts[1]?.body);
  });
}

for (const status of [400, 401, 403, 404, 409, 410, 413, 415, 422, 501, 505]) {
  test(`${status} is final: told, and no longer kept`, async () => {
    const { browser, page, relay } = await failing(answer(status));
    assert.deepEqual(page.outcomes, [["failed", "a", `code_${status}`, false]]);
    await browser.clock.pass(DAY);
    assert.equal(relay.posts.length, 1);
    assert.deepEqual(await browser.stored(), []);
  });
}

/** @type {[string, import("./relay.js").Reply, boolean][]} */
const strange = [
  ["a captive portal's 200", () => new Response("<html>"), true],
  ["a 202 that is no JSON", () => new Response("thanks", { status: 202 }), true],
  ["a 202 of null", answer(202, null), true],
  ["a 202 of a number", answer(202, 7), true],
  ["a 202 with another shape", answer(202, { accepted: { a: true }, rejected: "a" }), true],
  ["a 202 about another event", answer(202, { accepted: ["b"], rejected: [{ id: "c", code: "x", message: "y" }] }), true],
  ["a 202 whose body breaks off", () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error("reset")) }), { status: 202 }), true],
  ["a proxy's 503", () => new Response("<html>", { status: 503 }), true],
  ["a proxy's 403", () => new Response("<html>", { status: 403 }), false],
  ["a 404 whose code is a number", answer(404, { code: 404, message: "Not found" }), false],
];

for (const [name, reply, isKept] of strange) {
  test(`${name} is a bad_reply`, async () => {
    const { browser, page } = await failing(reply);
    assert.deepEqual(page.outcomes, [["failed", "a", "bad_reply", isKept]]);
    assert.deepEqual(await browser.storedIds(), isKept ? ["a"] : []);
  });
}

test("no network: told as such, and kept", async () => {
  const { browser, page } = await failing(fail);
  assert.deepEqual(page.outcomes, [["failed", "a", "network", true]]);
  assert.deepEqual(await browser.storedIds(), ["a"]);
});

test("no answer within 30 seconds: told as such, and the next try follows", async () => {
  const { browser, page, relay } = await failing(hang);
  await browser.clock.pass(29_999);
  assert.deepEqual(page.outcomes, []);
  await browser.clock.pass(1);
  assert.deepEqual(page.outcomes, [["failed", "a", "timeout", true]]);
  const before = relay.posts.length;
  await browser.clock.pass(1_000);
  assert.equal(relay.posts.length, before + 1);
});

test("full jitter, from 1 s doubling to 5 min", async () => {
  const { browser, relay } = await failing(answer(503));
  await browser.clock.pass(HOUR);
  const waits = relay.posts.map(({ at }, index) => at - (relay.posts[index - 1]?.at ?? 0)).slice(1, 12);
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300].map((seconds) => seconds * 1_000));

  const other = new Browser();
  other.random = 0.25;
  other.relay.always = answer(503);
  other.page().add("a");
  await other.clock.pass(251);
  assert.equal(other.relay.posts.length, 2, "a quarter of a second");
});

test("after a success the waits begin anew", async () => {
  const { browser, page, relay } = await failing(answer(503));
  await browser.clock.pass(3_000);
  relay.next = [accept];
  page.add("b");
  await settled();
  page.add("c");
  await settled();
  const tries = relay.posts.length;
  await browser.clock.pass(1_000);
  assert.equal(relay.posts.length, tries + 1);
});

test("a try of its own takes the place of the one that was to come", async () => {
  const { browser, page, relay } = await failing(answer(503));
  await browser.clock.pass(500);
  page.add("b");
  await browser.clock.pass(1_999);
  assert.equal(relay.posts.length, 2);
  await browser.clock.pass(1);
  assert.equal(relay.posts.length, 3);
});

test("when the network returns, the waits begin anew", async () => {
  const { browser, page, relay } = await failing(answer(503));
  await browser.clock.pass(HOUR);
  page.online();
  await settled();
  const tries = relay.posts.length;
  await browser.clock.pass(1_000);
  assert.equal(relay.posts.length, tries + 1);
});

/** @type {[string, string, number][]} */
const asked = [
  ["seconds", "120", 120_000],
  ["a date", "Thu, 01 Jan 2026 00:03:00 GMT", 3 * MINUTE],
  ["more than an hour counts as an hour", "86400", HOUR],
  ["a date of next year counts as an hour", "Fri, 01 Jan 2027 00:00:00 GMT", HOUR],
  ["a date that has passed counts for nothing", "Wed, 31 Dec 2025 00:00:00 GMT", 1_000],
  ["a negative number counts for nothing", "-5", 1_000],
  ["nonsense counts for nothing", "soon", 1_000],
];

for (const [name, header, wait] of asked) {
  test(`Retry-After: ${name}`, async () => {
    const { browser, relay } = await failing(answer(503, {}, { "retry-after": header }));
    await browser.clock.pass(wait - 1);
    assert.equal(relay.posts.length, 1);
    await browser.clock.pass(1);
    assert.equal(relay.posts.length, 2);
  });
}

test("a vote, Retry, the network's return and a look at the page try at once", async () => {
  const { browser, page, relay } = await failing(answer(503, {}, { "retry-after": "3600" }));
  const triggers = [
    () => page.add("b"),
    () => page.outbox.flush(),
    () => page.online(),
    () => page.show("hidden"),
    () => page.show("visible"),
  ];
  for (const [index, trigger] of triggers.entries()) {
    trigger();
    await settled();
    assert.equal(relay.posts.length, index + 2);
  }
  assert.deepEqual(relay.ids.at(-1), ["a", "b"]);
  await browser.clock.pass(1_000);
  assert.equal(relay.posts.length, triggers.length + 1, "and the wait that the relay asked for begins anew");
});

test("the network returns while a try fails: another one follows at once", async () => {
  const browser = new Browser();
  const first = held(answer(503));
  browser.relay.next = [first.reply];
  const page = browser.page();
  page.add("a");
  await settled();
  page.online();
  first.letGo();
  await settled();
  assert.deepEqual(page.outcomes, [["failed", "a", "code_503", true], ["sent", "a"]]);
});

test("at hidden what waits is sent with keepalive in the same task, and not deleted without an answer", async () => {
  const { browser, page, relay } = await failing(answer(503));
  relay.always = hang;
  page.show("hidden");
  for (let microtasks = 0; microtasks < 10; microtasks += 1) await undefined;
  assert.equal(relay.posts.length, 2);
  assert.equal(relay.posts[1]?.init.keepalive, true);
  assert.deepEqual(await browser.storedIds(), ["a"]);
});

test("a day after it was added, an event is given up when a try fails", async () => {
  const { browser, page, relay } = await failing(answer(503));
  await browser.clock.pass(DAY - 1);
  assert.ok(page.outcomes.every(([, , , retryable]) => retryable));
  await browser.clock.pass(6 * MINUTE);
  assert.deepEqual(page.outcomes.at(-1), ["failed", "a", "expired", false]);
  assert.deepEqual(await browser.stored(), []);
  const tries = relay.posts.length;
  await browser.clock.pass(HOUR);
  assert.equal(relay.posts.length, tries);
});

test("what a closed browser kept for days is tried once more before it is given up", async () => {
  const { browser, page, relay } = await failing(answer(503));
  page.kill();
  await browser.clock.pass(3 * DAY);
  relay.next = [accept];
  const later = browser.page();
  later.outbox.open();
  await settled();
  assert.deepEqual(await browser.stored(), []);
  assert.deepEqual(later.errors, []);
});

for (const [name, jump] of /** @type {[string, number][]} */ ([["back", -DAY], ["forward", DAY]])) {
  test(`the clock jumps ${name} by a day: no longer wait, nothing given up`, async () => {
    const { browser, page, relay } = await failing(answer(503));
    browser.clock.jump(jump);
    await browser.clock.pass(10 * MINUTE);
    assert.ok(relay.posts.length > 9);
    assert.ok(page.outcomes.every(([, , , retryable]) => retryable));
    page.add("b");
    await settled();
    assert.deepEqual(relay.ids.at(-1), ["a", "b"]);
  });

  test(`the clock jumped ${name} by a day between two visits: order as it was, and nothing lost`, async () => {
    const { browser, page, relay } = await failing(answer(503));
    page.kill();
    browser.clock.jump(jump);
    relay.always = answer(202, { accepted: ["a", "b"] });
    const later = browser.page();
    later.add("b");
    await settled();
    assert.deepEqual(relay.ids.at(-1), ["a", "b"]);
    assert.deepEqual(await browser.stored(), []);
  });
}

test("a clock a day ahead when it was added: it is tried for two days, not for ever", async () => {
  const browser = new Browser();
  browser.relay.always = answer(503);
  browser.clock.jump(DAY);
  const page = browser.page();
  page.add("a");
  await settled();
  page.kill();
  browser.clock.jump(-DAY);
  await browser.clock.pass(2 * DAY + 1_000);
  const later = browser.page();
  later.outbox.open();
  await settled();
  assert.deepEqual(later.errors.map(({ code }) => code), ["expired"]);
  assert.deepEqual(await browser.stored(), []);
});
