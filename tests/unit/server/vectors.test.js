import assert from "node:assert/strict";
import { test } from "node:test";

import { verifyTicket } from "../../../pkg/server.js";
import { sign } from "../../../pkg/server/mint.js";
import { part, vectors } from "./vectors.js";

const all = await vectors();

/** The private key of the vectors' EdDSA key: 32 times 0x42. */
const SEED = `e:EdDSA:${Buffer.alloc(32, 0x42).toString("base64")}`;
/** Refused by what they say; a minter refuses the same. */
const MISMINTED = ["ticket_bad_claim", "ticket_too_long_lived"];

test("the vectors are there", () => {
  assert.ok(all.filter(({ claims }) => claims).length >= 11);
  assert.ok(all.filter(({ code }) => code).length >= 53);
});

for (const { name, why, keys, audience, now, grace, token, claims, code } of all) {
  test(`${name}: ${why}`, async () => {
    const verified = verifyTicket(token, { keys, audience, now: () => now, graceS: grace });
    if (claims) assert.deepEqual(await verified, claims);
    else await assert.rejects(verified, { name: "TicketError", code });
  });
}

test("the claims of each valid vector are minted to the byte, where its header is the usual one", async () => {
  let same = 0;
  for (const { name, keys, token, claims } of all) {
    const header = claims ? part(token, 0) : {};
    if (!claims || Object.keys(header).length !== 3) continue;
    const key = header.alg === "EdDSA" ? SEED : keys.find((each) => each.startsWith(`${header.kid}:`));
    assert.equal(await sign(claims, key ?? ""), token, name);
    same += 1;
  }
  assert.ok(same >= 10, String(same));
});

test("what the relay would refuse is not minted", async () => {
  const refused = all.filter(({ code }) => MISMINTED.includes(code ?? ""));
  assert.ok(refused.length >= 20);
  for (const { name, keys, token, code } of refused) {
    await assert.rejects(sign(part(token, 1), keys[0] ?? ""), { code }, name);
  }
});
