/** The recipe of docs/tickets.md, run as it stands there: what PyJWT mints lets a person vote. */

import assert from "node:assert/strict";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { eventually } from "../support/poll.js";
import { start } from "../support/program.js";
import { startRelay } from "../support/relay.js";
import { fileScope } from "../support/scope.js";
import { vote } from "../support/sinks/relay.js";
import { newSpan } from "../support/sinks/span.js";

const file = fileScope();
const KEY = randomBytes(32).toString("base64");
const USER = "user-7";

const { url, delivered } = await startRelay(file, {
  env: {
    THUMBSPAN_ASSETS_DIR: "",
    THUMBSPAN_ACCESS: "ticket",
    THUMBSPAN_TICKET_KEYS: `2026-11:HS256:${KEY}`,
    THUMBSPAN_TICKET_AUDIENCE: "https://relay.example",
  },
});

/** The page's Python. */
async function recipe() {
  const page = await readFile(inCheckout("docs/tickets.md"), "utf8");
  const [, code] = page.match(/^```python\n(.*?)^```$/ms) ?? [];
  assert.ok(code, "the page has Python");
  return code;
}

/**
 * @param {import("../support/scope.js").Scope} scope
 * @param {string} key
 * @param {import("../support/sinks/span.js").Span} span
 * @returns {Promise<string>}
 */
async function ticketFor(scope, key, span) {
  const folder = await temporaryFolder(scope);
  const say = `print(ticket(${JSON.stringify(USER)}, ${JSON.stringify(span)}))\n`;
  await writeFile(join(folder, "mint.py"), `TICKET_KEY = ${JSON.stringify(key)}\n${await recipe()}\n${say}`);
  const program = start(scope, inCheckout("target/peers/sinks/bin/python"), [join(folder, "mint.py")]);
  await once(program.child, "close");
  return program.said().trim();
}

/**
 * @param {ReturnType<typeof vote>} event
 * @param {string} ticket
 * @returns {Promise<{ status: number, body: any }>}
 */
async function post(event, ticket) {
  const headers = { "content-type": "application/json", origin: "https://app.example" };
  const answer = await fetch(`${url}/v1/feedback`, { method: "POST", headers, body: JSON.stringify({ events: [{ ...event, ticket }] }) });
  return { status: answer.status, body: await answer.json() };
}

test("a ticket of PyJWT is taken, and the vote is in the name of its person", async (t) => {
  const span = newSpan();
  const event = vote({ kind: "span", ...span }, { thumbs: "up" });
  const { status, body } = await post(event, await ticketFor(t, KEY, span));
  assert.deepEqual([status, body], [202, { accepted: [event.id], rejected: [] }]);
  const said = await eventually("the vote", async () => (await delivered()).find(({ id }) => id === event.id));
  assert.deepEqual([said.target, said.submitter, said.tags.verified], [{ kind: "span", ...span }, { id: USER, type: "user" }, "true"]);
});

test("one for another span, or of another key, is refused", async (t) => {
  const span = newSpan();
  const event = vote({ kind: "span", ...span }, { thumbs: "up" });
  const other = await post(event, await ticketFor(t, KEY, newSpan()));
  assert.deepEqual([other.status, other.body.rejected[0].code], [403, "ticket_wrong_target"]);
  const forged = await post(event, await ticketFor(t, randomBytes(32).toString("base64"), span));
  assert.deepEqual([forged.status, forged.body.rejected[0].code], [403, "ticket_bad_signature"]);
});
