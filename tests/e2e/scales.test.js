/** Stars, faces and 0 to 10: one way to choose, to change and to withdraw, and what each says on the wire. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { pass, stopClock } from "./page/clock.js";
import { OWN, open } from "./page/open.js";
import { doubleClick } from "./page/widget.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** How long the keys must rest, in milliseconds. */
const REST = 700;

/** Each scale's label on the wire, its key in `value`, and its points. */
const SCALES = [
  { scale: "stars", label: "user_rating", key: "rating", least: 1, most: 5, first: "1 star", last: "5 stars" },
  { scale: "faces", label: "user_rating", key: "rating", least: 1, most: 5, first: "Very bad", last: "Very good" },
  { scale: "nps", label: "user_nps", key: "nps", least: 0, most: 10, first: "0", last: "10" },
];

/** @param {string} scale */
const page = (scale) => `<!doctype html><html lang="en"><title>Page</title>${OWN}
  <llm-feedback span-id="42" relay="{{relay}}" controls="rating" scale="${scale}"></llm-feedback>`;

/** @param {import("node:test").TestContext} t @param {string} scale */
async function openScale(t, scale) {
  const relay = await startFakeRelay(t);
  return open(t, { browser, html: page(scale), relay });
}

/** @param {import("node:test").TestContext} t @param {string} scale */
async function openStopped(t, scale) {
  const relay = await startFakeRelay(t);
  return open(t, { browser, html: page(scale), relay, before: (blank) => blank.addInitScript(stopClock) });
}

/** Which points are checked, from 0. @param {import("./page/open.js").Opened} opened @returns {Promise<number[]>} */
const checked = ({ widget }) =>
  widget.points.evaluateAll((all) => all.flatMap((point, at) => (point.getAttribute("aria-checked") === "true" ? [at] : [])));

/** Which point has the focus, from 0. @param {import("./page/open.js").Opened} opened */
const focused = ({ widget }) => widget.points.evaluateAll((all) => all.findIndex((point) => point.matches(":focus")));

for (const { scale, label, key, least, most, first, last } of SCALES) {
  test(`${scale}: chosen, changed, withdrawn by the same again`, async (t) => {
    const opened = await openScale(t, scale);
    const point = (/** @type {number} */ points) => opened.widget.points.nth(points - least);
    await point(most).click();
    const [chosen] = await opened.events("sent");
    assert.deepEqual(chosen.signals, [{ label, metric_type: "score", value: most }]);
    assert.equal((await opened.widget.value())[key], most);
    assert.deepEqual(await checked(opened), [most - least]);

    await point(least).click();
    const [, changed] = await opened.events("sent", 2);
    assert.deepEqual(changed.signals, [{ label, metric_type: "score", value: least }]);
    assert.equal(changed.revises, chosen.id);
    assert.equal((await opened.widget.value())[key], least);

    // Not a second click, which would be a double click where it comes as fast as a test's.
    await point(least).press("Enter");
    const [, , withdrawn] = await opened.events("sent", 3);
    assert.deepEqual(withdrawn.signals, [{ label, metric_type: "score", value: null }]);
    assert.equal(withdrawn.revises, changed.id);
    assert.equal((await opened.widget.value())[key], null);
    assert.deepEqual(await checked(opened), []);
    assert.equal(await opened.widget.phase("withdrawn"), "Removed");
  });

  test(`${scale}: every point has its own value, and says it in feedback-change`, async (t) => {
    const opened = await openScale(t, scale);
    const count = most - least + 1;
    await opened.widget.points.first().waitFor();
    assert.equal(await opened.widget.points.count(), count);
    for (let at = 0; at < count; at += 1) await opened.widget.points.nth(at).click();
    const changes = await opened.events("change", count);
    assert.deepEqual(changes, Array.from({ length: count }, (_, at) => ({ label, value: least + at })));
  });

  test(`${scale}: names of the ends and of the group`, async (t) => {
    const opened = await openScale(t, scale);
    const name = scale === "nps" ? "How likely are you to recommend this?" : "Rating";
    for (const isMounted of [false, true]) {
      if (isMounted) await opened.widget.wake();
      const group = opened.page.getByRole("radiogroup", { name });
      await group.getByRole("radio", { name: first, exact: true }).waitFor();
      await group.getByRole("radio", { name: last, exact: true }).waitFor();
    }
  });

  test(`${scale}: arrows, Home and End move the focus with the choice, round the ends; one event when keys rest`, async (t) => {
    const opened = await openStopped(t, scale);
    await opened.widget.wake();
    await opened.widget.points.first().focus();
    const end = most - least;
    /** @type {[string, number][]} */
    const steps = [["ArrowRight", 1], ["ArrowUp", 2], ["ArrowLeft", 1], ["ArrowDown", 0], ["ArrowLeft", end], ["ArrowRight", 0], ["End", end], ["Home", 0], ["ArrowRight", 1]];
    for (const [name, at] of steps) {
      await pass(opened.page, REST - 100);
      await opened.page.keyboard.press(name);
      assert.deepEqual([await focused(opened), await checked(opened)], [at, [at]], name);
    }
    assert.deepEqual(await opened.seen(), []);
    await pass(opened.page, REST);
    const sent = await opened.event("sent");
    assert.deepEqual(sent.signals, [{ label, metric_type: "score", value: least + 1 }]);
    await pass(opened.page, 10 * REST);
    assert.equal(opened.posts.length, 1);
  });

  test(`${scale}: a double click is one vote, and no withdrawal`, async (t) => {
    const opened = await openScale(t, scale);
    await opened.widget.wake();
    await doubleClick(opened.widget.points.nth(2));
    await opened.widget.phase("thanks");
    assert.deepEqual(await checked(opened), [2]);
    assert.equal(opened.posts.length, 1);
  });
}

test("another scale at run time shows no vote of the last one", async (t) => {
  const opened = await openScale(t, "stars");
  await opened.widget.points.nth(4).click();
  await opened.event("sent");
  await opened.widget.host.evaluate((host) => host.setAttribute("scale", "nps"));
  await opened.widget.host.locator(".nps").waitFor();
  assert.equal(await opened.widget.points.count(), 11);
  assert.deepEqual(await checked(opened), []);
});
