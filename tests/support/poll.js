/** Waiting for something that gives no sign of its own. */

import { setTimeout as pause } from "node:timers/promises";

const DEADLINE_MS = 60_000;
const BETWEEN_MS = 50;

/**
 * Asks until the answer is neither undefined, null nor false.
 *
 * @template T
 * @param {string} what the thing waited for, for the error
 * @param {() => Promise<T | undefined | null | false> | T | undefined | null | false} ask
 * @param {number} [within] milliseconds
 * @returns {Promise<T>}
 */
export async function eventually(what, ask, within = DEADLINE_MS) {
  const deadline = performance.now() + within;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${within} ms for ${what}`);
    await pause(BETWEEN_MS);
  }
}
