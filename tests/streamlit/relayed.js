/** The apps of tests/streamlit with a real relay that takes tickets alone. */

import { startRelay } from "../support/relay.js";
import { startStreamlit } from "../support/streamlit.js";

const KEY = `2026-11:HS256:${Buffer.alloc(32, "streamlit").toString("base64")}`;
const AUDIENCE = "https://relay.example";

/**
 * @param {import("../support/scope.js").Scope} scope
 * @param {Record<string, string>} [env] of the relay
 */
export function startTicketRelay(scope, env = {}) {
  return startRelay(scope, { env: { THUMBSPAN_ACCESS: "ticket", THUMBSPAN_TICKET_KEYS: KEY, THUMBSPAN_TICKET_AUDIENCE: AUDIENCE, ...env } });
}

/**
 * @param {import("../support/scope.js").Scope} scope
 * @param {string} version
 * @param {{ url: string }} relay
 */
export function startApp(scope, version, relay) {
  const env = { THUMBSPAN_RELAY: relay.url, THUMBSPAN_TICKET_KEY: KEY, THUMBSPAN_TICKET_AUDIENCE: AUDIENCE };
  return startStreamlit(scope, version, "tests/streamlit/app.py", { env });
}
