import assert from "node:assert/strict";
import { test } from "node:test";

import { held, startFakeRelay } from "./fake-relay.js";
import { eventually } from "./poll.js";

const EVENTS = { events: [{ id: "a" }, { id: "b" }] };

/** @param {string} url */
function post(url, signal = AbortSignal.timeout(10_000)) {
  return fetch(`${url}/v1/feedback`, { method: "POST", body: JSON.stringify(EVENTS), signal });
}

test("it accepts what no script speaks of, and keeps it", async (t) => {
  const relay = await startFakeRelay(t);
  const answer = await post(relay.url);
  assert.equal(answer.status, 202);
  assert.equal(answer.headers.get("access-control-allow-origin"), "*");
  assert.deepEqual(await answer.json(), { accepted: ["a", "b"], rejected: [] });
  assert.deepEqual(relay.posts[0]?.events, EVENTS.events);
});

test("scripted answers come in their order", async (t) => {
  const full = { status: 503, headers: { "retry-after": "7" }, body: { code: "full" } };
  const relay = await startFakeRelay(t, full, "close", "accept");
  const first = await post(relay.url);
  assert.equal(first.status, 503);
  assert.equal(first.headers.get("retry-after"), "7");
  assert.deepEqual(await first.json(), { code: "full" });
  await assert.rejects(post(relay.url), /fetch failed/);
  assert.equal((await post(relay.url)).status, 202);
  assert.equal(relay.posts.length, 3);
});

test("a post that hangs is kept and gets no answer", async (t) => {
  const relay = await startFakeRelay(t, "hang");
  const impatient = new AbortController();
  const answer = post(relay.url, impatient.signal);
  await eventually("the post", () => relay.posts.length === 1);
  impatient.abort();
  await assert.rejects(answer, { name: "AbortError" });
});

test("an answer can be held until the test lets it go", async (t) => {
  const first = held();
  const relay = await startFakeRelay(t, first);
  let isAnswered = false;
  const answer = post(relay.url).finally(() => (isAnswered = true));
  await eventually("the post", () => relay.posts.length === 1);
  assert.equal(isAnswered, false);
  first.letGo();
  assert.equal((await answer).status, 202);
});
