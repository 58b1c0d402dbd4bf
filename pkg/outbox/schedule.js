// When to try again, and when to stop. Pure: all times are milliseconds.

const HOUR = 3_600_000;

/** How long an event is tried. */
export const DAY = 24 * HOUR;

/** For how long after its end the relay takes a ticket, for votes that waited: its `ticket_grace_s` by default. */
const GRACE = HOUR;

/**
 * How long to wait: full jitter, from 1 s doubling to 5 min, and not before the relay's Retry-After
 * (seconds or a date), of which an hour counts at most, since a clock may be wrong.
 *
 * - https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 * - https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 *
 * @param {number} tries that failed one after the other, from 1
 * @param {number} random 0 to 1
 * @param {string} after the header; anything else counts for nothing
 * @param {number} now
 */
export function delay(tries, random, after, now) {
  const asked = Number(after) * 1000 || Date.parse(after) - now || 0;
  return Math.min(HOUR, Math.max(asked, random * Math.min(HOUR / 12, 500 * 2 ** tries)));
}

/**
 * Until when the relay takes a vote with this ticket, read without verifying; NaN where that cannot be read. A
 * ticket that had ended before the vote counts from the vote: this clock may be wrong, and the relay knows.
 *
 * @param {unknown} ticket a JWT
 * @param {number} at when the vote was cast
 */
export function end(ticket, at) {
  try {
    const payload = /** @type {string} */ (`${ticket}`.split(".")[1]);
    const { exp } = JSON.parse(atob(payload.replace(/-/g, "+").replace(/_/g, "/")));
    return Math.max(exp * 1000 || NaN, at) + GRACE;
  } catch {
    return NaN;
  }
}
