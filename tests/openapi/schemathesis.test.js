// schemathesis makes requests of /openapi.json, those that it allows and those that it forbids, and looks at the answers.

import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { start } from "../support/program.js";
import { startRelay } from "../support/relay.js";

const SETTINGS = fileURLToPath(new URL("schemathesis.toml", import.meta.url));
const HOOKS = fileURLToPath(new URL("hooks.py", import.meta.url));
/** Requests for each end point, beside those for each limit. */
const EXAMPLES = process.env["THUMBSPAN_TEST_EXAMPLES"] ?? "100";
const KEY = "a-key-of-32-characters-for-tests";

/** @type {[string, Record<string, string>, string[]][]} */
const RELAYS = [
  ["pages of every origin are let in", {}, []],
  ["back ends with a key are let in", { THUMBSPAN_ACCESS: "server", THUMBSPAN_API_KEYS: KEY }, ["--header", `X-API-Key: ${KEY}`]],
];

for (const [name, env, options] of RELAYS) {
  test(`schemathesis finds nothing where ${name}`, async (t) => {
    const relay = await startRelay(t, { env });
    const files = await temporaryFolder(t);
    const asked = ["--config-file", SETTINGS, "run", `${relay.url}/openapi.json`, "--max-examples", EXAMPLES, "--continue-on-failure", ...options];
    const program = start(t, inCheckout("target/peers/openapi/bin/st"), asked, { cwd: files, env: { SCHEMATHESIS_HOOKS: HOOKS } });
    const [code] = await once(program.child, "close");
    assert.equal(code, 0, program.said());
    assert.match(program.said(), /[1-9]\d* generated/);
    t.diagnostic(program.said().match(/\d+ generated.*/)?.[0] ?? "");
  });
}
