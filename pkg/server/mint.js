/** From a context to a ticket. */

import { encode } from "./base64.js";
import { DEFAULT_S, LONGEST, TYPE, check } from "./claims.js";
import { TicketError } from "./error.js";
import * as keys from "./key.js";

/** @typedef {import("../server.js").Context} Context */
/** @typedef {import("../server.js").MintOptions} MintOptions */

/**
 * Mints the permission to rate what a context names, for the page of one person.
 *
 * @param {Context} context
 * @param {string} user
 * @param {MintOptions} options
 * @returns {Promise<string>}
 */
export async function mintTicket(context, user, options) {
  const { key, issuer, audience, labels, lifetimeS = DEFAULT_S } = options;
  const { now = () => Date.now() / 1_000, random = (count) => crypto.getRandomValues(new Uint8Array(count)) } = options;
  const minted = Math.floor(now());
  const claims = {
    iss: issuer,
    aud: audience,
    iat: minted,
    exp: minted + lifetimeS,
    jti: encode(random(16)),
    sub: user,
    tgt: target(context),
    labels: labels ?? null,
    ml_app: context.mlApp ?? null,
  };
  return sign(claims, key);
}

/**
 * Checks claims and signs them, to the same bytes as the relay's own crate.
 *
 * @param {import("./claims.js").Json} claims
 * @param {string} text the key's
 * @returns {Promise<string>}
 */
export async function sign(claims, text) {
  const key = keys.parse(text);
  const said = check(claims);
  const message = `${part({ alg: key.alg, kid: key.kid, typ: TYPE })}.${part(said)}`;
  const signature = await keys.sign(key, new TextEncoder().encode(message));
  const ticket = `${message}.${encode(signature)}`;
  if (ticket.length > LONGEST) throw new TicketError("ticket_bad_claim", `Say less: a ticket has at most ${LONGEST} characters.`);
  return ticket;
}

/**
 * The one target, as the wire format names it: span, else trace, else session, else join key.
 *
 * @param {Context} context
 */
function target({ spanId, traceId, sessionId, joinKey }) {
  if (spanId != null) return { kind: "span", span_id: spanId, ...(traceId == null ? {} : { trace_id: traceId }) };
  if (traceId != null) return { kind: "trace", trace_id: traceId };
  if (sessionId != null) return { kind: "session", session_id: sessionId };
  return { kind: "join_key", join_key: joinKey };
}

/** @param {import("./claims.js").Json} said */
const part = (said) => encode(new TextEncoder().encode(JSON.stringify(said, sorted)));

/**
 * Members in the order of their names, in whatever order they were given.
 *
 * @param {string} _
 * @param {unknown} value
 */
function sorted(_, value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
