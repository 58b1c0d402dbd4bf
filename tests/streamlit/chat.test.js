/** Votes in a chat: to Python, to the relay, and back after a rerun, a remount and a reload. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { arrived } from "../e2e/page/arrived.js";
import { launchBrowser } from "../support/browser.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { VERSIONS } from "../support/streamlit.js";
import { startApp, startTicketRelay } from "./relayed.js";
import { visit } from "./visit.js";

const file = fileScope();
const [browser, relay] = await Promise.all([launchBrowser(file), startTicketRelay(file)]);

/** @param {string} span @param {number} count @returns {Promise<any[]>} what the relay delivered about a span */
const delivered = (span, count) =>
  eventually(`${count} events about ${span}`, async () => {
    const lines = (await relay.delivered()).filter(({ target }) => target.span_id === span);
    return lines.length >= count && lines;
  });

/** @param {{ thumbs: string | null }} said */
const isUp = ({ thumbs }) => thumbs === "up";

for (const version of VERSIONS) {
  const app = await startApp(file, version, relay);
  const chat = version.replace(".", "-");
  let count = 0;

  /** A chat of the test's own. @param {import("node:test").TestContext} t @param {string} [mode] */
  const open = async (t, mode = "relay") => {
    count += 1;
    const name = `${chat}-${count}`;
    return { span: (/** @type {number} */ number, which = "first") => `${name}-${number}-${which}`, visited: await visit(t, browser, `${app.url}/chat?mode=${mode}&chat=${name}`) };
  };

  test(`${version}: a vote and a comment are in Python after one run each, and at the relay on the span`, async (t) => {
    const { span, visited } = await open(t);
    const widget = visited.widget(0);
    assert.equal(await visited.now("runs"), 1);
    await widget.up.click();
    await visited.python("answer_1", isUp);
    assert.equal(await visited.now("runs"), 2);
    // Streamlit's own shortcuts: r runs the app again, c clears its caches.
    await widget.text.pressSequentially("really clear");
    await widget.send.click();
    const said = await visited.python("answer_1", ({ comment }) => comment !== null);
    assert.equal(await visited.now("runs"), 3);
    assert.deepEqual({ thumbs: said.thumbs, rating: said.rating, comment: said.comment }, { thumbs: "up", rating: null, comment: "really clear" });
    const [vote, comment] = await delivered(span(1), 2);
    assert.equal(said.event_id, comment.id);
    assert.deepEqual(vote.target, { kind: "span", span_id: span(1), trace_id: "6f" });
    assert.deepEqual([vote.submitter.id, vote.ml_app, vote.tags.verified], ["user-17", "chat", "true"]);
    assert.equal((await visited.now("answer_2")).thumbs, null);
    assert.equal(await visited.widget(1).thumb(), "");
    assert.ok(visited.told.includes(span(1)), "the browser was told whom the vote is about");
  });

  test(`${version}: a run leaves the element as it is, with a comment half written`, async (t) => {
    const { visited } = await open(t);
    const widget = visited.widget(0);
    await widget.up.click();
    await visited.python("answer_1", isUp);
    await widget.text.fill("half a th");
    await widget.host.evaluate((host) => Object.assign(host, { isMine: true }));
    await widget.close.click();
    await visited.press("Again");
    await visited.python("runs", (runs) => runs === 3);
    assert.equal(await widget.host.evaluate((host) => /** @type {any} */ (host).isMine), true);
    assert.equal(await widget.thumb(), "up");
    assert.equal(await widget.text.inputValue(), "half a th");
  });

  for (const mode of ["relay", "ignore", "python"]) {
    test(`${version}, ${mode}: an answer above takes the element away, and its vote comes back`, async (t) => {
      const { span, visited } = await open(t, mode);
      await visited.widget(0).up.click();
      await visited.widget(0).star(4).click();
      await (mode === "ignore" ? delivered(span(1), 2) : visited.python("answer_1", ({ rating }) => rating === 4));
      await visited.widget(0).host.evaluate((host) => Object.assign(host, { isFirst: true }));
      await visited.press("Older");
      const hosts = visited.page.locator("llm-feedback");
      await eventually("three, and none of before", async () => (await hosts.evaluateAll((all) => all.map((host) => "isFirst" in host))).join() === "false,false,false");
      const widget = visited.widget(1);
      await eventually("the vote", async () => (await widget.thumb()) === "up" && (await widget.rating()) === "4 stars");
      assert.equal(await visited.widget(0).thumb(), "");
      await widget.down.click();
      if (mode === "python") await visited.python("answer_1", ({ thumbs }) => thumbs === "down");
      else {
        const [vote, , change] = await delivered(span(1), 3);
        assert.deepEqual([change.signals[0].value, change.revises], ["down", vote.id]);
      }
    });
  }

  test(`${version}: after a reload the relay says what was said, and Python knows without a callback`, async (t) => {
    const { span, visited } = await open(t, "callback");
    await visited.widget(0).down.click();
    await visited.python("calls", (calls) => calls.length === 1);
    const [vote] = await delivered(span(1), 1);
    await visited.page.reload();
    await visited.settled();
    const said = await visited.python("answer_1", ({ thumbs }) => thumbs === "down");
    assert.equal(said.event_id, vote.id);
    const widget = visited.widget(0);
    await eventually("the vote", async () => (await widget.thumb()) === "down");
    assert.deepEqual(await visited.now("calls"), []);
    assert.deepEqual([await visited.now("runs"), await visited.widget(1).thumb()], [2, ""]);
    await widget.up.click();
    assert.deepEqual(await visited.python("calls", (calls) => calls.length > 0), [["heard", "up"]]);
    const [, change] = await delivered(span(1), 2);
    assert.deepEqual([change.signals[0].value, change.revises], ["up", vote.id]);
  });

  test(`${version}: nobody listens, and nothing runs; the relay has the vote`, async (t) => {
    const { span, visited } = await open(t, "ignore");
    await visited.widget(0).up.click();
    await arrived(relay, (await delivered(span(1), 1))[0]);
    await visited.widget(0).phase("thanks");
    await visited.press("Again");
    await visited.python("runs", (runs) => runs > 1);
    assert.equal(await visited.now("runs"), 2);
    assert.equal((await visited.now("answer_1")).thumbs, null);
    assert.equal(await visited.widget(0).thumb(), "up");
  });

  test(`${version}: to Python alone: nothing is sent, and the browser is told no id`, async (t) => {
    const { span, visited } = await open(t, "python");
    await visited.widget(0).up.click();
    await visited.widget(0).say("Only for you");
    const said = await visited.python("answer_1", ({ comment }) => comment === "Only for you");
    assert.match(said.event_id, /^[\da-f]{8}-[\da-f]{4}-7/);
    assert.deepEqual(visited.requests.filter((request) => request.includes(relay.url)), []);
    assert.ok(visited.told.includes("Answer 1."));
    assert.equal(visited.told.includes(span(1)), false);
  });

  test(`${version}: what the app sets, and another answer under the same key, start without votes`, async (t) => {
    const { span, visited } = await open(t);
    await visited.widget(0).up.click();
    await visited.python("answer_1", isUp);
    await visited.press("Forget");
    await visited.python("answer_1", ({ thumbs }) => thumbs === null);
    await eventually("no vote", async () => (await visited.widget(0).thumb()) === "");
    await visited.widget(0).up.click();
    await visited.python("answer_1", isUp);
    await visited.press("Another");
    await visited.python("answer_1", ({ thumbs }) => thumbs === null);
    await eventually("no vote", async () => (await visited.widget(0).thumb()) === "");
    await visited.widget(0).down.click();
    const [vote] = await delivered(span(1, "another"), 1);
    assert.equal(vote.revises ?? null, null);
    await visited.python("answer_1", ({ thumbs }) => thumbs === "down");
  });
}
