/** No vote is lost: what networks, clocks, storage and dying pages do to a vote on the element. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { arrived } from "./page/arrived.js";
import { pass, stopClock } from "./page/clock.js";
import { OWN, open, visitor } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** @param {number} count of elements */
const page = (count = 1) => {
  const one = (/** @type {unknown} */ _, /** @type {number} */ at) => `<llm-feedback id="e${at}" span-id="${100 + at}" relay="{{relay}}"></llm-feedback>`;
  return `<!doctype html><title>Page</title>${OWN}<body>${Array.from({ length: count }, one).join("")}`;
};

const DOWN = { status: 503, body: { code: "store_full", message: "The store is full; send it again later." } };

/** The ids of everything that was posted, in its order. @param {import("../support/fake-relay.js").FakeRelay} relay */
const ids = (relay) => relay.posts.flatMap(({ events }) => events.map(({ id }) => id));

/** Waits until nothing is stored. @param {import("./page/open.js").Opened} opened */
const emptied = ({ page: at }) => at.waitForFunction(() => localStorage.getItem("thumbspan") === null);

test("offline, then online: said, kept, and sent by itself", async (t) => {
  const relay = await startFakeRelay(t);
  const { context, come } = await visitor(t, { browser, html: page(), relay });
  const opened = await come();
  await opened.widget.wake();
  await context.setOffline(true);
  await opened.widget.up.click();
  assert.equal(await opened.widget.phase("failed"), "Not sent yet");
  assert.equal(relay.posts.length, 0);
  await context.setOffline(false);
  assert.equal(await opened.widget.phase("thanks"), "Thank you");
  assert.deepEqual(ids(relay), [(await opened.event("submit")).id]);
  await emptied(opened);
});

test("offline at the first touch, when only the resting buttons are there: said, and sent by itself when online", async (t) => {
  const relay = await startFakeRelay(t);
  const { context, come } = await visitor(t, { browser, html: page(), relay });
  const opened = await come();
  await opened.widget.up.waitFor();
  await context.setOffline(true);
  await opened.widget.up.click();
  const [fault] = await opened.events("error");
  assert.deepEqual({ code: fault.code, retryable: fault.retryable }, { code: "load_failed", retryable: true });
  await context.setOffline(false);
  assert.equal(await opened.widget.phase("thanks"), "Thank you");
  assert.equal(await opened.widget.thumb(), "up");
  assert.deepEqual(ids(relay), [(await opened.event("submit")).id]);
});

test("the page is killed right after the click: the next visit sends the vote, and fetches no wasm for it", async (t) => {
  const relay = await startFakeRelay(t);
  const { context, come } = await visitor(t, { browser, html: page(), relay });
  const opened = await come();
  await opened.widget.wake();
  await context.setOffline(true);
  await opened.widget.down.click();
  const { id } = await opened.event("submit");
  await opened.page.close();
  await context.setOffline(false);

  const later = await come();
  await eventually("the vote", () => relay.posts.length > 0);
  await emptied(later);
  // What the killed page had begun may go out too, once there is a network: the same vote under the same id.
  assert.deepEqual([...new Set(ids(relay))], [id]);
  assert.equal(relay.posts[0]?.events[0].signals[0].value, "down");
  assert.equal(later.requests.some((request) => /\.wasm$|thumbspan-widget/.test(request)), false, later.requests.join());
  assert.equal(await later.widget.status.count(), 0);
});

test("the page is killed while the relay does not answer: sent again under the same id", async (t) => {
  const relay = await startFakeRelay(t, "hang");
  const { come } = await visitor(t, { browser, html: page(), relay });
  const opened = await come();
  await opened.widget.up.click();
  await eventually("the first post", () => relay.posts.length === 1);
  await opened.page.close();
  await emptied(await come());
  assert.equal(relay.posts.length, 2);
  assert.equal(new Set(relay.posts.map(({ text }) => text)).size, 1, "each try is the same to the byte");
});

test("two tabs: every vote is posted once, by the tab that it was cast in", async (t) => {
  const relay = await startFakeRelay(t);
  const { come } = await visitor(t, { browser, html: page(5), relay });
  const [one, other] = [await come(), await come()];
  for (const at of [0, 1, 2, 3, 4]) {
    await Promise.all([one, other].map((tab) => tab.page.evaluate((index) => {
      const button = document.querySelector(`#e${index}`)?.shadowRoot?.querySelector(".up");
      /** @type {HTMLElement} */ (button).click();
    }, at)));
  }
  for (const tab of [one, other]) await tab.events("sent", 5);
  await emptied(one);
  const cast = (await Promise.all([one, other].map((tab) => tab.events("submit", 5)))).flat().map(({ id }) => id);
  assert.deepEqual(ids(relay).sort(), cast.sort());
  assert.equal(new Set(cast).size, 10);
});

test("503, then 202: first said as not sent yet, then thanks by itself, under one id", async (t) => {
  const relay = await startFakeRelay(t, DOWN);
  const opened = await open(t, { browser, html: page(), relay, before: (blank) => blank.addInitScript(stopClock) });
  await opened.widget.up.click();
  assert.equal(await opened.widget.phase("failed"), "Not sent yet");
  assert.equal((await opened.event("error")).retryable, true);
  // Full jitter over the first second.
  await pass(opened.page, 1_000);
  assert.equal(await opened.widget.phase("thanks"), "Thank you");
  assert.equal(relay.posts.length, 2);
  assert.equal(new Set(ids(relay)).size, 1);
});

for (const days of [1, -1]) {
  test(`the clock is wrong by ${days} day: the vote arrives, and so does one that the wrong clock left behind`, async (t) => {
    const relay = await startRelay(t);
    const { context, come } = await visitor(t, { browser, html: page(), relay });
    const wrong = await come((blank) => blank.addInitScript((by) => {
      const { now } = Date;
      Date.now = () => now() + by;
      globalThis.Date = new Proxy(Date, { construct: (real, given) => Reflect.construct(real, given.length > 0 ? given : [real.now()]) });
    }, days * 86_400_000));
    await wrong.widget.up.click();
    const line = await arrived(relay, await wrong.event("sent"));
    assert.ok(Math.abs(line.timestamp_ms - days * 86_400_000 - Date.now()) < 3_600_000, "the page's own clock is what it says");
    await context.setOffline(true);
    await wrong.widget.down.click();
    await wrong.widget.phase("failed");
    const [, change] = await wrong.events("submit", 2);
    await wrong.page.close();
    await context.setOffline(false);
    await come();
    const later = await arrived(relay, change);
    assert.deepEqual([later.signals[0].value, later.revises], ["down", line.id]);
  });
}

/** @type {[string, () => void][]} */
const REFUSALS = [
  ["is refused", () => {
    const refuse = () => {
      throw new DOMException("No.", "SecurityError");
    };
    IDBFactory.prototype.open = refuse;
    Object.defineProperty(window, "localStorage", { get: refuse });
  }],
  ["is full", () => {
    const full = () => new DOMException("No room.", "QuotaExceededError");
    IDBObjectStore.prototype.put = function put() {
      this.transaction.abort();
      throw full();
    };
    // Written as a property, so a method of Storage would never be asked.
    const value = new Proxy({}, {
      set() {
        throw full();
      },
    });
    Object.defineProperty(window, "localStorage", { value });
  }],
];

for (const [name, before] of REFUSALS) {
  test(`storage ${name}: votes are sent from memory, and tried again`, async (t) => {
    const relay = await startFakeRelay(t, DOWN);
    const opened = await open(t, { browser, html: page(), relay, before: (blank) => blank.addInitScript(before) });
    await opened.widget.up.click();
    await opened.events("error");
    await opened.widget.phase("thanks");
    await opened.widget.down.click();
    await opened.events("sent", 2);
    const [first, again, changed] = relay.posts.flatMap(({ events }) => events);
    assert.equal(again.id, first.id);
    assert.deepEqual([changed.revises, changed.signals[0].value], [first.id, "down"]);
    assert.deepEqual(opened.warnings, []);
  });
}

test("in a sandboxed iframe, where storage and locks are refused: the vote arrives, and is tried again", async (t) => {
  const relay = await startFakeRelay(t, DOWN);
  const pages = { "/framed.html": '<!doctype html><title>Framed</title><iframe sandbox="allow-scripts" src="/"></iframe>' };
  const { come } = await visitor(t, { browser, html: page(), relay, pages, headers: { "access-control-allow-origin": "*" } });
  const opened = await come(undefined, "/framed.html");
  const host = opened.page.frameLocator("iframe").locator("llm-feedback");
  await host.locator(".up").click();
  await host.locator(".status[data-phase=thanks]").waitFor({ state: "attached" });
  assert.equal(relay.posts.length, 2);
  assert.equal(new Set(ids(relay)).size, 1);
});

/** In the page: 5 votes. @param {number} from */
function voteEach(from) {
  for (const host of [...document.querySelectorAll("llm-feedback")].slice(from, from + 5)) {
    /** @type {HTMLElement | null | undefined} */ (host.shadowRoot?.querySelector(".up"))?.click();
  }
}

test("200 votes in a minute at a relay that fails now and then: none lost, none given up", async (t) => {
  const relay = await startFakeRelay(t);
  const answers = Array.from({ length: 400 }, (_, at) => (at % 5 === 2 ? DOWN : at % 7 === 3 ? { ...DOWN, status: 429 } : "accept"));
  relay.answers.push(.../** @type {import("../support/fake-relay.js").Answer[]} */ (answers));
  const opened = await open(t, { browser, html: page(200), relay, before: (blank) => blank.addInitScript(stopClock) });
  const sent = async () => (await opened.seen()).filter(({ name }) => name === "feedback-sent").length;
  for (let from = 0; from < 200; from += 5) {
    await opened.page.evaluate(voteEach, from);
    // 5 votes take a person 1.5 s; what still waits is never as much as the outbox holds.
    await eventually("most of them", async () => {
      await pass(opened.page, 1_500);
      return from + 5 - (await sent()) < 40;
    });
  }
  await eventually("all of them", async () => {
    await pass(opened.page, 20_000);
    return (await sent()) === 200;
  });
  const cast = (await opened.events("submit", 200)).map(({ id }) => id);
  assert.deepEqual([...new Set(ids(relay))].sort(), cast.sort());
  assert.equal((await opened.seen()).some(({ name, detail }) => name === "feedback-error" && !detail.retryable), false);
  await emptied(opened);
});
