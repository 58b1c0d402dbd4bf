/** A press on the resting buttons is about the answer that was shown then, whatever the page is when the widget is there. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { gated } from "./page/gated.js";
import { OWN } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

/**
 * A page on which somebody has pressed the thumb up before its wasm is there.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} body
 * @param {string} [head]
 */
async function press(t, body, head = "") {
  const relay = await startFakeRelay(t);
  const html = `<!doctype html><title>Page</title>${head}${OWN}<body>${body}`;
  const { opened, arrive } = await gated(t, { browser, relay, html });
  await opened.widget.up.click();
  return { opened, arrive, relay };
}

const ELEMENT = '<llm-feedback relay="{{relay}}"></llm-feedback>';
const OWN_SPAN = ELEMENT.replace("relay=", 'span-id="42" relay=');

/** What the relay got: each target's id and its value. @param {import("../support/fake-relay.js").FakeRelay} relay */
const got = (relay) =>
  relay.posts.flatMap(({ events }) => events.map(({ target, signals }) => [target.span_id ?? target.session_id, signals[0].value]));

/** In the page: runs a change of it. @typedef {() => void} Change */
/** @type {Record<string, { body: string, head?: string, change: Change }>} */
const anotherAnswer = {
  "the element's own attribute": {
    body: OWN_SPAN,
    change: () => document.querySelector("llm-feedback")?.setAttribute("span-id", "43"),
  },
  "an attribute around it": {
    body: `<main data-llm-span-id="42"><p>${ELEMENT}</p></main>`,
    change: () => document.querySelector("main")?.setAttribute("data-llm-span-id", "43"),
  },
  "the JSON beside it": {
    body: `<main><script type="application/json" data-llm-feedback>{"span_id": "42"}</script>${ELEMENT}</main>`,
    change: () => {
      const script = document.querySelector("[data-llm-feedback]");
      if (script) script.textContent = '{"span_id": "43"}';
    },
  },
  "the page's meta element": {
    body: ELEMENT,
    head: '<meta name="llm-session-id" content="42">',
    change: () => document.querySelector("meta[name=llm-session-id]")?.setAttribute("content", "43"),
  },
};

for (const [what, { body, head, change }] of Object.entries(anotherAnswer)) {
  test(`another answer by ${what} while the widget is fetched: the vote is the first one's`, async (t) => {
    const { opened, arrive, relay } = await press(t, body, head);
    await opened.page.evaluate(change);
    arrive();
    await opened.event("sent");
    assert.deepEqual(got(relay), [["42", "up"]]);
    assert.equal(await opened.widget.phase("idle"), "");
    assert.equal(await opened.widget.thumb(), "");
    await opened.widget.down.click();
    const [, second] = await opened.events("sent", 2);
    assert.deepEqual(got(relay).at(-1), ["43", "down"]);
    assert.equal(second.revises, undefined);
  });
}

test("a comment sent at rest, and another answer while the widget is fetched: it is the first one's", async (t) => {
  const relay = await startFakeRelay(t);
  const body = `<main data-llm-span-id="42">${ELEMENT.replace("relay=", 'controls="comment" relay=')}</main>`;
  const { opened, arrive } = await gated(t, { browser, relay, html: `<!doctype html><title>Page</title>${OWN}<body>${body}` });
  await opened.widget.text.fill("It left at 8.");
  await opened.widget.send.click();
  await opened.page.evaluate(() => document.querySelector("main")?.setAttribute("data-llm-span-id", "43"));
  arrive();
  await opened.event("sent");
  assert.deepEqual(got(relay), [["42", "It left at 8."]]);
  assert.equal(await opened.widget.text.inputValue(), "");
});

test("points of another scale by the time that the widget is there: no vote, rather than a wrong one", async (t) => {
  const relay = await startFakeRelay(t);
  const body = OWN_SPAN.replace("relay=", 'controls="thumbs rating" scale="nps" relay=');
  const { opened, arrive } = await gated(t, { browser, relay, html: `<!doctype html><title>Page</title>${OWN}<body>${body}` });
  await opened.widget.points.nth(3).click();
  await opened.widget.host.evaluate((host) => host.setAttribute("scale", "stars"));
  await opened.widget.star(1).waitFor();
  await opened.widget.up.click();
  arrive();
  await opened.event("sent");
  assert.deepEqual(got(relay), [["42", "up"]]);
});

test("a press on each of two answers that one element shows: each has its own", async (t) => {
  const { opened, arrive, relay } = await press(t, OWN_SPAN);
  await opened.widget.host.evaluate((host) => host.setAttribute("span-id", "43"));
  await opened.widget.down.click();
  arrive();
  await opened.events("sent", 2);
  assert.deepEqual(got(relay), [["42", "up"], ["43", "down"]]);
  assert.equal(await opened.widget.thumb(), "down");
});

for (const [what, body, selector] of /** @type {const} */ ([
  ["the element", OWN_SPAN, "llm-feedback"],
  ["the element, but not what names its target", `<main data-llm-span-id="42">${ELEMENT}</main>`, "llm-feedback"],
  ["the row that names its target", `<ul><li data-llm-span-id="42">${ELEMENT}</li></ul>`, "li"],
])) {
  test(`${what} is taken away while the widget is fetched: the vote arrives`, async (t) => {
    const { opened, arrive, relay } = await press(t, body);
    await opened.page.evaluate((name) => document.querySelector(name)?.remove(), selector);
    arrive();
    await eventually("the vote", () => relay.posts.length > 0);
    assert.deepEqual(got(relay), [["42", "up"]]);
  });
}

test("taken away, and the wasm fails at first: the vote is cast when the page comes online", async (t) => {
  const { opened, arrive, relay } = await press(t, OWN_SPAN);
  arrive("abort");
  await opened.event("error");
  await opened.page.evaluate(() => document.querySelector("llm-feedback")?.remove());
  await opened.page.unroute(/\.wasm$/);
  await opened.page.evaluate(() => dispatchEvent(new Event("online")));
  await eventually("the vote", () => relay.posts.length > 0);
  assert.deepEqual(got(relay), [["42", "up"]]);
});

test("taken away and put back while the widget is fetched: one vote, shown", async (t) => {
  const { opened, arrive, relay } = await press(t, OWN_SPAN);
  await opened.page.evaluate(async () => {
    const host = document.querySelector("llm-feedback") ?? document.body;
    host.remove();
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
    document.body.append(host);
  });
  arrive();
  await opened.widget.phase("thanks");
  assert.equal(await opened.widget.thumb(), "up");
  assert.deepEqual(got(relay), [["42", "up"]]);
});

test("disabled after the press, as by a page that takes one vote: it counts, and is shown", async (t) => {
  const { opened, arrive, relay } = await press(t, OWN_SPAN);
  await opened.widget.host.evaluate((host) => host.setAttribute("disabled", ""));
  arrive();
  await opened.widget.phase("thanks");
  assert.equal(await opened.widget.thumb(), "up");
  await opened.widget.disabled();
  assert.deepEqual(got(relay), [["42", "up"]]);
});

test("reset() after the press: it counts, and is no longer shown", async (t) => {
  const { opened, arrive, relay } = await press(t, OWN_SPAN);
  await opened.widget.host.evaluate((host) => /** @type {any} */ (host).reset());
  assert.equal(await opened.widget.thumb(), "");
  arrive();
  await opened.event("sent");
  assert.deepEqual(got(relay), [["42", "up"]]);
  assert.equal(await opened.widget.phase("idle"), "");
  assert.equal(await opened.widget.thumb(), "");
});

test("attributes that name no other target change after the press: it counts, and is shown", async (t) => {
  const { opened, arrive, relay } = await press(t, OWN_SPAN);
  await opened.widget.host.evaluate((host) => {
    host.setAttribute("tags", '{"page":"3"}');
    host.setAttribute("texts", '{"up":"Yes"}');
  });
  await opened.widget.host.locator(".up[title=Yes]").waitFor();
  arrive();
  await opened.widget.phase("thanks");
  assert.equal(await opened.widget.thumb(), "up");
  assert.deepEqual(got(relay), [["42", "up"]]);
});
