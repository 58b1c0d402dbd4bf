/** The page goes on while the buttons are at rest: attributes change, the focus moves on, votes come from elsewhere. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { gated } from "./page/gated.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** @param {string} attributes */
const page = (attributes) => `<!doctype html><title>Page</title>${OWN}<body><llm-feedback ${attributes} relay="{{relay}}"></llm-feedback><input id="chat">`;
const TAGGED = `span-id="42" tags='{"a":"b"}'`;

/** @param {import("node:test").TestContext} t @param {string} attributes */
async function openGated(t, attributes) {
  const relay = await startFakeRelay(t);
  return { relay, ...(await gated(t, { browser, relay, html: page(attributes) })) };
}

/** @param {import("./page/open.js").Opened} opened @param {Record<string, unknown>} properties */
const set = (opened, properties) => opened.widget.host.evaluate((host, given) => void Object.assign(host, given), properties);

/** What has the focus: in the element, or in the page. @param {import("./page/open.js").Opened} opened */
const focused = (opened) =>
  opened.page.evaluate(() => {
    const inside = document.activeElement?.shadowRoot?.activeElement;
    return inside?.className || inside?.localName || document.activeElement?.id;
  });

for (const [what, tags] of /** @type {const} */ ([["the same tags", { a: "b" }], ["other tags", { a: "c" }]])) {
  test(`${what} set between a press and its release: the click counts`, async (t) => {
    const { opened, arrive } = await openGated(t, TAGGED);
    await opened.widget.up.hover();
    await opened.page.mouse.down();
    await set(opened, { tags });
    await opened.page.mouse.up();
    assert.equal(await opened.widget.thumb(), "up");
    arrive();
    assert.deepEqual((await opened.event("sent")).tags, tags);
  });

  test(`${what} set while a resting button has the focus: it keeps it`, async (t) => {
    const { opened } = await openGated(t, TAGGED);
    await opened.widget.down.focus();
    await set(opened, { tags });
    assert.equal(await focused(opened), "down");
  });
}

test("a ticket is renewed while a comment is written at rest: text and focus stay", async (t) => {
  const { opened, arrive, relay } = await openGated(t, `${TAGGED} controls="comment"`);
  await opened.widget.text.pressSequentially("It left");
  await set(opened, { ticket: "another" });
  await opened.page.keyboard.type(" at 8.");
  assert.equal(await focused(opened), "textarea");
  await opened.widget.send.click();
  await set(opened, { tags: { a: "c" } });
  arrive();
  await opened.event("sent");
  assert.deepEqual(relay.posts.map(({ events }) => events[0].signals[0].value), ["It left at 8."]);
});

test("a second press on what is chosen takes it back, also at rest: shown so, and nothing is sent", async (t) => {
  const { opened, arrive, relay } = await openGated(t, TAGGED);
  await opened.widget.up.click();
  assert.equal(await opened.widget.thumb(), "up");
  await opened.widget.up.press("Enter");
  assert.equal(await opened.widget.thumb(), "");
  arrive();
  await opened.widget.status.waitFor({ state: "attached" });
  assert.equal(await opened.widget.thumb(), "");
  await opened.widget.down.click();
  await opened.event("sent");
  assert.deepEqual(relay.posts.map(({ events }) => events[0].signals[0].value), ["down"]);
});

test("a host that answers no_target with a target: the buttons work", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, {
    browser,
    relay,
    html: page(""),
    before: (tab) =>
      tab.addInitScript(() => {
        addEventListener("feedback-error", ({ target }) => Object.assign(/** @type {object} */ (target), { spanId: "42" }));
      }),
  });
  await opened.widget.enabled();
  await opened.widget.up.click();
  assert.equal((await opened.event("sent")).target.span_id, "42");
});

test("keys at rest, and the focus is elsewhere when the widget is there: it stays, and the vote counts", async (t) => {
  const { opened, arrive, relay } = await openGated(t, `${TAGGED} controls="rating"`);
  await opened.widget.star(1).focus();
  for (const key of ["ArrowRight", "ArrowRight"]) await opened.page.keyboard.press(key);
  await opened.page.locator("#chat").pressSequentially("He");
  arrive();
  await opened.widget.status.waitFor({ state: "attached" });
  await opened.page.keyboard.type("llo");
  assert.equal(await opened.page.locator("#chat").inputValue(), "Hello");
  await opened.event("sent");
  assert.deepEqual(relay.posts.map(({ events }) => events[0].signals[0].value), [3]);
});

test("ids that come late through shadow roots in shadow roots enable the controls", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, relay, html: `<!doctype html><title>Page</title>${OWN}<body><chat-app></chat-app>` });
  await opened.page.evaluate((url) => {
    const app = document.querySelector("chat-app")?.attachShadow({ mode: "open" });
    const message = document.createElement("chat-message");
    app?.append(message);
    message.attachShadow({ mode: "open" }).append(Object.assign(document.createElement("llm-feedback"), { relay: url }));
  }, relay.url);
  await opened.widget.disabled();
  await opened.widget.status.waitFor({ state: "attached" });
  await opened.page.evaluate(() => document.querySelector("chat-app")?.shadowRoot?.querySelector("chat-message")?.setAttribute("data-llm-span-id", "42"));
  await opened.widget.enabled();
});
