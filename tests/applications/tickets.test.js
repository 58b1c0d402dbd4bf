/** An application that mints tickets, before a relay that wants them. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { arrived } from "../e2e/page/arrived.js";
import { visit } from "../e2e/page/open.js";
import { serve } from "../support/application.js";
import { launchBrowser } from "../support/browser.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";

const file = fileScope();
const key = `2026-11:HS256:${randomBytes(32).toString("base64")}`;
const access = { THUMBSPAN_ACCESS: "ticket", THUMBSPAN_TICKET_KEYS: key, THUMBSPAN_TICKET_AUDIENCE: "https://relay.example" };
const [browser, relay] = await Promise.all([launchBrowser(file), startRelay(file, { env: access })]);
const url = await serve(file, "tests/applications/tickets", { env: { THUMBSPAN_RELAY: relay.url, THUMBSPAN_TICKET_KEY: key } });

/** @param {import("node:test").TestContext} t */
async function answered(t) {
  const opened = await visit(t, { browser, url });
  await opened.page.locator("#ask").click();
  await opened.widget.enabled();
  return opened;
}

test("a vote is in the name that the ticket says, on the span that it names", async (t) => {
  const opened = await answered(t);
  await opened.widget.down.click();
  const { target, submitter, tags } = await arrived(relay, await opened.event("sent"));
  assert.equal(target.span_id, await opened.widget.host.getAttribute("span-id"));
  assert.equal(submitter.id, "17");
  assert.equal(tags.verified, "true");
});

test("with the ticket of another span the vote is refused", async (t) => {
  const opened = await answered(t);
  await opened.widget.host.evaluate((host) => host.setAttribute("span-id", "aaaaaaaaaaaaaaaa"));
  await opened.widget.down.click();
  const { code, retryable } = await opened.event("error");
  assert.deepEqual([code, retryable], ["ticket_wrong_target", false]);
  assert.equal((await relay.delivered()).some(({ target }) => target.span_id === "aaaaaaaaaaaaaaaa"), false);
});
