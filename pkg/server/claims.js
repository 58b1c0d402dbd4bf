/**
 * What a ticket says: the same rules as the relay's, so that no ticket is minted that it refuses.
 * The table is in docs/tickets.md; `crates/ticket/src/claims.rs` is the relay's side.
 */

import { TicketError, badClaim } from "./error.js";

/** The header's `typ`: no other token of the same key passes for a ticket. */
export const TYPE = "fbt+jwt";
/** How long a ticket is valid unless you say otherwise, in seconds. */
export const DEFAULT_S = 24 * 60 * 60;
/** The most characters of a ticket. */
export const LONGEST = 4_096;

const LONGEST_S = 7 * DEFAULT_S;
const LABELS = 100;

/** @typedef {Record<string, unknown>} Json */
/** @typedef {(value: unknown) => boolean} Rule */

/** @type {Rule} */
const isId = (value) => typeof value === "string" && /^[!-~]{1,256}$/.test(value);

/** @type {Rule} */
const isName = (value) => isId(value) && /^.{16,128}$/.test(String(value));

/** @type {Rule} */
const isTime = (value) => Number.isSafeInteger(value) && Number(value) >= 0;

/** Characters are Unicode's; half a pair is none. @type {Rule} */
const isPerson = (value) => typeof value === "string" && /^[^\0\p{Surrogate}]{1,256}$/u.test(value);

/** @type {Rule} */
const isAudience = (value) =>
  typeof value === "string" || (Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === "string"));

/** @type {Rule} */
const areLabels = (value) =>
  Array.isArray(value) && value.length > 0 && value.length <= LABELS && value.every((each) => typeof each === "string" && /^[A-Za-z]\w{0,199}$/.test(each));

/** Datadog's rule. @type {Rule} */
const isApplication = (value) => typeof value === "string" && /^(?!.*__)(?!.*_$)[a-z0-9_:./-]{1,193}$/.test(value);

/** @type {Record<string, string[]>} */
const TARGETS = { span: ["span_id", "trace_id"], trace: ["trace_id"], session: ["session_id"], join_key: ["join_key"] };

/** The first id of a kind is needed. @type {Rule} */
function isTarget(value) {
  if (typeof value !== "object" || value === null) return false;
  const { kind, ...ids } = /** @type {Json} */ (value);
  const known = typeof kind === "string" && Object.hasOwn(TARGETS, kind) ? TARGETS[kind] : undefined;
  const fits = (/** @type {[string, unknown]} */ [name, id]) => known?.includes(name) && (isId(id) || (name !== known[0] && id === null));
  return known !== undefined && isId(ids[known[0] ?? ""]) && Object.entries(ids).every(fits);
}

/** @type {Record<string, Rule>} */
const REQUIRED = { iss: isId, aud: isAudience, iat: isTime, exp: isTime, jti: isName, sub: isPerson, tgt: isTarget };
/** @type {Record<string, Rule>} */
const OPTIONAL = { labels: areLabels, ml_app: isApplication };

/**
 * Refuses what the relay would refuse; times are compared with each other alone.
 *
 * @param {Json} claims
 * @returns {Json} without what is null, which counts as absent
 * @throws {TicketError} `ticket_bad_claim`, `ticket_too_long_lived`
 */
export function check(claims) {
  const said = Object.fromEntries(Object.entries(claims).filter(([name, value]) => value !== null || !Object.hasOwn(OPTIONAL, name)));
  for (const name of Object.keys({ ...REQUIRED, ...said })) {
    const rule = Object.hasOwn(REQUIRED, name) ? REQUIRED[name] : Object.hasOwn(OPTIONAL, name) ? OPTIONAL[name] : undefined;
    if (!rule?.(said[name])) throw badClaim(name);
  }
  const life = Number(said["exp"]) - Number(said["iat"]);
  if (life <= 0) throw badClaim("exp");
  if (life > LONGEST_S) throw new TicketError("ticket_too_long_lived", "Let the ticket be valid for at most seven days.");
  return said;
}
