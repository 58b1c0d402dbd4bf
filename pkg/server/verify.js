/** From a ticket to its claims, or the reason why not: what the relay does, for tests and other receivers. */

import { decode } from "./base64.js";
import { LONGEST, TYPE, check } from "./claims.js";
import { TicketError, malformed } from "./error.js";
import * as keys from "./key.js";

/** How far the back end's clock may be from the receiver's, in seconds. */
const LEEWAY_S = 60;

/** @typedef {import("./claims.js").Json} Json */

/**
 * The claims of a ticket that one of these keys signed, for this receiver, now. No claim is looked at
 * before the signature is known to be right.
 *
 * @param {string} ticket
 * @param {import("../server.js").VerifyOptions} options
 * @returns {Promise<import("../server.js").Claims>}
 */
export async function verifyTicket(ticket, { keys: texts, audience, now = () => Date.now() / 1_000, graceS = 0 }) {
  const [header = "", payload = "", last, ...rest] = ticket.split(".");
  const signature = last === undefined || rest.length > 0 || ticket.length > LONGEST ? undefined : decode(last);
  if (!signature) throw malformed();
  const key = keyOf(object(header), texts.map(keys.parse));
  const message = new TextEncoder().encode(`${header}.${payload}`);
  if (!(await keys.signed(key, message, signature))) {
    throw new TicketError("ticket_bad_signature", "Mint the ticket with the same key that the relay has for its kid.");
  }
  const claims = /** @type {import("../server.js").Claims} */ (/** @type {unknown} */ (check(object(payload))));
  hold(claims, audience, Math.floor(now()), graceS);
  return claims;
}

/**
 * The key that the header names, if the header fits it.
 *
 * @param {Json} header
 * @param {keys.Key[]} known
 */
function keyOf(header, known) {
  // https://www.rfc-editor.org/rfc/rfc7515#section-4.1.11: what must be understood and is not.
  if ("crit" in header) throw malformed();
  const { typ, kid, alg } = header;
  if (typ !== TYPE) throw new TicketError("ticket_wrong_type", `Mint the ticket with the header typ "${TYPE}".`);
  if (typeof kid !== "string") throw new TicketError("ticket_no_key_id", "Mint the ticket with the header kid, the name of its key.");
  const key = known.find((each) => each.kid === kid);
  if (!key) throw new TicketError("ticket_unknown_key", "Mint the ticket with a key that the relay has, or add the key to the relay.");
  if (alg !== key.alg) throw new TicketError("ticket_wrong_algorithm", "Mint the ticket with the algorithm that the relay has for its kid.");
  return key;
}

/**
 * @param {import("../server.js").Claims} claims
 * @param {string} audience
 * @param {number} now
 * @param {number} grace
 */
function hold({ aud, iat, exp }, audience, now, grace) {
  if (![aud].flat().includes(audience)) throw new TicketError("ticket_wrong_audience", "Mint the ticket with the aud that the relay's setting ticket_audience names.");
  if (iat > now + LEEWAY_S) throw new TicketError("ticket_not_yet_valid", "Set the back end's clock: the ticket was minted in the relay's future.");
  if (now >= exp + LEEWAY_S + grace) throw new TicketError("ticket_expired", "Load the page again for a new ticket: this one has ended.");
}

/**
 * @param {string} part
 * @returns {Json}
 */
function object(part) {
  const bytes = decode(part);
  const found = bytes && json(bytes);
  if (typeof found !== "object" || found === null || Array.isArray(found)) throw malformed();
  return /** @type {Json} */ (found);
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {unknown} undefined where it is no JSON
 */
function json(bytes) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}
