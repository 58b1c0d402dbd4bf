/** Storage that is refused, full, stuck, damaged or taken away: the page's memory must do. */

import assert from "node:assert/strict";
import { mock, test } from "node:test";

import { IDBFactory } from "fake-indexeddb";

import { left } from "../../../pkg/outbox/left.js";
import { Browser } from "./browser.js";
import { settled } from "./clock.js";
import { accept, answer, fail, hang } from "./relay.js";

const SECOND = 1_000;

const refuse = (/** @type {string} */ name) => () => {
  throw new DOMException("No.", name);
};

/** A database request, on which nothing happens by itself. */
function stuck() {
  return /** @type {any} */ ({ result: undefined, onsuccess: () => {}, onerror: () => {} });
}

/** A database request that fails. */
function failing() {
  const request = stuck();
  queueMicrotask(() => request.onerror());
  return request;
}

/** @param {(events: any) => void} spoil the store of each transaction */
function spoilt(spoil) {
  const indexedDB = new IDBFactory();
  const open = (/** @type {string} */ name) => {
    const request = indexedDB.open(name);
    request.addEventListener("success", () => {
      const begin = request.result.transaction.bind(request.result);
      request.result.transaction = (/** @type {any[]} */ ...of) => {
        const transaction = Reflect.apply(begin, undefined, of);
        spoil(transaction.objectStore("thumbspan"));
        return transaction;
      };
    });
    return request;
  };
  return { open };
}

/** Writing fails as when the disk is full: the transaction is aborted. @param {any} events */
const refuseMore = ({ transaction }) => {
  transaction.commit = () => transaction.abort();
};

/** Any use fails so. @param {any} events */
const refuseAll = ({ transaction }) => {
  transaction.commit = () => {};
  queueMicrotask(() => transaction.abort());
};

/** @type {[string, object][]} */
const broken = [
  ["aborts whatever is begun", { indexedDB: spoilt(refuseAll) }],
  ["is not there", { indexedDB: undefined }],
  ["throws", { indexedDB: { open: refuse("SecurityError") } }],
  ["fails to open", { indexedDB: { open: failing } }],
  ["hangs", { indexedDB: { open: stuck } }],
  ["is full", { indexedDB: spoilt(refuseMore) }],
  ["throws when written to", { indexedDB: spoilt((events) => Object.assign(events, { put: refuse("DataError") })) }],
  ["cannot be read", { indexedDB: spoilt((events) => Object.assign(events, { getAll: refuse("UnknownError") })) }],
];

for (const [name, changes] of broken) {
  test(`the database ${name}: votes are sent, tried again, in order, without a word in the console`, async (t) => {
    const loud = ["error", "warn", "log"].map((method) => t.mock.method(console, /** @type {"log"} */ (method), () => {}));
    const browser = new Browser();
    const page = browser.page(changes);
    browser.relay.next = [answer(503)];
    page.outbox.open();
    page.add("a");
    await settled();
    // Only what never answers is waited for.
    assert.equal(browser.relay.posts.length, name === "hangs" ? 0 : 1);
    await browser.clock.pass(2 * SECOND);
    page.add("b");
    await browser.clock.pass(SECOND);
    assert.deepEqual(page.outcomes, [["failed", "a", "code_503", true], ["sent", "a"], ["sent", "b"]]);
    assert.deepEqual(loud.map((method) => method.mock.callCount()), [0, 0, 0]);
  });
}

for (const [name, spoil] of /** @type {const} */ ([
  ["what adds is refused", refuseMore],
  ["whatever is begun is refused", refuseAll],
])) {
  test(`the store is full before a change of mind, and ${name}: the vote that it replaces is never sent`, async () => {
    const browser = new Browser();
    browser.relay.always = hang;
    let isFull = false;
    const filling = spoilt((events) => isFull && spoil(events));
    const page = browser.page({ indexedDB: filling });
    page.outbox.open();
    await settled();
    page.add("first");
    await settled();
    page.add("up");
    await settled();
    isFull = true;
    page.add("down", { replaced: ["up"] });
    await settled();
    isFull = false;
    browser.relay.always = accept;
    // Another tab, and a look at what is stored, when the first answer is overdue.
    browser.page({ indexedDB: filling }).outbox.open();
    await browser.clock.pass(40 * SECOND);
    page.online();
    await settled(1_000);
    const sent = browser.relay.ids.flat();
    assert.ok(sent.includes("down"));
    assert.equal(sent.includes("up"), false);
  });
}

test("with the database open, the task of the click writes and commits", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  /** @type {string[]} */
  const begun = [];
  const watched = spoilt((events) => {
    const { put } = events;
    events.put = (/** @type {any} */ row) => {
      begun.push(`put ${row.id}`);
      return put.call(events, row);
    };
    const commit = events.transaction.commit.bind(events.transaction);
    events.transaction.commit = () => {
      begun.push("commit");
      commit();
    };
  });
  const page = browser.page({ indexedDB: watched });
  page.outbox.open();
  await settled();
  page.add("a");
  assert.deepEqual(begun, ["put a", "commit"]);
});

test("a store that hangs costs the first vote a second, and the next ones nothing", async () => {
  const browser = new Browser();
  const page = browser.page({ indexedDB: { open: stuck } });
  page.add("a");
  await browser.clock.pass(SECOND);
  assert.deepEqual(page.outcomes, [["sent", "a"]]);
  page.outbox.flush();
  page.add("b");
  await settled();
  assert.deepEqual(page.outcomes.at(-1), ["sent", "b"]);
});

test("a store that answers late: what it holds is sent then, and what was sent is not kept", async () => {
  const browser = new Browser();
  await browser.leave(["left"]);
  /** @type {() => void} */
  let letGo = () => {};
  const open = (/** @type {string} */ name) => {
    const request = stuck();
    letGo = () => {
      const real = browser.indexedDB.open(name);
      real.onsuccess = () => {
        request.result = real.result;
        request.onsuccess();
      };
    };
    return request;
  };
  const page = browser.page({ indexedDB: { open } });
  page.add("a");
  await browser.clock.pass(5 * SECOND);
  assert.deepEqual(page.outcomes, [["sent", "a"]]);
  letGo();
  await browser.clock.pass(SECOND);
  assert.deepEqual(browser.relay.ids.at(-1), ["left"]);
  assert.deepEqual(await browser.stored(), []);
});

test("the database is deleted under way: nothing waits for this page, and what comes next is stored anew", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  const page = browser.page();
  page.add("a");
  await settled();
  let blocked = false;
  const deletion = browser.indexedDB.deleteDatabase("thumbspan");
  deletion.onblocked = () => {
    blocked = true;
  };
  await settled();
  assert.equal(blocked, false);
  assert.equal(deletion.readyState, "done");
  page.add("b");
  await settled();
  page.add("c");
  await settled();
  assert.deepEqual(await browser.storedIds(), ["c"]);
  browser.relay.always = accept;
  page.outbox.flush();
  await settled();
  assert.deepEqual(page.outcomes.slice(-3), [["sent", "a"], ["sent", "b"], ["sent", "c"]]);
  assert.deepEqual(await browser.stored(), []);
});

test("a database of that name without our store: memory alone", async () => {
  const browser = new Browser();
  const other = browser.indexedDB.open("thumbspan");
  other.onupgradeneeded = () => other.result.createObjectStore("other");
  await settled();
  const page = browser.page();
  page.add("a");
  await settled();
  assert.deepEqual(page.outcomes, [["sent", "a"]]);
});

test("rows that are damaged do no harm, and go when the relay refuses them", async () => {
  const browser = new Browser();
  browser.page().outbox.open();
  await settled();
  const opening = browser.indexedDB.open("thumbspan");
  opening.onsuccess = () => {
    const events = opening.result.transaction("thumbspan", "readwrite").objectStore("thumbspan");
    events.put({ at: 1 });
    events.put({ at: "x", id: 7, url: "constructor", body: "{}" });
    opening.result.close();
  };
  await settled();
  const taken = mock.fn(answer(400));
  const page = browser.page({ fetch: async () => taken(/** @type {any} */ (undefined)) });
  page.outbox.open();
  await settled();
  assert.equal(taken.mock.callCount(), 2);
  assert.deepEqual(await browser.stored(), []);
  assert.equal(page.errors.length, 2);
});

test("the mark stands from before the write until the store is empty", async () => {
  const browser = new Browser();
  const world = /** @type {any} */ (browser);
  browser.relay.next = [answer(503)];
  const page = browser.page();
  assert.equal(left(world), false);
  page.add("a");
  assert.equal(left(world), true);
  await settled();
  assert.equal(left(world), true);
  await browser.clock.pass(SECOND);
  assert.equal(left(world), false);
});

test("a mark that nothing stands behind is removed", async () => {
  const browser = new Browser();
  browser.localStorage["thumbspan"] = "1765990800016";
  browser.page().outbox.open();
  await settled();
  assert.equal(left(/** @type {any} */ (browser)), false);
});

test("another tab that finds the store empty just before the write does not take the mark away", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  const page = browser.page();
  page.outbox.open();
  await settled();
  page.add("a");
  delete browser.localStorage["thumbspan"];
  await settled();
  assert.equal(left(/** @type {any} */ (browser)), true);
});

for (const [name, changes] of /** @type {[string, object][]} */ ([
  ["is not there", {}],
  ["throws", Object.defineProperty({}, "localStorage", { get: refuse("SecurityError") })],
  ["holds nonsense", { localStorage: { thumbspan: "yes" } }],
])) {
  test(`localStorage ${name}: nothing is known to be left`, () => {
    assert.equal(left(/** @type {any} */ (changes)), false);
  });
}

test("localStorage throws: votes are stored and sent", async () => {
  const browser = new Browser();
  browser.relay.always = fail;
  const localStorage = new Proxy({}, { get: refuse("SecurityError"), set: refuse("SecurityError"), deleteProperty: refuse("SecurityError") });
  const page = browser.page({ localStorage });
  page.add("a");
  page.add("b");
  assert.deepEqual(await browser.storedIds(), ["a", "b"]);
});

test("left() of a page asks the page's own storage, and there is none here", () => {
  assert.equal(left(), false);
});
