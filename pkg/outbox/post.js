// One request to the relay.

import { fault } from "./reply.js";

/** @typedef {import("./reply.js").Answer} Answer */
/** @typedef {Pick<typeof globalThis, "fetch" | "AbortSignal">} World */

/**
 * Bytes of requests that may be under way with keepalive. Browsers refuse more than 64 KiB a page,
 * whoever sends them: https://fetch.spec.whatwg.org/#http-network-or-cache-fetch.
 */
export const ROOM = 60_000;

const TIMEOUT = fault("timeout", "The relay did not answer in time.", true);
const NETWORK = fault(
  "network",
  "The relay was not reached. Check the relay attribute, the network and connect-src.",
  true,
);

/** Bytes on the wire. @param {string} text */
export const bytes = (text) => new Blob([text]).size;

/**
 * The body is a string, hence `text/plain;charset=UTF-8`: another origin needs no preflight.
 *
 * @param {World} world
 * @returns {(url: string, body: string) => Promise<Answer>}
 */
export function createPost(world) {
  let underway = 0;
  return async (url, body) => {
    const size = bytes(body);
    const signal = world.AbortSignal.timeout(30_000);
    const send = (/** @type {boolean} */ keepalive) =>
      world.fetch(url, { method: "POST", body, credentials: "omit", keepalive, signal });
    underway += size;
    try {
      // With keepalive a click right before leaving arrives. The host page's own requests may have
      // used up the room for it.
      const response = await send(underway < ROOM).catch(() => send(false));
      return {
        status: response.status,
        after: `${response.headers.get("retry-after")}`,
        body: await response.json().catch(() => {}),
      };
    } catch {
      return { status: 0, after: "", body: signal.aborted ? TIMEOUT : NETWORK };
    } finally {
      underway -= size;
    }
  };
}
