/** Pages that name no target, or name it badly: nobody can vote, and the developer is told why. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { EMBED, OWN, fixture, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);

/** Clicks on everything, as a script can although a person can't. */
function clickAll() {
  for (const host of document.querySelectorAll("llm-feedback")) {
    for (const button of host.shadowRoot?.querySelectorAll("button") ?? []) {
      button.dispatchEvent(new MouseEvent("click", { bubbles: true, composed: true }));
      button.click();
    }
  }
}

test("a page with the HTTP request's carriers alone: disabled, one warning, nothing posted", async (t) => {
  const opened = await open(t, { browser, html: await fixture("carriers"), relay });
  const faults = await opened.events("error", 2);
  assert.deepEqual(faults.map(({ code, retryable }) => ({ code, retryable })), [
    { code: "no_target", retryable: false },
    { code: "no_target", retryable: false },
  ]);
  assert.deepEqual((await opened.seen()).map(({ target }) => target).sort(), ["first", "second"]);
  for (const id of ["#first", "#second"]) await opened.widgetAt(id).disabled();
  assert.equal(opened.warnings.length, 1);
  assert.match(opened.warnings[0] ?? "", /span-id.*traceparent/s);

  await opened.page.evaluate(clickAll);
  // The one post is the vote for the target that comes at last.
  await opened.page.evaluate(() => document.querySelector("#first")?.setAttribute("span-id", "77"));
  await opened.widgetAt("#first").up.click();
  assert.equal((await opened.event("sent")).target.span_id, "77");
  assert.equal(opened.posts.length, 1);
  assert.equal(opened.warnings.length, 1);
});

test("Server-Timing: traceparent is no target either", async (t) => {
  const headers = { "server-timing": 'traceparent;desc="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"' };
  const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback></llm-feedback>`;
  const opened = await open(t, { browser, html, relay, headers });
  assert.equal((await opened.event("error")).code, "no_target");
  await opened.widget.disabled();
});

test("an id that is still empty: disabled, although the page has a span; it is still to come, so nothing is wrong", async (t) => {
  const opened = await open(t, { browser, html: await fixture("empty"), relay });
  await opened.widget.status.waitFor({ state: "attached" });
  await opened.widget.disabled();
  assert.deepEqual([await opened.seen(), opened.warnings], [[], []]);
});

test("an ml-app or a submitter-id that no backend takes is warned of and left out: the vote arrives", async (t) => {
  const html = `<!doctype html><title>Page</title>${EMBED}<llm-feedback span-id="42" ml-app="My App" submitter-id="${"x".repeat(257)}"></llm-feedback>`;
  const opened = await open(t, { browser, html, relay });
  await opened.widget.up.click();
  const { ml_app, submitter } = await opened.event("sent");
  assert.deepEqual([ml_app, submitter], [undefined, undefined]);
  assert.equal(opened.warnings.length, 2);
  assert.match(opened.warnings[0] ?? "", /ml-app="My App".*lower-case/);
  assert.match(opened.warnings[1] ?? "", /submitter-id=.*256/);
});

test("a JSON number as an id: disabled with bad_context, never the digits that are left", async (t) => {
  const opened = await open(t, { browser, html: await fixture("number"), relay });
  await opened.widget.frame.hover();
  const { code, message } = await opened.event("error");
  assert.equal(code, "bad_context");
  assert.match(message, /string.*2\^53/);
  await opened.widget.disabled();
});

/** @type {[string, string, string][]} */
const broken = [
  ["a script that is no JSON", '<script type="application/json" data-llm-feedback>{span: 1}</script><llm-feedback></llm-feedback>', "bad_context"],
  ["a script that is a list", '<script type="application/json" data-llm-feedback>[]</script><llm-feedback></llm-feedback>', "bad_context"],
  ["context= that names nothing", '<llm-feedback context="nowhere"></llm-feedback>', "bad_context"],
  ["an id with a space", '<llm-feedback span-id="12 34"></llm-feedback>', "bad_context"],
  ["an id that is too long", `<llm-feedback span-id="${"1".repeat(257)}"></llm-feedback>`, "bad_context"],
  ["a relay that is no web address", '<llm-feedback span-id="1" relay="javascript:alert(1)"></llm-feedback>', "bad_relay"],
];

for (const [name, element, code] of broken) {
  test(`${name}: disabled with ${code}`, async (t) => {
    const html = `<!doctype html><title>Page</title>${EMBED}<body><meta name="llm-span-id" content="4444">${element}`;
    const opened = await open(t, { browser, html, relay });
    await opened.widget.frame.hover();
    assert.equal((await opened.event("error")).code, code);
    await opened.widget.disabled();
    assert.equal(opened.warnings.length, 1);
  });
}

test("disabled: shown, but nobody can vote until it is taken away", async (t) => {
  const fake = await startFakeRelay(t);
  const html = `<!doctype html><title>Page</title>${OWN}<llm-feedback span-id="1" relay="{{relay}}" disabled></llm-feedback>`;
  const opened = await open(t, { browser, html, relay: fake });
  await opened.widget.disabled();
  await opened.page.evaluate(clickAll);
  await opened.page.evaluate(() => document.querySelector("llm-feedback")?.removeAttribute("disabled"));
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  assert.equal(fake.posts.length, 1);
  assert.deepEqual(opened.warnings, []);
});
