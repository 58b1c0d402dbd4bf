/** In a form: what is submitted, what is required, reset and disabled as any control of a form. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);

/** @param {import("node:test").TestContext} t @param {string} attributes @param {string} [scale] */
async function openForm(t, attributes, scale = "") {
  const relay = await startFakeRelay(t);
  const html = `<!doctype html><html lang="en"><title>Page</title>${OWN}
    <form><fieldset id="around"><input name="other" value="1">
    <llm-feedback span-id="42" relay="{{relay}}" controls="thumbs rating reasons comment correction" ${scale}
      reasons='{"long":"Too long","wrong":"Not true"}' ${attributes}></llm-feedback></fieldset>
    <button id="submit">Submit</button><button id="reset" type="reset">Reset</button></form>
    <script>document.forms[0].addEventListener("submit", (event) => { event.preventDefault(); window.submits = (window.submits ?? 0) + 1; });</script>`;
  return open(t, { browser, html, relay, before: (blank) => blank.addInitScript(hear) });
}

/** In the page: what the browser is given to say of what is missing. */
function hear() {
  const { setValidity } = ElementInternals.prototype;
  ElementInternals.prototype.setValidity = function heard(flags, message, anchor) {
    Object.assign(window, { message: flags?.valueMissing ? message : "" });
    setValidity.call(this, flags, message, anchor);
  };
}

/** @param {import("./page/open.js").Opened} opened @returns {Promise<[string, string][]>} */
const entries = ({ page }) => page.evaluate(() => [...new FormData(document.forms[0])].map(([name, value]) => /** @type {[string, string]} */ ([name, `${value}`])));

/** @param {import("./page/open.js").Opened} opened */
const submits = ({ page }) => page.evaluate(() => /** @type {any} */ (window).submits ?? 0);

test("FormData has an entry for each thing that is said, under the element's name", async (t) => {
  const opened = await openForm(t, 'name="answer"');
  const { widget } = opened;
  assert.deepEqual(await entries(opened), [["other", "1"]]);
  await widget.down.click();
  await widget.star(2).click();
  await widget.reason("Too long").click();
  await widget.reason("Not true").click();
  await widget.text.fill("A comment");
  await widget.correction.fill("Page 4");
  await widget.send.click();
  await opened.events("sent", 6);
  const wanted = [
    ["other", "1"],
    ["answer.thumbs", "down"],
    ["answer.rating", "2"],
    ["answer.reasons", "long"],
    ["answer.reasons", "wrong"],
    ["answer.comment", "A comment"],
    ["answer.correction", "Page 4"],
  ];
  await eventually("the entries", async () => JSON.stringify(await entries(opened)) === JSON.stringify(wanted));
});

test("the points of nps have a name of their own, and 0 is a vote", async (t) => {
  const opened = await openForm(t, 'name="answer" required', 'scale="nps"');
  await opened.widget.points.first().click();
  await opened.event("sent");
  assert.deepEqual(await entries(opened), [["other", "1"], ["answer.nps", "0"]]);
  assert.equal(await opened.widget.host.evaluate((host) => /** @type {any} */ (host).checkValidity()), true);
});

for (const attributes of ["", "required"]) {
  test(`without a name nothing is submitted: <llm-feedback${attributes && ` ${attributes}`}>`, async (t) => {
    const opened = await openForm(t, attributes);
    await opened.widget.up.click();
    await opened.event("sent");
    assert.deepEqual(await entries(opened), [["other", "1"]]);
    assert.equal(await opened.widget.host.evaluate((host) => /** @type {any} */ (host).validity.valid), true);
  });
}

test("a name or required that is taken away: the form has no entry of it, and waits for nothing", async (t) => {
  const opened = await openForm(t, 'name="answer"');
  await opened.widget.up.click();
  await opened.event("sent");
  await opened.widget.host.evaluate((host) => host.removeAttribute("name"));
  await eventually("no entry", async () => (await entries(opened)).length === 1);
  const required = await openForm(t, "required");
  await required.widget.status.waitFor({ state: "attached" });
  await required.widget.host.evaluate((host) => host.removeAttribute("required"));
  await eventually("a valid form", () => required.page.evaluate(() => document.forms[0]?.checkValidity()));
});

test("required: the form is not submitted until a vote is given, and says why; withdrawn, it is required again", async (t) => {
  const opened = await openForm(t, 'name="answer" required');
  const { widget, page } = opened;
  await widget.status.waitFor({ state: "attached" });
  /** @returns {Promise<[boolean, boolean, string]>} */
  const validity = () => widget.host.evaluate((host) => {
    const { valid, valueMissing } = /** @type {any} */ (host).validity;
    return [valid, valueMissing, /** @type {any} */ (window).message];
  });
  assert.deepEqual(await validity(), [false, true, "Rate this answer"]);
  assert.equal(await widget.host.evaluate((host) => host.matches(":invalid")), true);
  await page.locator("#submit").click();
  assert.equal(await submits(opened), 0);
  // What is missing has the focus, as in any form.
  assert.equal(await widget.host.evaluate((host) => host.shadowRoot?.activeElement?.className), "up");

  await widget.up.click();
  await opened.event("sent");
  assert.deepEqual(await validity(), [true, false, ""]);
  await widget.close.click();
  await page.locator("#submit").click();
  assert.equal(await submits(opened), 1);

  await widget.up.click();
  await opened.events("sent", 2);
  assert.deepEqual(await validity(), [false, true, "Rate this answer"]);
});

test("required right after the script: the form waits for the vote although nobody touched the element", async (t) => {
  const opened = await openForm(t, "required");
  await opened.widget.status.waitFor({ state: "attached" });
  await opened.page.locator("#submit").click();
  assert.equal(await submits(opened), 0);
});

test("reset: the form forgets what was chosen; the vote was sent all the same", async (t) => {
  const opened = await openForm(t, 'name="answer"');
  await opened.widget.up.click();
  await opened.event("sent");
  await opened.widget.close.click();
  await opened.page.locator("#reset").click();
  await eventually("no entry", async () => (await entries(opened)).length === 1);
  assert.equal(await opened.widget.thumb(), "");
  assert.equal(opened.posts.length, 1);
  await opened.widget.down.click();
  const [, next] = await opened.events("sent", 2);
  assert.equal(next.revises ?? null, null);
});

test("a disabled fieldset around it: nobody can vote, at rest and mounted; enabled, they can", async (t) => {
  const opened = await openForm(t, 'name="answer"');
  const { widget, page } = opened;
  const set = (/** @type {boolean} */ isDisabled) => page.evaluate((value) => void (/** @type {any} */ (document.querySelector("#around")).disabled = value), isDisabled);
  await widget.enabled();
  await set(true);
  await widget.disabled();
  await set(false);
  await widget.enabled();
  await widget.up.click();
  await opened.event("sent");
  await set(true);
  await widget.disabled();
  assert.deepEqual(await entries(opened), []);
  await set(false);
  await widget.enabled();
  await widget.down.click();
  await opened.events("sent", 2);
});

test("the element knows its form, and its buttons submit nothing", async (t) => {
  const opened = await openForm(t, 'name="answer"');
  assert.equal(await opened.widget.host.evaluate((host) => /** @type {any} */ (host).form === document.forms[0]), true);
  await opened.widget.down.click();
  await opened.widget.say("x");
  await opened.events("sent", 2);
  await opened.widget.text.waitFor({ state: "hidden" });
  assert.equal(await submits(opened), 0);
});
