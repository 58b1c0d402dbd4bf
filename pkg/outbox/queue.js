// The events that this page answers for. Pure.

import { ROOM, bytes } from "./post.js";

/** Events that may wait, over all URLs: so no request holds more, which is the relay's limit too. */
export const EVENTS = 50;

/** @typedef {import("./reply.js").Fault} Fault */

/**
 * @typedef {object} Listener
 * @property {(id: string) => void} tried a request with the event begins
 * @property {(id: string) => void} sent the relay has it on disk
 * @property {(id: string, fault: Fault) => void} failed not this time if `retryable`, else for good
 */

/**
 * @typedef {object} State of an event on this page
 * @property {Listener | undefined} listener none for what an earlier page left
 * @property {number} since when it was added, by the page's own clock, which never jumps
 * @property {boolean} [tried] a request with it was begun
 * @property {boolean} [flying] one is under way
 * @property {Fault | undefined} [fault] of the last try
 * @property {() => void} free this page no longer answers for it
 */

/** @typedef {import("./store.js").Row & State} Item */

/**
 * The events of the next request: the first, and those after it that fit.
 *
 * @param {Item[]} items of one URL, oldest first
 * @param {number} alone above 0: the first only
 */
export function batch(items, alone) {
  let room = ROOM - '{"events":[]}'.length;
  return items.filter(({ body }, index) => {
    room -= bytes(body) + 1;
    // Nothing may overtake what does not fit, nor the one that goes alone.
    return !index || (alone < 1 && room > 0);
  });
}
