/** Which controls are shown, and in which order: the attribute `controls`. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startFakeRelay(file);

/** The element with further attributes. */
const page = (attributes = "") =>
  `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="42" relay="{{relay}}" ${attributes}></llm-feedback>`;

/** The controls at rest, in their order. @param {import("./page/open.js").Opened} opened */
async function shown(opened) {
  const classes = await opened.widget.frame.evaluate((frame) => [...frame.children].map((child) => child.className));
  return classes.filter((name) => ["thumbs", "stars"].includes(name)).join(" ");
}

/** @param {import("./page/open.js").Opened} opened @param {string} controls */
async function change(opened, controls) {
  await opened.page.evaluate((value) => {
    document.querySelector("llm-feedback")?.setAttribute("controls", value);
    return Promise.resolve();
  }, controls);
}

/** Every choice in every order, and what it shows. */
const CHOICES = ["thumbs", "rating", "comment"].flatMap((first, _, all) => {
  const rest = all.filter((word) => word !== first);
  const pairs = rest.map((second) => [first, second]);
  const triples = pairs.map((pair) => [...pair, ...all.filter((word) => !pair.includes(word))]);
  return [[first], ...pairs, ...triples].map((words) => words.join(" "));
});

test("by default thumbs and a comment", async (t) => {
  const opened = await open(t, { browser, html: page(), relay });
  await opened.widget.enabled();
  assert.equal(await shown(opened), "thumbs");
  await opened.widget.up.click();
  await opened.widget.text.waitFor({ state: "visible" });
  assert.equal(await opened.widget.host.locator(".correction").isVisible(), false);
});

test("each choice in each order, also changed at run time", async (t) => {
  assert.equal(CHOICES.length, 15);
  const opened = await open(t, { browser, html: page('controls="comment"'), relay });
  await opened.widget.wake();
  for (const controls of CHOICES) {
    await change(opened, controls);
    const votes = controls.split(" ").filter((word) => word !== "comment");
    await eventually(controls, async () => (await shown(opened)) === votes.join(" ").replace("rating", "stars"));
    assert.equal(await opened.widget.status.count(), 1);
    assert.equal(await opened.widget.text.isVisible(), votes.length === 0);
  }
  await opened.page.evaluate(() => document.querySelector("llm-feedback")?.removeAttribute("controls"));
  await eventually("the default", async () => (await shown(opened)) === "thumbs");
});

test("a comment box alone is open from the start; one beside another control opens after a vote", async (t) => {
  const opened = await open(t, { browser, html: page('controls="comment"'), relay });
  await opened.widget.text.waitFor({ state: "visible" });
  await opened.widget.wake();
  await change(opened, "comment rating");
  await opened.widget.text.waitFor({ state: "hidden" });
  await change(opened, "comment");
  await opened.widget.say("Alone");
  assert.equal((await opened.event("sent")).signals[0].value, "Alone");
});

test("what was chosen stays when the controls change", async (t) => {
  const opened = await open(t, { browser, html: page('controls="thumbs rating"'), relay });
  await opened.widget.up.click();
  await opened.widget.star(5).click();
  await opened.events("sent", 2);
  await change(opened, "rating thumbs comment");
  assert.equal(await opened.widget.thumb(), "up");
  assert.equal(await opened.widget.rating(), "5 stars");
});

test("a word that is no control is left out, and a warning names it", async (t) => {
  const opened = await open(t, { browser, html: page('controls="thumbs smiley"'), relay });
  await opened.widget.wake();
  assert.equal(await shown(opened), "thumbs");
  assert.equal(opened.warnings.length, 1);
  assert.match(opened.warnings[0] ?? "", /"smiley".*thumbs, rating, reasons, comment, correction/);
});

test("all three controls on one target: labels and types as the wire format names them", async (t) => {
  const opened = await open(t, { browser, html: page('controls="thumbs rating comment"'), relay });
  await opened.widget.down.click();
  await opened.widget.star(2).click();
  await opened.widget.say("Too long");
  const sent = await opened.events("sent", 3);
  assert.deepEqual(sent.flatMap(({ signals }) => signals), [
    { label: "user_thumbs", metric_type: "categorical", value: "down" },
    { label: "user_rating", metric_type: "score", value: 2 },
    { label: "user_comment", metric_type: "text", value: "Too long" },
  ]);
});
