/** What was said at an earlier visit: shown, then changed and withdrawn under what it was. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { serve } from "../support/site.js";
import { arrived } from "./page/arrived.js";
import { EMBED, OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

const NIL = "00000000-0000-0000-0000-000000000000";
const EARLIER = { thumbs: "down", rating: 4, comment: "Said before" };
const CONTROLS = 'span-id="42" controls="thumbs rating comment"';

/** @param {import("./page/open.js").Opened} opened */
async function shown({ widget }) {
  await eventually("the earlier vote", async () => (await widget.thumb()) === "down" && (await widget.rating()) === "4 stars");
}

/** @type {[string, string][]} when the page sets it */
const TIMES = [
  ["before the script", `<script>document.querySelector("llm-feedback").value = ${JSON.stringify(EARLIER)}</script>`],
  ["after it", `<script type="module">await customElements.whenDefined("llm-feedback"); document.querySelector("llm-feedback").value = ${JSON.stringify(EARLIER)}</script>`],
];

for (const [when, script] of TIMES) {
  test(`value set ${when}: shown without a post; a change revises whatever there was`, async (t) => {
    const relay = await startFakeRelay(t);
    const html = `<!doctype html><title>Page</title><body><llm-feedback ${CONTROLS} relay="{{relay}}"></llm-feedback>${script}${OWN}`;
    const opened = await open(t, { browser, html, relay });
    await shown(opened);
    assert.equal((await opened.widget.value()).comment, "Said before");
    assert.deepEqual([relay.posts.length, await opened.seen()], [0, []]);
    await opened.widget.up.click();
    const { id, revises, signals } = await opened.event("sent");
    assert.deepEqual([revises, signals[0].value], [NIL, "up"]);
    // A second click so soon would be half of a double click.
    await opened.widget.up.focus();
    await opened.page.keyboard.press("Enter");
    const [, gone] = await opened.events("sent", 2);
    assert.deepEqual([gone.revises, gone.signals[0].value], [id, null]);
  });
}

test("restore: the relay's earlier votes under the ticket are shown; change and withdrawal name them", async (t) => {
  const relay = await startRelay(t);
  const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback ${CONTROLS} ticket="eyJhbGciOiJIUzI1NiJ9.e30.visit" restore></llm-feedback>`;
  const first = await open(t, { browser, html, relay });
  await first.widget.down.click();
  await first.widget.star(4).click();
  const [thumbs, stars] = await first.events("sent", 2);
  await Promise.all([arrived(relay, thumbs), arrived(relay, stars)]);
  await first.page.close();

  const later = await open(t, { browser, html, relay });
  await shown(later);
  assert.deepEqual(await later.seen(), []);
  await later.widget.star(2).click();
  const [change] = await later.events("sent", 1);
  assert.deepEqual([change.revises, change.signals[0].value], [stars.id, 2]);
  await later.widget.down.click();
  const [, gone] = await later.events("sent", 2);
  assert.deepEqual([gone.revises, gone.signals[0].value], [thumbs.id, null]);
  await arrived(relay, gone);
  await later.page.close();

  const last = await open(t, { browser, html, relay });
  await eventually("what is left", async () => (await last.widget.rating()) === "2 stars");
  assert.equal(await last.widget.thumb(), "");
});

/** @type {[string, number, string][]} */
const ANSWERS = [
  ["500, with votes in it", 500, JSON.stringify({ votes: [{ label: "user_thumbs", value: "down", id: "019a2b3c-4d5e-7f60-8192-a3b4c5d6e7f8" }] })],
  ["no JSON", 200, "<html>"],
  ["null", 200, "null"],
  ["another shape", 200, '{"votes":{"label":1}}'],
  ["a list of nonsense", 200, '{"votes":[null,1,{"label":{},"value":[]},{"label":"user_thumbs","value":"sideways","id":"x"}]}'],
];

for (const [name, status, body] of ANSWERS) {
  test(`restore, and the relay answers with ${name}: nothing is shown, nothing is said, and votes go on`, async (t) => {
    /** @type {string[]} */
    const asked = [];
    const url = await serve(t, async (request, response) => {
      asked.push(request.url ?? "");
      const isVote = request.url === "/v1/feedback";
      const { events } = isVote ? JSON.parse(Buffer.concat(await request.toArray()).toString("utf8")) : { events: [] };
      const accepted = JSON.stringify({ accepted: events.map((/** @type {any} */ { id }) => id), rejected: [] });
      response.writeHead(isVote ? 202 : status, { "access-control-allow-origin": "*", "content-type": "application/json" }).end(isVote ? accepted : body);
    });
    const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback ${CONTROLS} relay="{{relay}}" ticket="t.t.t" restore></llm-feedback>`;
    const opened = await open(t, { browser, html, relay: { url } });
    await eventually("the question", () => asked.includes("/v1/feedback/restore"));
    await opened.page.waitForFunction(() => performance.getEntriesByType("resource").some((one) => one.name.endsWith("/restore")));
    assert.equal(await opened.widget.thumb(), "");
    await opened.widget.up.click();
    await opened.events("sent");
    assert.deepEqual(opened.warnings, []);
    assert.equal((await opened.seen()).some((seen) => seen.name === "feedback-error"), false);
    assert.equal((await opened.event("sent")).revises ?? null, null);
  });
}

test("the relay's earlier vote comes when another answer is there: it is not shown for that one", async (t) => {
  /** @type {() => void} */
  let answer = () => {};
  const isAsked = new Promise((resolve) => {
    answer = () => resolve(undefined);
  });
  const votes = JSON.stringify({ votes: [{ label: "user_thumbs", value: "up", id: "019357e4-6d5c-7b1e-9a51-000000000001" }] });
  const url = await serve(t, async (_, response) => {
    await isAsked;
    response.writeHead(200, { "access-control-allow-origin": "*", "content-type": "application/json" }).end(votes);
  });
  const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}" ticket="a.a.a" restore></llm-feedback>`;
  const opened = await open(t, { browser, html, relay: { url } });
  await opened.widget.status.waitFor({ state: "attached" });
  await opened.widget.host.evaluate((host) => void Object.assign(host, { spanId: "43", ticket: "b.b.b" }));
  answer();
  await opened.page.waitForFunction(() => performance.getEntriesByType("resource").some(({ name }) => name.endsWith("/restore")));
  await opened.page.evaluate(() => new Promise((resolve) => {
    setTimeout(resolve);
  }));
  assert.equal(await opened.widget.thumb(), "");
});

test("a value is one answer's: the element that comes back with another shows nothing of it", async (t) => {
  const relay = await startFakeRelay(t);
  const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}"></llm-feedback>`;
  const opened = await open(t, { browser, html, relay });
  await opened.widget.host.evaluate((host) => void Object.assign(host, { value: { thumbs: "up" } }));
  await eventually("the value", async () => (await opened.widget.thumb()) === "up");
  await opened.page.evaluate(async () => {
    const host = document.querySelector("llm-feedback") ?? document.body;
    host.remove();
    await new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
    Object.assign(host, { spanId: "43" });
    document.body.append(host);
  });
  await opened.widget.wake();
  assert.equal(await opened.widget.thumb(), "");
});

for (const order of [["spanId", "value"], ["value", "spanId"]]) {
  test(`another answer and its earlier vote set in one task, ${order.join(" first, then ")}: shown`, async (t) => {
    const relay = await startFakeRelay(t);
    const html = `<!doctype html><html lang="de"><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}"></llm-feedback>`;
    const opened = await open(t, { browser, html, relay });
    await opened.widget.wake();
    await opened.widget.host.evaluate((host, names) => {
      const given = /** @type {Record<string, unknown>} */ ({ spanId: "44", value: { thumbs: "down" } });
      for (const name of names) Object.assign(host, { [name]: given[name] });
    }, order);
    await eventually("the earlier vote", async () => (await opened.widget.thumb()) === "down");
  });
}
