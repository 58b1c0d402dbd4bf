/** An element that is moved, and one whose answer changes. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { held, startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const html = `<!doctype html><title>Page</title>${OWN}<body>
  <section id="here"><llm-feedback span-id="42" relay="{{relay}}"></llm-feedback></section><section id="there"></section>`;

test("moving keeps everything: the nodes, the vote, the draft; nothing is fetched again", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.down.click();
  await widget.phase("thanks");
  await widget.text.fill("half a thought");
  const before = await widget.frame.elementHandle();
  const requests = opened.requests.length;
  await opened.page.evaluate(() => document.querySelector("#there")?.append(document.querySelector("llm-feedback") ?? ""));
  assert.equal(await widget.phase("thanks"), "Thank you");
  assert.equal(await widget.thumb(), "down");
  assert.equal(await widget.text.inputValue(), "half a thought");
  assert.ok(await widget.frame.evaluate((frame, known) => frame === known, before));
  await widget.send.click();
  await opened.events("sent", 2);
  assert.equal(opened.requests.length, requests + 1);
});

test("moving while a vote is on its way: the same element says thanks", async (t) => {
  const answer = held();
  const relay = await startFakeRelay(t, answer);
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await eventually("the post", () => relay.posts.length === 1);
  await opened.page.evaluate(() => document.querySelector("#there")?.append(document.querySelector("llm-feedback") ?? ""));
  answer.letGo();
  await opened.widget.phase("thanks");
  assert.equal(relay.posts.length, 1);
});

test("moving to another answer's place makes it that answer's", async (t) => {
  const relay = await startFakeRelay(t);
  const two = `<!doctype html><title>Page</title>${OWN}<body>
    <section data-llm-span-id="1"><llm-feedback relay="{{relay}}"></llm-feedback></section>
    <section id="there" data-llm-span-id="2"></section>`;
  const opened = await open(t, { browser, html: two, relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  await opened.page.evaluate(() => document.querySelector("#there")?.append(document.querySelector("llm-feedback") ?? ""));
  await opened.widget.phase("idle");
  assert.equal(await opened.widget.thumb(), "");
  await opened.widget.up.press("Enter");
  const [, second] = await opened.events("sent", 2);
  assert.equal(second.target.span_id, "2");
  assert.equal(second.revises, undefined);
});

test("another target is another answer: nothing of the last one is shown or revised", async (t) => {
  const relay = await startFakeRelay(t);
  const opened = await open(t, { browser, html, relay });
  const { widget } = opened;
  await widget.up.click();
  await widget.phase("thanks");
  await widget.text.fill("about the first answer");
  await widget.host.evaluate((host) => host.setAttribute("span-id", "43"));
  assert.equal(await widget.phase("idle"), "");
  assert.equal(await widget.thumb(), "");
  assert.deepEqual(await widget.value(), { thumbs: null, rating: null, nps: null, reasons: [], comment: "", correction: "" });
  await widget.down.click();
  const [, second] = await opened.events("sent", 2);
  assert.deepEqual([second.target.span_id, second.revises], ["43", undefined]);
});

test("another target while a vote is on its way: the vote arrives for its own, and says nothing here", async (t) => {
  const answer = held();
  const relay = await startFakeRelay(t, answer);
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  await eventually("the post", () => relay.posts.length === 1);
  await opened.widget.host.evaluate((host) => host.setAttribute("span-id", "43"));
  await opened.widget.phase("idle");
  answer.letGo();
  assert.equal((await opened.event("sent")).target.span_id, "42");
  assert.equal(await opened.widget.phase("idle"), "");
});

test("an ancestor that names another answer meanwhile: the next vote is that answer's", async (t) => {
  const relay = await startFakeRelay(t);
  const near = html.replace('span-id="42"', "").replace('id="here"', 'id="here" data-llm-span-id="1"');
  const opened = await open(t, { browser, html: near, relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  await opened.page.evaluate(() => document.querySelector("#here")?.setAttribute("data-llm-span-id", "2"));
  await opened.widget.up.click();
  const [, second] = await opened.events("sent", 2);
  assert.deepEqual([second.target.span_id, second.signals[0].value, second.revises], ["2", "up", undefined]);
});
