/** Several pages of one origin: who sends what. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { left } from "../../../pkg/outbox/left.js";
import { Browser } from "./browser.js";
import { settled } from "./clock.js";
import { accept, answer, fail, hang, held } from "./relay.js";

const MINUTE = 60_000;

/** What was posted, each event as often as it was. @param {Browser} browser */
const posted = (browser) => browser.relay.ids.flat().sort();

for (const [name, reply] of /** @type {const} */ ([["before an answer", hang], ["while offline", fail]])) {
  test(`a page killed ${name}: the next one sends what it left`, async () => {
    const browser = new Browser();
    browser.relay.always = reply;
    const page = browser.page();
    page.outbox.open();
    await settled();
    page.add("a");
    page.add("b");
    page.kill();
    await settled();
    assert.ok(left(/** @type {any} */ (browser)));
    browser.relay.always = accept;
    const later = browser.page();
    later.outbox.open();
    await settled();
    assert.deepEqual(browser.relay.ids.at(-1), ["a", "b"]);
    assert.deepEqual(await browser.stored(), []);
    assert.ok(!left(/** @type {any} */ (browser)));
    assert.ok(browser.locks.isIdle);
  });
}

test("what an earlier page left goes before what is added now", async () => {
  const browser = new Browser();
  await browser.leave(["a"]);
  const later = browser.page();
  later.add("b");
  await settled();
  assert.deepEqual(browser.relay.ids.at(-1), ["a", "b"]);
  assert.deepEqual(later.outcomes, [["sent", "b"]]);
});

test("what an earlier page left for another URL is sent there", async () => {
  const browser = new Browser();
  await browser.leave(["a"], { url: "https://other.example/v1/feedback" });
  browser.page().outbox.open();
  await settled();
  assert.equal(browser.relay.posts.at(-1)?.url, "https://other.example/v1/feedback");
  assert.deepEqual(await browser.stored(), []);
});

test("the relay refuses for good what an earlier page left: the document is told, once", async () => {
  const browser = new Browser();
  await browser.leave(["a"]);
  browser.relay.next = [answer(503)];
  browser.relay.always = answer(403, { code: "bad_ticket", message: "No." });
  const later = browser.page();
  later.outbox.open();
  await settled();
  assert.deepEqual(later.errors, []);
  await browser.clock.pass(MINUTE);
  assert.deepEqual(later.errors, [{ code: "bad_ticket", message: "No.", retryable: false }]);
});

test("two pages at once: each event is posted once, by its own page", async () => {
  const browser = new Browser();
  const [one, other] = [browser.page(), browser.page()];
  const waits = [held(), held()];
  browser.relay.next = waits.map(({ reply }) => reply);
  for (const page of [one, other]) page.outbox.open();
  await settled();
  for (const name of ["a", "b", "c"]) {
    one.add(`${name}1`);
    other.add(`${name}2`);
    await settled();
  }
  for (const page of [one, other]) page.outbox.flush();
  await settled();
  for (const { letGo } of waits) letGo();
  await settled();
  assert.deepEqual(posted(browser), ["a1", "a2", "b1", "b2", "c1", "c2"]);
  assert.deepEqual(one.outcomes.map(([, id]) => id), ["a1", "b1", "c1"]);
  assert.deepEqual(other.outcomes.map(([, id]) => id), ["a2", "b2", "c2"]);
  assert.deepEqual(await browser.stored(), []);
});

test("two live pages whose events wait never try each other's", async () => {
  const browser = new Browser();
  browser.relay.always = answer(503);
  const [one, other] = [browser.page(), browser.page()];
  one.add("a");
  other.add("b");
  await browser.clock.pass(10 * MINUTE);
  for (const page of [one, other]) page.online();
  await settled();
  assert.ok(browser.relay.ids.every((ids) => ids.length === 1));
  browser.relay.always = accept;
  const before = browser.relay.posts.length;
  for (const page of [one, other]) page.online();
  await settled();
  assert.deepEqual(browser.relay.ids.slice(before).flat().sort(), ["a", "b"]);
  assert.deepEqual(await browser.stored(), []);
});

test("pages that open together: one of them takes all that was left, in order", async () => {
  const browser = new Browser();
  await browser.leave(["a", "b", "c"]);
  const before = browser.relay.posts.length;
  for (const page of [browser.page(), browser.page(), browser.page()]) page.outbox.open();
  await settled();
  assert.deepEqual(browser.relay.ids.slice(before), [["a", "b", "c"]]);
});

test("while the page that took it waits to try again, no other does", async () => {
  const browser = new Browser();
  await browser.leave(["a"]);
  browser.relay.always = fail;
  const taker = browser.page();
  taker.outbox.open();
  await settled();
  const before = browser.relay.posts.length;
  const other = browser.page();
  other.outbox.open();
  other.online();
  await settled();
  assert.equal(browser.relay.posts.length, before);
  taker.kill();
  browser.relay.always = accept;
  other.show("visible");
  await settled();
  assert.deepEqual(await browser.stored(), []);
});

test("a page in the background leaves what others left until it is looked at", async () => {
  const browser = new Browser();
  await browser.leave(["a"]);
  const hidden = browser.page();
  hidden.document.hidden = true;
  hidden.outbox.open();
  await settled();
  assert.deepEqual(await browser.storedIds(), ["a"]);
  hidden.show("visible");
  await settled();
  assert.deepEqual(await browser.stored(), []);
});

test("an own event that is gone from the store is sent all the same, so that its listener hears the truth", async () => {
  const browser = new Browser();
  browser.relay.next = [fail, fail];
  const page = browser.page();
  page.add("a");
  await settled();
  browser.indexedDB.deleteDatabase("thumbspan");
  await settled();
  page.outbox.flush();
  await settled();
  assert.deepEqual(page.outcomes, [["failed", "a", "network", true], ["sent", "a"]]);
});

test("a page that settles its event while another looks does not have it taken", async () => {
  const browser = new Browser();
  const answered = held();
  browser.relay.next = [answered.reply];
  const page = browser.page();
  page.add("a");
  await settled();
  // Both reads of the other page's store stand around the deletion.
  const other = browser.page({ indexedDB: slowly(browser.indexedDB, answered.letGo) });
  other.outbox.open();
  await settled();
  assert.deepEqual(page.outcomes, [["sent", "a"]]);
  assert.deepEqual(posted(browser), ["a"]);
});

test("a page that adds an event while another looks does not have it taken", async () => {
  const browser = new Browser();
  browser.relay.always = hang;
  const page = browser.page();
  page.outbox.open();
  await settled();
  const real = browser.locks.of({});
  const query = async () => {
    const known = await real.query();
    page.add("a");
    await settled();
    return known;
  };
  browser.page({ navigator: { locks: { ...real, query } } }).outbox.open();
  await settled(1_000);
  assert.deepEqual(posted(browser), ["a"]);
});

/** A store whose reads are followed by something. @param {IDBFactory} indexedDB @param {() => void} then */
function slowly(indexedDB, then) {
  const open = (/** @type {string} */ name) => {
    const request = indexedDB.open(name);
    request.addEventListener("success", () => {
      const begin = request.result.transaction.bind(request.result);
      request.result.transaction = (/** @type {any[]} */ ...of) => {
        const transaction = Reflect.apply(begin, undefined, of);
        transaction.addEventListener("complete", then);
        return transaction;
      };
    });
    return request;
  };
  return { open };
}

test("without Web Locks: what was left is taken, and several pages come to rest", async () => {
  const browser = new Browser();
  const plain = { navigator: {} };
  await browser.leave(["a"], { world: plain });
  browser.relay.always = answer(503);
  const [one, other] = [browser.page(plain), browser.page(plain)];
  one.add("b");
  other.add("c");
  await browser.clock.pass(10 * MINUTE);
  browser.relay.always = accept;
  const before = browser.relay.posts.length;
  for (const page of [one, other]) page.online();
  await browser.clock.pass(10 * MINUTE);
  const since = browser.relay.ids.slice(before).flat();
  assert.deepEqual([...new Set(since)].sort(), ["a", "b", "c"]);
  assert.ok(since.length <= 6, "each at most once by each page");
  assert.deepEqual(one.outcomes.at(-1), ["sent", "b"]);
  assert.deepEqual(other.outcomes.at(-1), ["sent", "c"]);
  assert.deepEqual(await browser.stored(), []);
  assert.deepEqual(browser.clock.waits.filter((wait) => wait > 30_000), []);
});

test("Web Locks that are refused, as in a sandboxed iframe: votes are sent all the same", async () => {
  const browser = new Browser();
  const refused = async () => {
    throw new DOMException("The request was denied.", "SecurityError");
  };
  const page = browser.page({ navigator: { locks: { request: refused, query: refused } } });
  page.add("a");
  await settled();
  assert.deepEqual(page.outcomes, [["sent", "a"]]);
});

test("another tab hangs in the midst of taking over: a vote waits a second, once", async () => {
  const browser = new Browser();
  const stuck = {};
  browser.locks.of(stuck).request("thumbspan", () => new Promise(() => {}));
  const page = browser.page();
  page.add("a");
  await browser.clock.pass(999);
  assert.equal(browser.relay.posts.length, 0);
  await browser.clock.pass(1);
  assert.deepEqual(page.outcomes, [["sent", "a"]]);
  page.outbox.flush();
  page.add("b");
  await settled();
  assert.deepEqual(page.outcomes.at(-1), ["sent", "b"]);
});
