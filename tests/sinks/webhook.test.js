/** What a receiver gets that verifies with the library of Standard Webhooks. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { test } from "node:test";

import { eventually } from "../support/poll.js";
import { runBeside } from "../support/sinks/server.js";
import { ML_APP, PERSON, startBefore, vote } from "../support/sinks/relay.js";
import { fileScope } from "../support/scope.js";
import { serve } from "../support/site.js";
import { COMMENT } from "./votes.js";

const file = fileScope();
const secret = () => `whsec_${randomBytes(32).toString("base64")}`;
const [NEW, OLD] = [secret(), secret()];
const TARGET = { kind: "span", span_id: "20245611112024561111", trace_id: "6959432000000000d1f51f98d49b97c8" };

/** @type {{ headers: Record<string, unknown>, body: string }[]} */
const requests = [];
/** What the receiver answers next; undefined: it hangs up. */
const answers = /** @type {(number | undefined)[]} */ ([]);

const receiver = await serve(file, async (request, response) => {
  requests.push({ headers: request.headers, body: Buffer.concat(await request.toArray()).toString("utf8") });
  const status = answers.length > 0 ? answers.shift() : 204;
  if (status === undefined) request.socket.destroy();
  else response.writeHead(status).end();
});
const relay = await startBefore(file, "webhook", {
  THUMBSPAN_WEBHOOK_URL: `${receiver}/hook?token=t`,
  THUMBSPAN_WEBHOOK_SECRETS: `${NEW},${OLD}`,
});

/**
 * @param {import("../support/scope.js").Scope} scope
 * @param {string} known the secret that the receiver knows
 * @returns {Promise<any[]>} the bodies, all of them verified
 */
const verified = async (scope, known) => JSON.parse(await runBeside(scope, "verify_webhooks", { secret: known, requests }));

test("what was said, changed and withdrawn verifies with either secret, and holds the vote as it was posted", async (t) => {
  requests.length = 0;
  const given = vote(TARGET, { thumbs: "up", rating: 4, comment: COMMENT });
  const changed = vote(TARGET, { thumbs: "down" }, given.id);
  const withdrawn = vote(TARGET, { thumbs: null }, changed.id);
  for (const each of [given, changed, withdrawn]) await relay.delivers(each);
  const bodies = await verified(t, NEW);
  assert.deepEqual(await verified(t, OLD), bodies);
  assert.deepEqual(
    bodies.map(({ type }) => type),
    ["feedback.given", "feedback.changed", "feedback.withdrawn"],
  );
  const [first, second] = bodies;
  const { revises, ...posted } = given;
  assert.deepEqual(first.data, { ...posted, ml_app: ML_APP, submitter: PERSON, tags: { prompt_version: "b", verified: "false" } });
  assert.deepEqual([revises, second.data.revises], [null, given.id]);
  assert.deepEqual(
    requests.map(({ headers }) => headers["webhook-id"]),
    [given.id, changed.id, withdrawn.id],
  );
});

test("a repeat verifies under the same id", async (t) => {
  requests.length = 0;
  answers.push(undefined, 503);
  const given = vote(TARGET, { thumbs: "up" });
  await relay.delivers(given);
  await eventually("three tries", () => requests.length === 3);
  const bodies = await verified(t, NEW);
  assert.deepEqual(bodies.map(({ data }) => data.id), [given.id, given.id, given.id]);
  assert.deepEqual(new Set(requests.map(({ headers }) => headers["webhook-id"])), new Set([given.id]));
});

test("what was changed on the way, or signed with another secret, does not verify", async (t) => {
  requests.length = 0;
  await relay.delivers(vote(TARGET, { thumbs: "up" }));
  await assert.rejects(verified(t, secret()), /WebhookVerificationError/);
  const [request] = requests;
  assert.ok(request);
  request.body = request.body.replace('"up"', '"down"');
  await assert.rejects(verified(t, NEW), /WebhookVerificationError/);
});
