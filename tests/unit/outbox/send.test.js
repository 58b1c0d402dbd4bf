/** What is posted, when, and in which order. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Browser } from "./browser.js";
import { settled } from "./clock.js";
import { RELAY, accept, answer, fail, hang, held } from "./relay.js";

test("an event is posted once, as text, and forgotten when the relay has it", async () => {
  const browser = new Browser();
  const page = browser.page();
  page.outbox.open();
  await settled();
  page.add("a", { comment: "é" });
  await settled();
  const [post] = browser.relay.posts;
  assert.equal(browser.relay.posts.length, 1);
  assert.equal(post?.url, RELAY);
  assert.equal(post?.body, '{"events":[{"id":"a","comment":"é"}]}');
  const { method, credentials, keepalive, headers } = post?.init ?? {};
  assert.deepEqual({ method, credentials, keepalive, headers }, {
    ...{ method: "POST", credentials: "omit", keepalive: true },
    // Of a string body the browser itself makes text/plain;charset=UTF-8.
    headers: undefined,
  });
  assert.deepEqual(page.told, [["tried", "a"], ["sent", "a"]]);
  assert.deepEqual(await browser.stored(), []);
  assert.ok(browser.locks.isIdle);
});

test("it is stored before it is sent, and until the answer", async () => {
  const browser = new Browser();
  const answered = held();
  browser.relay.next = [answered.reply];
  const page = browser.page();
  page.add("a");
  await settled();
  assert.deepEqual(await browser.storedIds(), ["a"]);
  assert.deepEqual(page.told, [["tried", "a"]]);
  answered.letGo();
  await settled();
  assert.deepEqual(await browser.storedIds(), []);
});

test("the request leaves in the task of the click", async () => {
  const browser = new Browser();
  const page = browser.page();
  page.outbox.open();
  await settled();
  page.add("a");
  for (let microtasks = 0; microtasks < 10; microtasks += 1) await undefined;
  assert.deepEqual(browser.relay.ids, [["a"]]);
});

test("one request at a time; what came meanwhile goes together, in order", async () => {
  const browser = new Browser();
  const first = held();
  browser.relay.next = [first.reply];
  const page = browser.page();
  page.add("a");
  await settled();
  for (const id of ["b", "c", "d"]) page.add(id);
  await settled();
  assert.deepEqual(browser.relay.ids, [["a"]]);
  first.letGo();
  await settled();
  assert.deepEqual(browser.relay.ids, [["a"], ["b", "c", "d"]]);
});

test("another URL does not wait", async () => {
  const browser = new Browser();
  browser.relay.next = [hang];
  const page = browser.page();
  page.add("a");
  await settled();
  page.add("b", { url: "https://other.example/v1/feedback" });
  page.add("c");
  await settled();
  assert.deepEqual(page.outcomes, [["sent", "b"]]);
  assert.deepEqual(browser.relay.ids, [["a"], ["b"]]);
});

test("at most 50 events a request", async () => {
  const browser = new Browser();
  const first = held();
  browser.relay.next = [first.reply];
  const page = browser.page();
  page.add("first");
  await settled();
  const ids = Array.from({ length: 50 }, (_, index) => `${index}`);
  for (const id of ids) page.add(id);
  first.letGo();
  await settled();
  assert.deepEqual(browser.relay.ids, [["first"], ids]);
});

test("under 60,000 bytes a request, counted in UTF-8, and nothing overtakes what did not fit", async () => {
  const browser = new Browser();
  const page = browser.page();
  const large = "€".repeat(9_000);
  for (const id of ["a", "b", "c"]) page.add(id, { comment: large });
  page.add("d");
  await settled();
  assert.deepEqual(browser.relay.ids, [["a", "b"], ["c", "d"]]);
  for (const { body } of browser.relay.posts) assert.ok(new Blob([body]).size < 60_000);
});

test("an event above all limits goes alone, without keepalive", async () => {
  const browser = new Browser();
  const page = browser.page();
  page.add("a");
  page.add("huge", { comment: "x".repeat(70_000) });
  page.add("b");
  await settled();
  assert.deepEqual(browser.relay.ids, [["a"], ["huge"], ["b"]]);
  assert.deepEqual(browser.relay.posts.map(({ init }) => init.keepalive), [true, false, true]);
});

test("keepalive only while less than 60,000 bytes are under way on the page", async () => {
  const browser = new Browser();
  browser.relay.next = [hang];
  const page = browser.page();
  page.add("a", { comment: "x".repeat(40_000) });
  page.add("b", { url: "https://other.example/", comment: "x".repeat(30_000) });
  await settled();
  page.add("c", { url: "https://other.example/" });
  await settled();
  assert.deepEqual(browser.relay.posts.map(({ init }) => init.keepalive), [true, false, true]);
});

test("a keepalive request that fails is tried once more without, under the same bytes", async () => {
  const browser = new Browser();
  browser.relay.next = [fail];
  const page = browser.page();
  page.add("a");
  await settled();
  const [first, second] = browser.relay.posts;
  assert.deepEqual([first?.init.keepalive, second?.init.keepalive], [true, false]);
  assert.equal(first?.body, second?.body);
  assert.deepEqual(page.told, [["tried", "a"], ["sent", "a"]]);
});

for (const status of [400, 401, 403, 404, 413, 501]) {
  test(`${status} for several: one by one, so that only the bad one is lost`, async () => {
    const browser = new Browser();
    const bad = answer(status, { code: "bad_value", message: "No." });
    browser.relay.always = (post) => (post.ids.includes("b") ? bad(post) : accept(post));
    const page = browser.page();
    for (const id of ["a", "b", "c"]) page.add(id);
    await settled();
    assert.deepEqual(browser.relay.ids, [["a", "b", "c"], ["a"], ["b"], ["c"]]);
    assert.deepEqual(page.outcomes, [["sent", "a"], ["failed", "b", "bad_value", false], ["sent", "c"]]);
    page.add("d");
    page.add("e");
    await settled();
    assert.deepEqual(browser.relay.ids.slice(4), [["d", "e"]]);
    assert.deepEqual(await browser.stored(), []);
  });
}

test("an answer that takes some, refuses some and forgets some", async () => {
  const browser = new Browser();
  const rejected = [{ id: "b", code: "bad_value", message: "No." }, null];
  browser.relay.next = [answer(202, { accepted: ["a", 7], rejected })];
  const page = browser.page();
  for (const id of ["a", "b", "c"]) page.add(id);
  await settled();
  assert.deepEqual(page.outcomes, [["sent", "a"], ["failed", "b", "bad_value", false], ["failed", "c", "bad_reply", true]]);
  assert.deepEqual(await browser.storedIds(), ["c"]);
  await browser.clock.pass(1_000);
  assert.deepEqual(browser.relay.ids, [["a", "b", "c"], ["c"]]);
  assert.deepEqual(page.outcomes.at(-1), ["sent", "c"]);
});

test("a replaced event that no request holds yet is not sent", async () => {
  const browser = new Browser();
  const first = held();
  browser.relay.next = [first.reply];
  const page = browser.page();
  page.add("a");
  await settled();
  page.add("b");
  page.add("c", { replaced: ["a", "b", "unknown"] });
  assert.deepEqual(await browser.storedIds(), ["a", "c"]);
  first.letGo();
  await settled();
  assert.deepEqual(browser.relay.ids, [["a"], ["c"]]);
  assert.deepEqual(page.outcomes, [["sent", "a"], ["sent", "c"]]);
  assert.ok(browser.locks.isIdle);
});

test("a replaced event that was tried stays, whatever became of the try", async () => {
  const browser = new Browser();
  browser.relay.next = [answer(503)];
  const page = browser.page();
  page.add("a");
  await settled();
  page.add("b", { replaced: ["a"] });
  await settled();
  assert.deepEqual(browser.relay.ids, [["a"], ["a", "b"]]);
});

test("listeners that throw, and that call back, do not stop the sending", async () => {
  const browser = new Browser();
  const page = browser.page();
  const broken = () => {
    throw new Error("broken");
  };
  page.outbox.add(RELAY, { id: "a" }, { tried: broken, sent: broken, failed: broken });
  page.outbox.add(RELAY, { id: "b" }, {
    tried: () => page.add("c", { replaced: ["b"] }),
    sent: () => page.outbox.flush(),
    failed: broken,
  });
  await settled();
  assert.deepEqual(browser.relay.ids, [["a", "b"], ["c"]]);
  assert.deepEqual(page.outcomes, [["sent", "c"]]);
});

test("an event that cannot be written as JSON throws at once and changes nothing", async () => {
  const browser = new Browser();
  const page = browser.page();
  assert.throws(() => page.add("a", { value: 1n }), TypeError);
  page.add("b");
  await settled();
  assert.deepEqual(browser.relay.ids, [["b"]]);
});
