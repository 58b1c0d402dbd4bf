/** Chips after a bad vote: several can be chosen, each is a label of its own, all go with the vote. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";
import { doubleClick } from "./page/widget.js";

const file = fileScope();
const browser = await launchBrowser(file);

const LIST = '["Not true","Too long!","太长"]';
const BY_CODE = '{"wrong":"Not true","long":"Too long","other":"Etwas anderes"}';

/**
 * @param {import("node:test").TestContext} t
 * @param {string} reasons
 * @param {string} [controls]
 */
async function openWith(t, reasons, controls = "thumbs reasons") {
  const relay = await startFakeRelay(t);
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Page</title>${OWN}
    <llm-feedback span-id="42" relay="{{relay}}" controls="${controls}" reasons='${reasons}'></llm-feedback>`;
  return open(t, { browser, html, relay });
}

/** @param {string} code @param {boolean | null} value */
const reason = (code, value) => ({ label: `user_reason_${code}`, metric_type: "boolean", value });

/** @param {any[]} signals */
const sorted = (signals) => signals.toSorted((one, other) => one.label.localeCompare(other.label));

test("no reasons at rest and after a good vote; all after a bad one, in the page's order", async (t) => {
  const opened = await openWith(t, BY_CODE);
  assert.equal(await opened.widget.reasons.count(), 0);
  await opened.widget.up.click();
  await opened.event("sent");
  assert.equal(await opened.widget.reasons.first().isVisible(), false);
  await opened.widget.down.click();
  await opened.widget.reasons.first().waitFor();
  assert.deepEqual(await opened.widget.reasons.allInnerTexts(), ["Not true", "Too long", "Etwas anderes"]);
  await opened.page.getByRole("group", { name: "What was wrong?" }).waitFor();
});

test("several can be chosen; unchosen is false; each event revises the one before", async (t) => {
  const opened = await openWith(t, BY_CODE);
  await opened.widget.down.click();
  await opened.event("sent");
  await opened.widget.reason("Not true").click();
  const [, first] = await opened.events("sent", 2);
  assert.deepEqual(sorted(first.signals), [reason("wrong", true)]);
  assert.equal(first.revises ?? null, null);

  await opened.widget.reason("Too long").click();
  const [, , second] = await opened.events("sent", 3);
  assert.deepEqual(sorted(second.signals), [reason("long", true), reason("wrong", true)]);
  assert.equal(second.revises, first.id);
  assert.deepEqual((await opened.widget.value()).reasons, ["wrong", "long"]);

  await opened.widget.reason("Not true").click();
  const [, , , third] = await opened.events("sent", 4);
  assert.deepEqual(sorted(third.signals), [reason("long", true), reason("wrong", false)]);
  assert.equal(third.revises, second.id);
  const pressed = await opened.widget.reasons.evaluateAll((all) => all.map((chip) => chip.getAttribute("aria-pressed")));
  assert.deepEqual(pressed, ["false", "true", "false"]);
});

for (const [thumb, then] of /** @type {const} */ ([["down", "withdrawn"], ["up", "turned"]])) {
  test(`reasons go with a bad vote that is ${then}`, async (t) => {
    const opened = await openWith(t, BY_CODE);
    await opened.widget.down.click();
    await opened.event("sent");
    await opened.widget.reason("Too long").click();
    const [, chosen] = await opened.events("sent", 2);
    await opened.widget.host.locator(`.${thumb}`).click();
    const sent = (await opened.events("sent", 4)).slice(2);
    const gone = sent.find(({ signals }) => signals[0].label.startsWith("user_reason"));
    assert.deepEqual(gone.signals, [reason("long", null)]);
    assert.equal(gone.revises, chosen.id);
    assert.deepEqual((await opened.widget.value()).reasons, []);
    await opened.widget.reasons.first().waitFor({ state: "hidden" });
  });
}

test("a list of texts: codes are made from them, or are their number", async (t) => {
  const opened = await openWith(t, LIST);
  await opened.widget.down.click();
  for (const text of ["Not true", "Too long!", "太长"]) await opened.widget.reason(text).click();
  await opened.page.waitForFunction(() => /** @type {any} */ (window).seen.filter((/** @type {any} */ seen) => seen.name === "feedback-change").length === 4);
  assert.deepEqual((await opened.widget.value()).reasons, ["not_true", "too_long", "3"]);
});

test("set as a property; changed at run time", async (t) => {
  const opened = await openWith(t, BY_CODE);
  await opened.widget.host.evaluate((host) => Object.assign(host, { reasons: ["One", "Two"] }));
  await opened.widget.down.click();
  await opened.widget.reason("Two").waitFor();
  assert.deepEqual(await opened.widget.reasons.allInnerTexts(), ["One", "Two"]);
  await opened.widget.host.evaluate((host) => Object.assign(host, { reasons: { three: "Three" } }));
  await opened.widget.reason("Three").waitFor();
  assert.deepEqual(await opened.widget.reasons.allInnerTexts(), ["Three"]);
});

test("after few stars too, and in their own words: no HTML", async (t) => {
  const opened = await openWith(t, '["<b>Wrong</b>"]', "rating reasons");
  await opened.widget.star(3).click();
  await opened.event("sent");
  assert.equal(await opened.widget.reasons.first().isVisible(), false);
  await opened.widget.star(2).click();
  await opened.widget.reason("<b>Wrong</b>").waitFor();
});

test("a double click on a reason is one choice", async (t) => {
  const opened = await openWith(t, BY_CODE);
  await opened.widget.down.click();
  await opened.event("sent");
  await doubleClick(opened.widget.reason("Too long"));
  await opened.events("sent", 2);
  assert.deepEqual((await opened.widget.value()).reasons, ["long"]);
  assert.equal(opened.posts.length, 2);
});
