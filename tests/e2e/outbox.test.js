/** The outbox by itself, on a bare page: what real storage, locks and networks do to it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { atEnd, fileScope } from "../support/scope.js";
import { serveFolder } from "../support/site.js";

const file = fileScope();
const browser = await launchBrowser(file);

const SCRIPT = `
  import * as outbox from "/outbox/index.js";
  const told = [];
  const listener = {
    tried() {},
    sent: (id) => told.push("sent " + id),
    failed: (id, { code, retryable }) => told.push(["failed", id, code, retryable].join(" ")),
  };
  const vote = (id, comment = "") => outbox.add("{{relay}}/v1/feedback", { id, comment }, listener);
  Object.assign(window, { outbox, told, vote });
  outbox.open();`;

const BARE = `<!doctype html><title>Bare</title><script type="module">${SCRIPT}</script>`;
const FRAMED = `<!doctype html><title>Framed</title><iframe sandbox="allow-scripts" src="/index.html"></iframe>`;
const EMPTY = "<!doctype html><title>Empty</title>";

/** @typedef {import("playwright-core").Page} Page */

/**
 * An origin of its own with its storage, and a relay.
 *
 * @param {import("../support/scope.js").Scope} scope
 * @param {...import("../support/fake-relay.js").Answer} answers
 */
async function visitor(scope, ...answers) {
  const relay = await startFakeRelay(scope, ...answers);
  const pages = { "/index.html": BARE.replace("{{relay}}", relay.url), "/framed.html": FRAMED, "/empty.html": EMPTY };
  const url = await serveFolder(scope, inCheckout("pkg"), { pages, headers: { "access-control-allow-origin": "*" } });
  const context = await browser.newContext();
  /** @type {string[]} */
  const faults = [];
  atEnd(scope, async () => {
    await context.close();
    assert.deepEqual(faults, [], "a script of the page threw");
  });

  /** @param {{ path?: string, before?: () => void }} [options] before: runs in the page before its scripts */
  const open = async ({ path = "/index.html", before } = {}) => {
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    page.on("pageerror", (error) => faults.push(error.message));
    if (before) await page.addInitScript(before);
    await page.goto(url + path);
    if (path === "/index.html") await page.waitForFunction(() => "vote" in window);
    return page;
  };
  const ids = () => relay.posts.flatMap(({ events }) => events.map(({ id }) => id));
  return { relay, context, open, ids };
}

/** @param {Page} page @param {string[]} ids */
function vote(page, ...ids) {
  return page.evaluate((all) => {
    for (const id of all) /** @type {any} */ (window).vote(id);
  }, ids);
}

/** Waits until a listener was told so. @param {Page} page @param {string} said */
function told(page, said) {
  return page.waitForFunction((wanted) => /** @type {any} */ (window).told.includes(wanted), said);
}

/** Waits until nothing is stored. @param {Page} page */
function emptied(page) {
  return page.waitForFunction(() => localStorage.getItem("thumbspan") === null);
}

test("a vote is posted in one request without a preflight, and nothing stays stored", async (t) => {
  const { open, relay } = await visitor(t);
  const page = await open();
  await vote(page, "a");
  await told(page, "sent a");
  await emptied(page);
  assert.equal(relay.posts.length, 1);
  assert.equal(relay.posts[0]?.headers["content-type"], "text/plain;charset=UTF-8");
  const rows = await page.evaluate(() => new Promise((resolve) => {
    const opening = indexedDB.open("thumbspan");
    opening.onsuccess = () => {
      const count = opening.result.transaction("thumbspan").objectStore("thumbspan").count();
      count.onsuccess = () => resolve(count.result);
    };
  }));
  assert.equal(rows, 0);
});

test("offline, then online: kept, told, and sent by itself", async (t) => {
  const { open, context, relay, ids } = await visitor(t);
  const page = await open();
  await context.setOffline(true);
  await vote(page, "a", "b");
  await told(page, "failed b network true");
  assert.equal(relay.posts.length, 0);
  await context.setOffline(false);
  await told(page, "sent b");
  assert.deepEqual(ids(), ["a", "b"]);
  await emptied(page);
});

test("the tab is killed right after the vote: the next visit knows, and sends it", async (t) => {
  const { open, context, ids } = await visitor(t);
  const page = await open();
  await context.setOffline(true);
  await vote(page, "a");
  await page.close();
  await context.setOffline(false);
  const entry = await open({ path: "/empty.html" });
  const isLeft = await entry.evaluate(async (path) => (await import(path)).left(), "/outbox/left.js");
  assert.equal(isLeft, true);
  const later = await open();
  await emptied(later);
  // A request that outlives its page may arrive besides: then the relay knows the id.
  assert.deepEqual(new Set(ids()), new Set(["a"]));
});

test("the tab is killed before the answer: sent again under the same id", async (t) => {
  const { open, relay, ids } = await visitor(t, "hang");
  const page = await open();
  await vote(page, "a");
  await eventually("the first post", () => relay.posts.length === 1);
  await page.close();
  const later = await open();
  await emptied(later);
  assert.deepEqual(ids(), ["a", "a"]);
});

test("the page goes elsewhere right after the vote: sent once, or again by the next page", async (t) => {
  const { open, ids } = await visitor(t);
  const page = await open();
  // From here on the store is open, and writes in the task of the vote.
  await vote(page, "before");
  await told(page, "sent before");
  await page.evaluate(() => {
    /** @type {any} */ (window).vote("a");
    location.assign("/empty.html");
  });
  await page.waitForURL("**/empty.html");
  const later = await open();
  await eventually("the vote", () => ids().includes("a"));
  await emptied(later);
  assert.deepEqual(new Set(ids()), new Set(["before", "a"]));
});

test("the page goes elsewhere right after its first vote, before its store is open: sent all the same", async (t) => {
  const { open, ids } = await visitor(t);
  const page = await open();
  await page.evaluate(() => {
    /** @type {any} */ (window).vote("a");
    location.assign("/empty.html");
  });
  await eventually("the vote", () => ids().includes("a"));
});

test("two tabs at once: each vote arrives, none is posted twice", async (t) => {
  const first = held();
  const { open, ids } = await visitor(t, first);
  const [one, other] = [await open(), await open()];
  const names = Array.from({ length: 10 }, (_, index) => index);
  await vote(one, "one");
  await Promise.all([vote(one, ...names.map((name) => `one${name}`)), vote(other, ...names.map((name) => `other${name}`))]);
  // Each looks for what dead tabs left while the other has votes under way.
  for (const page of [one, other]) await page.evaluate(() => /** @type {any} */ (window).outbox.flush());
  const third = await open();
  first.letGo();
  await told(one, "sent one9");
  await told(other, "sent other9");
  await emptied(third);
  assert.equal(ids().length, 21);
  assert.equal(new Set(ids()).size, 21);
  const order = (/** @type {string} */ tab) => ids().filter((id) => id.startsWith(tab)).map((id) => id.slice(tab.length));
  assert.deepEqual(order("one"), ["", ...names.map(String)]);
  assert.deepEqual(order("other"), names.map(String));
});

test("a live tab's vote that waits is not taken by another, a dead one's is", async (t) => {
  const down = { status: 503, headers: { "access-control-expose-headers": "retry-after", "retry-after": "3600" }, body: {} };
  const { open, ids, relay } = await visitor(t, down);
  const one = await open();
  await vote(one, "a");
  await told(one, "failed a bad_reply true");
  const other = await open();
  await vote(other, "b");
  await told(other, "sent b");
  assert.deepEqual(ids(), ["a", "b"]);
  await one.close();
  // A browser lets go of a dead tab's lock when it gets to it: a flush before finds nothing.
  await eventually("the dead tab's vote", async () => {
    await other.evaluate(() => /** @type {any} */ (window).outbox.flush());
    return relay.posts.length >= 3;
  });
  assert.deepEqual(ids().slice(0, 3), ["a", "b", "a"]);
});

test("503, then 202: sent again by itself, the same to the byte", async (t) => {
  const { open, relay } = await visitor(t, { status: 503, body: { code: "store_full", message: "Later." } });
  const page = await open();
  await vote(page, "a");
  await told(page, "failed a store_full true");
  await told(page, "sent a");
  assert.equal(relay.posts.length, 2);
  assert.equal(relay.posts[0]?.text, relay.posts[1]?.text);
});

/** @type {[string, () => void][]} */
const refusals = [
  ["throws", () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("No.", "SecurityError");
    };
  }],
  ["hangs", () => {
    IDBFactory.prototype.open = () => /** @type {any} */ (new EventTarget());
  }],
  ["is full", () => {
    IDBObjectStore.prototype.put = function put() {
      this.transaction.abort();
      throw new DOMException("No room.", "QuotaExceededError");
    };
  }],
];

for (const [name, before] of refusals) {
  test(`storage ${name}: votes are sent from memory, and tried again`, async (t) => {
    const { open, ids } = await visitor(t, { status: 503, body: {} });
    const page = await open({ before });
    await vote(page, "a");
    await told(page, "failed a bad_reply true");
    await vote(page, "b");
    await told(page, "sent b");
    assert.deepEqual(ids(), ["a", "a", "b"]);
  });
}

test("in a sandboxed iframe, where storage and locks are refused", async (t) => {
  const { open, ids } = await visitor(t, { status: 503, body: {} });
  const page = await open({ path: "/framed.html" });
  const frame = page.frameLocator("iframe").locator("html");
  await eventually("the frame's script", () => frame.evaluate(() => "vote" in window));
  await frame.evaluate(() => /** @type {any} */ (window).vote("a"));
  await eventually("the second try", () => frame.evaluate(() => /** @type {any} */ (window).told.includes("sent a")));
  assert.deepEqual(ids(), ["a", "a"]);
});

test("the host page uses up the room for keepalive: the vote arrives without it", async (t) => {
  const { open, relay, ids } = await visitor(t, "hang");
  const page = await open();
  await page.evaluate((url) => {
    const body = JSON.stringify({ events: [], pad: "x".repeat(65_000) });
    void fetch(url, { method: "POST", body, keepalive: true }).catch(() => {});
  }, `${relay.url}/v1/feedback`);
  await eventually("the page's own post", () => relay.posts.length === 1);
  await page.evaluate(() => /** @type {any} */ (window).vote("a", "y".repeat(4_000)));
  await told(page, "sent a");
  assert.deepEqual(ids(), ["a"]);
});

test("many long comments at once: all arrive, in order, each request within the relay's limit", async (t) => {
  const { open, relay, ids } = await visitor(t);
  const page = await open();
  const names = Array.from({ length: 40 }, (_, index) => `${index}`);
  await page.evaluate((all) => {
    for (const id of all) /** @type {any} */ (window).vote(id, "€".repeat(4_000));
  }, names);
  await told(page, "sent 39");
  assert.deepEqual(ids(), names);
  assert.ok(relay.posts.every(({ text }) => Buffer.byteLength(text) < 60_000));
});

test("200 votes, one a frame: none lost, order kept", async (t) => {
  const { open, ids } = await visitor(t);
  const page = await open();
  await page.evaluate(async () => {
    for (let index = 0; index < 200; index += 1) {
      /** @type {any} */ (window).vote(`${index}`);
      await new Promise((resolve) => {
        requestAnimationFrame(resolve);
      });
    }
  });
  await told(page, "sent 199");
  assert.deepEqual(ids(), Array.from({ length: 200 }, (_, index) => `${index}`));
});

test("the clock is wrong by a day, either way, between two visits: order kept, nothing given up", async (t) => {
  const { open, context, ids } = await visitor(t);
  const ahead = await open({ before: () => {
    const { now } = Date;
    Date.now = () => now() + 86_400_000;
  } });
  await context.setOffline(true);
  await vote(ahead, "a");
  await told(ahead, "failed a network true");
  await ahead.close();
  await context.setOffline(false);
  const page = await open({ before: () => {
    const { now } = Date;
    Date.now = () => now() - 86_400_000;
  } });
  await vote(page, "b");
  await told(page, "sent b");
  assert.deepEqual([...new Set(ids())], ["a", "b"]);
});
