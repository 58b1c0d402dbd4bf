/** `mintTicket`, with jose as a stranger to check with. */

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";

import { exportJWK, generateKeyPair, importJWK, jwtVerify } from "jose";

import { mintTicket, verifyTicket } from "../../../pkg/server.js";
import { inCheckout } from "../../support/checkout.js";
import { temporaryFolder } from "../../support/folder.js";

const SECRET = randomBytes(32);
const KEY = `2026-11:HS256:${SECRET.toString("base64")}`;
const AUDIENCE = "https://relay.example";
const OPTIONS = { key: KEY, issuer: "shop", audience: AUDIENCE };
const SPAN = { spanId: "20245611112024561111", traceId: "6959432000000000d1f51f98d49b97c8" };
const TARGET = { kind: "span", span_id: SPAN.spanId, trace_id: SPAN.traceId };

test("jose reads what is minted, with every claim", async () => {
  const before = Math.floor(Date.now() / 1_000);
  const audience = [AUDIENCE, "https://other.example"];
  const ticket = await mintTicket({ ...SPAN, mlApp: "vote-extractor" }, "élise 👍", { ...OPTIONS, audience, labels: ["user_thumbs"], lifetimeS: 60 });
  const { payload, protectedHeader } = await jwtVerify(ticket, SECRET, { audience: AUDIENCE, issuer: "shop", typ: "fbt+jwt" });
  const { iat, exp, jti, ...said } = payload;
  assert.deepEqual(protectedHeader, { alg: "HS256", kid: "2026-11", typ: "fbt+jwt" });
  assert.deepEqual(said, { iss: "shop", aud: audience, sub: "élise 👍", tgt: TARGET, labels: ["user_thumbs"], ml_app: "vote-extractor" });
  assert.ok(iat !== undefined && iat >= before && exp === iat + 60);
  assert.match(jti ?? "", /^[\w-]{22}$/);
  assert.notEqual(await mintTicket(SPAN, "u", OPTIONS), await mintTicket(SPAN, "u", OPTIONS), "each has a name of its own");
});

test("an EdDSA key mints what jose reads with the public one", async () => {
  const { privateKey, publicKey } = await generateKeyPair("EdDSA", { extractable: true });
  const { d = "" } = await exportJWK(privateKey);
  const jwk = await exportJWK(publicKey);
  const ticket = await mintTicket(SPAN, "u", { ...OPTIONS, key: `e:EdDSA:${d}` });
  const { payload } = await jwtVerify(ticket, await importJWK(jwk, "EdDSA"), { audience: AUDIENCE, typ: "fbt+jwt" });
  assert.deepEqual(payload["tgt"], TARGET);
  assert.deepEqual((await verifyTicket(ticket, { keys: [`e:EdDSA:${jwk.x}`], audience: AUDIENCE })).tgt, TARGET);
});

/** @type {[import("../../../pkg/server.js").Context, object][]} */
const CONTEXTS = [
  [{ spanId: "1" }, { kind: "span", span_id: "1" }],
  [{ spanId: "1", traceId: null, sessionId: "s" }, { kind: "span", span_id: "1" }],
  [{ traceId: "2", sessionId: "s" }, { kind: "trace", trace_id: "2" }],
  [{ sessionId: "chat/7" }, { kind: "session", session_id: "chat/7" }],
  [{ joinKey: "report-9" }, { kind: "join_key", join_key: "report-9" }],
];

test("each context has its one target, and the time and the dice can be given", async () => {
  for (const [context, tgt] of CONTEXTS) {
    const ticket = await mintTicket(context, "u", { ...OPTIONS, now: () => 1_795_267_399.9, random: (count) => new Uint8Array(count) });
    const claims = await verifyTicket(ticket, { keys: [KEY], audience: AUDIENCE, now: () => 1_795_267_399 });
    assert.deepEqual(claims, { iss: "shop", aud: AUDIENCE, iat: 1_795_267_399, exp: 1_795_353_799, jti: "A".repeat(22), sub: "u", tgt });
  }
});

test("what is out of form is refused by its code", async () => {
  const number = /** @type {any} */ ({ spanId: 20245611112024561111n });
  const wrong = /** @type {const} */ ([
    [{}, "u", {}, "ticket_bad_claim"],
    [number, "u", {}, "ticket_bad_claim"],
    [{ spanId: "" }, "u", {}, "ticket_bad_claim"],
    [SPAN, "", {}, "ticket_bad_claim"],
    [SPAN, "\ud83d", {}, "ticket_bad_claim"],
    [SPAN, "u".repeat(257), {}, "ticket_bad_claim"],
    [SPAN, "u", { issuer: "a shop" }, "ticket_bad_claim"],
    [SPAN, "u", { audience: [] }, "ticket_bad_claim"],
    [SPAN, "u", { labels: ["user.thumbs"] }, "ticket_bad_claim"],
    [SPAN, "u", { lifetimeS: 0 }, "ticket_bad_claim"],
    [SPAN, "u", { lifetimeS: 0.5 }, "ticket_bad_claim"],
    [SPAN, "u", { lifetimeS: 604_801 }, "ticket_too_long_lived"],
    [SPAN, "u", { audience: "x".repeat(4_096) }, "ticket_bad_claim"],
    [SPAN, "u", { key: "" }, "bad_ticket_key"],
    [SPAN, "u", { key: `:HS256:${SECRET.toString("base64")}` }, "bad_ticket_key"],
    [SPAN, "u", { key: `a:none:${SECRET.toString("base64")}` }, "bad_ticket_key"],
    [SPAN, "u", { key: "a:HS256:c2hvcnQ=" }, "bad_ticket_key"],
    [SPAN, "u", { key: "a:HS256:*" }, "bad_ticket_key"],
    [SPAN, "u", { key: `a:EdDSA:${randomBytes(33).toString("base64")}` }, "bad_ticket_key"],
  ]);
  for (const [context, user, options, code] of wrong) {
    const minting = mintTicket(context, user, { ...OPTIONS, .../** @type {any} */ (options) });
    await assert.rejects(minting, (error) => {
      const { name, code: found, message } = /** @type {any} */ (error);
      assert.deepEqual([name, found], ["TicketError", code]);
      return message.length > 20 && !message.includes("c2hvcnQ");
    });
  }
});

test("the recipe of docs/tickets.md mints a ticket that jose reads", async (t) => {
  const page = await readFile(inCheckout("docs/tickets.md"), "utf8");
  const [, code = ""] = /^```js\n(.*?)^```$/ms.exec(page) ?? [];
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, "node_modules"));
  await symlink(inCheckout("pkg"), join(folder, "node_modules/thumbspan"));
  await writeFile(join(folder, "recipe.mjs"), code);
  process.env["THUMBSPAN_TICKET_KEY"] = KEY;
  t.after(() => delete process.env["THUMBSPAN_TICKET_KEY"]);
  const { ticket } = await import(pathToFileURL(join(folder, "recipe.mjs")).href);
  const { payload } = await jwtVerify(await ticket("user-17", SPAN), SECRET, { audience: AUDIENCE, typ: "fbt+jwt" });
  assert.deepEqual([payload.sub, payload["tgt"]], ["user-17", TARGET]);
});
