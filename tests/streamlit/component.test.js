/** The component's script without Streamlit: calls that overtake each other, versions that meet, a relay that is slow. */

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { serve, serveFolder } from "../support/site.js";
import { Widget } from "../e2e/page/widget.js";

const ASSETS = inCheckout("python/src/thumbspan/streamlit/assets");
const SCRIPT = readdirSync(ASSETS).find((name) => /^component-.*\.js$/.test(name));

const file = fileScope();
const [browser, site] = await Promise.all([launchBrowser(file), serveFolder(file, ASSETS, { pages: { "/index.html": "<!doctype html><title>Place</title><main></main>" } })]);

const DATA = { key: "a", about: "first", revision: 0, votes: [], attributes: { "join-key": "python" }, sends: false, tells: "change", asks: false, longest: null };
const UP = { label: "user_thumbs", value: "up", id: "019357e4-6d5c-7b1e-9a51-2f0c6a1f3c11" };

/** A page with one place, in which `draw` calls the script. @param {import("node:test").TestContext} t */
async function place(t) {
  const page = await browser.newPage();
  t.after(() => page.close());
  await page.goto(site);
  await page.evaluate(() => {
    const root = document.querySelector("main")?.attachShadow({ mode: "open" });
    Object.assign(window, { root, told: [] });
  });
  /** @param {object} [data] @param {string} [version] @returns {Promise<string>} the type of what it gives back */
  const draw = (data, version = "") =>
    page.evaluate(
      async ([url, given]) => {
        const { default: render } = await import(/** @type {string} */ (url));
        const { root: parentElement, told } = /** @type {any} */ (window);
        return typeof render({ data: given, parentElement, setStateValue: (/** @type {string} */ name, /** @type {unknown} */ value) => told.push([name, value]) });
      },
      /** @type {const} */ ([`/${SCRIPT}${version}`, { ...DATA, ...data }]),
    );
  return { page, draw, widget: new Widget(page.locator("llm-feedback")), told: () => page.evaluate(() => /** @type {any} */ (window).told) };
}

test("called again it draws nothing new, and gives back nothing that could take the element away late", async (t) => {
  const { page, draw, widget } = await place(t);
  assert.deepEqual([await draw(), await draw({ attributes: { "join-key": "python", size: "compact" } })], ["undefined", "undefined"]);
  assert.equal(await page.locator("llm-feedback").count(), 1);
  assert.equal(await widget.host.getAttribute("size"), "compact");
  await draw();
  assert.equal(await widget.host.getAttribute("size"), null);
});

test("another version of the script takes the place over, and its votes come from Python", async (t) => {
  const { page, draw, widget } = await place(t);
  await draw();
  await draw({ votes: [UP] }, "?newer");
  assert.equal(await page.locator("llm-feedback").count(), 1);
  await eventually("the vote", async () => (await widget.thumb()) === "up");
});

test("what Python knew before the last click does not take it back", async (t) => {
  const { page, draw, widget, told } = await place(t);
  await draw({ votes: [UP] });
  await eventually("the vote", async () => (await widget.thumb()) === "up");
  await widget.down.click();
  await eventually("the change", async () => (await told()).length === 1);
  // A run that had begun before the click, and a remount in it.
  await page.evaluate(() => /** @type {any} */ (window).root.replaceChildren());
  await draw({ votes: [UP] });
  await eventually("the vote", async () => (await widget.thumb()) === "down");
  const [[name, { votes, about, revision, is_restored }]] = await told();
  assert.deepEqual([name, about, revision, is_restored, votes[0].value], ["feedback", "first", 0, false, "down"]);
});

test("what the relay says late does not take a click back", async (t) => {
  const { draw, widget, told } = await place(t);
  const { after, letGo } = held();
  const relay = await serve(t, async (_, response) => {
    await after;
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" }).end(JSON.stringify({ votes: [UP] }));
  });
  await draw({ asks: true, attributes: { "join-key": "python", ticket: "t.t.t", relay } });
  await widget.down.click();
  await eventually("the vote", async () => (await told()).length === 1);
  const answered = widget.host.page().waitForResponse(/restore/);
  letGo();
  await (await answered).finished();
  assert.equal(await widget.thumb(), "down");
  assert.equal((await told()).length, 1);
});

test("a relay that answers nonsense is as none", async (t) => {
  const { draw, widget, told } = await place(t);
  const relay = await serve(t, (_, response) => response.writeHead(200, { "access-control-allow-origin": "*" }).end("<html>"));
  const answered = widget.host.page().waitForResponse(/restore/);
  await draw({ asks: true, attributes: { "join-key": "python", ticket: "t.t.t", relay } });
  await answered;
  await widget.up.click();
  await eventually("the vote", async () => (await told()).length === 1);
});

test("a comment is no longer than the app says", async (t) => {
  const { draw, widget, told } = await place(t);
  await draw({ tells: "end", longest: 9, attributes: { "join-key": "python", controls: "thumbs comment" } });
  await widget.up.click();
  await widget.text.pressSequentially("Because of page 3");
  assert.equal(await widget.text.inputValue(), "Because o");
  assert.deepEqual(await told(), []);
  await widget.send.click();
  await eventually("the answer", async () => (await told()).length === 1);
  const [[, { votes }]] = await told();
  assert.deepEqual(votes.map((/** @type {{ value: unknown }} */ { value }) => value), ["up", "Because o"]);
});

for (const sends of [true, false]) {
  test(`a press before the widget is there is told of the answer that was shown then, ${sends ? "with" : "without"} a relay`, async (t) => {
    const { page, draw, widget, told } = await place(t);
    const relay = await startFakeRelay(t);
    /** @param {string} about */
    const answer = (about) => ({ about, sends, attributes: sends ? { relay: relay.url, "span-id": `span-${about}`, "submitter-id": "user-17" } : { "join-key": about } });
    const { after, letGo } = held();
    await page.route(/thumbspan-widget/, async (route) => {
      await after;
      await route.continue();
    });
    await draw(answer("first"));
    await widget.host.locator(".up").click();
    await draw({ ...answer("second"), revision: 1 });
    letGo();
    await eventually("the vote", async () => (await told()).length === 1);
    const [[, { about, revision, votes }]] = await told();
    assert.deepEqual([about, revision, votes[0].value], ["first", 0, "up"]);
    if (sends) assert.equal(await eventually("the post", () => relay.posts[0]?.events[0].target.span_id), "span-first");
    await eventually("no vote on the second", async () => (await widget.thumb()) === "");
    await widget.down.click();
    await eventually("its vote", async () => (await told()).length === 2);
    const [, [, second]] = await told();
    assert.deepEqual([second.about, second.revision, second.votes.length, second.votes[0].value], ["second", 1, 1, "down"]);
  });
}

/** A place whose first vote is on its way to a relay that takes its time. @param {import("node:test").TestContext} t @param {object} [data] */
async function sending(t, data) {
  const { after, letGo } = held();
  const relay = await startFakeRelay(t, { after, answer: "accept" });
  t.after(() => letGo());
  const { draw, widget, told } = await place(t);
  await draw({ sends: true, attributes: { relay: relay.url, "span-id": "42", controls: "thumbs rating reasons", reasons: '["slow","long"]' }, ...data });
  const last = async () => (await told()).at(-1)?.[1].votes.map((/** @type {{ label: string, value: unknown }} */ { label, value }) => [label, value]);
  /** @param {unknown[][]} votes */
  const tells = (votes) => eventually(`Python has ${JSON.stringify(votes)}`, async () => JSON.stringify(await last()) === JSON.stringify(votes));
  return { relay, letGo, widget, told, tells };
}

test("a vote that is taken back before it was sent: Python has what the relay gets", async (t) => {
  const { relay, letGo, widget, told, tells } = await sending(t);
  await widget.up.click();
  await eventually("the first post", () => relay.posts.length === 1);
  await tells([["user_thumbs", "up"]]);
  await widget.down.click();
  await tells([["user_thumbs", "down"]]);
  await widget.up.click();
  await tells([["user_thumbs", "up"]]);
  const [first, , third] = await told();
  assert.equal(third[1].votes[0].id, first[1].votes[0].id);
  letGo();
  await widget.phase("thanks");
  assert.equal(relay.posts.length, 1);
});

test("a first vote that is taken back before it was sent is none, and the other controls' stay", async (t) => {
  const { relay, widget, tells } = await sending(t);
  await widget.star(4).click();
  await eventually("the first post", () => relay.posts.length === 1);
  await widget.up.click();
  await tells([["user_rating", 4], ["user_thumbs", "up"]]);
  await widget.up.click();
  await tells([["user_rating", 4]]);
});

test("a vote that the app has set stands again when the one that changed it is taken back", async (t) => {
  const { relay, widget, tells } = await sending(t, { votes: [UP] });
  await eventually("the vote", async () => (await widget.thumb()) === "up");
  await widget.star(4).click();
  await eventually("the first post", () => relay.posts.length === 1);
  await widget.down.click();
  await tells([["user_rating", 4], ["user_thumbs", "down"]]);
  await widget.up.click();
  await tells([["user_rating", 4], ["user_thumbs", "up"]]);
});

test("a reason that is taken back before it was sent leaves the others", async (t) => {
  const { relay, widget, tells } = await sending(t);
  await widget.down.click();
  await eventually("the first post", () => relay.posts.length === 1);
  await widget.reason("slow").click();
  await widget.reason("long").click();
  await tells([["user_thumbs", "down"], ["user_reason_slow", true], ["user_reason_long", true]]);
  await widget.reason("slow").click();
  await widget.reason("long").click();
  await tells([["user_thumbs", "down"]]);
});
