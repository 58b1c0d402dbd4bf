/** How long a vote with a ticket is tried: the relay takes it for longer than the ticket says. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { inCheckout } from "../../support/checkout.js";
import { Browser } from "./browser.js";
import { settled } from "./clock.js";
import { accept, answer, fail, hang } from "./relay.js";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The payload of a ticket, signed by nobody. @param {unknown} payload */
const ticket = (payload) => `h.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.s`;

/** The relay takes a vote with a ticket that has ended for so long by default: what its table of settings says. */
const GRACE = 1_000 * Number(/^`THUMBSPAN_TICKET_GRACE_S`.*default: `(\d+)`/m.exec(readFileSync(inCheckout("docs/configuration.md"), "utf8"))?.[1]);

/** A relay that answers so each time, and a page whose vote, tried once, has this ticket. @param {unknown} signed */
async function failing(signed, reply = answer(503)) {
  const browser = new Browser();
  browser.relay.always = reply;
  const page = browser.page();
  page.add("a", { ticket: signed });
  await settled();
  return { browser, page, relay: browser.relay };
}

/** A ticket with so many seconds left. @param {number} left */
const permitted = (left, reply = answer(503)) => failing(ticket({ exp: Date.UTC(2026, 0, 1) / 1000 + left }), reply);

test("the end of a ticket is read whatever is in it", async () => {
  const exp = Date.UTC(2026, 0, 1) / 1000 + 60;
  const both = ticket({ exp, sub: "~~~>>>???ÿÿ" });
  assert.match(both, /-.*_|_.*-/, "as base64url differs from base64");
  const { browser, page } = await failing(both);
  await browser.clock.pass(MINUTE + GRACE + 6 * MINUTE);
  assert.deepEqual(page.outcomes.at(-1), ["failed", "a", "expired", false]);
});

test("a ticket that has ended: given up at the first try that fails when the relay would not take it any more", async () => {
  const { browser, page, relay } = await permitted(60);
  await browser.clock.pass(MINUTE + GRACE);
  assert.ok(page.outcomes.length > 10 && page.outcomes.every(([, , , retryable]) => retryable));
  await browser.clock.pass(6 * MINUTE);
  assert.deepEqual(page.outcomes.at(-1), ["failed", "a", "expired", false]);
  const { at = 0 } = relay.posts.at(-1) ?? {};
  assert.ok(at > MINUTE + GRACE, "tried once more after that");
  assert.deepEqual(await browser.stored(), []);
});

test("ten minutes of a ticket left, twenty without a network: the vote arrives", async () => {
  const { browser, page, relay } = await permitted(600, fail);
  await browser.clock.pass(20 * MINUTE);
  relay.always = accept;
  page.online();
  await settled();
  assert.deepEqual(page.outcomes.at(-1), ["sent", "a"]);
});

for (const [name, left] of /** @type {[string, number][]} */ ([["minutes", -60], ["a day", -86_400]])) {
  test(`a ticket that ended ${name} before the vote by the browser's clock, which may be wrong: tried for as long`, async () => {
    const { browser, page } = await permitted(left, fail);
    await browser.clock.pass(GRACE - 6 * MINUTE);
    assert.ok(page.outcomes.length > 3 && page.outcomes.every(([, , , retryable]) => retryable));
    await browser.clock.pass(12 * MINUTE);
    assert.deepEqual(page.outcomes.at(-1), ["failed", "a", "expired", false]);
  });
}

test("a day ends the tries of a ticket too that would be taken for longer", async () => {
  const { browser, page } = await permitted(3 * 86_400);
  await browser.clock.pass(DAY + 6 * MINUTE);
  assert.deepEqual(page.outcomes.at(-1), ["failed", "a", "expired", false]);
});

test("a laptop sleeps over the end while a try is under way: there is another one", async () => {
  const { browser, page, relay } = await permitted(60, hang);
  browser.clock.jump(DAY);
  await browser.clock.pass(30_000);
  assert.deepEqual(page.outcomes, [["failed", "a", "timeout", true]]);
  relay.always = fail;
  await browser.clock.pass(1_000);
  assert.deepEqual(page.outcomes.at(-1), ["failed", "a", "expired", false]);
});

for (const unreadable of ["", "x", "a.b.c", "a.!!.c", ticket({}), ticket({ exp: null }), ticket("x"), ticket(null), 7, {}]) {
  test(`an unreadable ticket is no reason to give up: ${JSON.stringify(unreadable)}`, async () => {
    const { browser, page } = await failing(unreadable);
    await browser.clock.pass(2 * GRACE);
    assert.ok(page.outcomes.every(([, , , retryable]) => retryable));
    assert.deepEqual(await browser.storedIds(), ["a"]);
  });
}
