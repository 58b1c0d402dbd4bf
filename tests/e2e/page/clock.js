/** A clock that only the test moves. */

/** In the page, before its scripts: what is due later waits for {@link pass}. */
export function stopClock() {
  /** @type {Map<number, { run: () => void, at: number }>} */
  const due = new Map();
  let now = 0;
  let last = 0;
  // Not Playwright's own clock: its timers' ids are above 2^31, as no browser's are.
  const setTimeout = (/** @type {() => void} */ run, ms = 0) => {
    last += 1;
    due.set(last, { run, at: now + ms });
    return last;
  };
  const clearTimeout = (/** @type {number} */ id) => void due.delete(id);
  const forward = (/** @type {number} */ ms) => {
    now += ms;
    for (const [id, { run, at }] of due) {
      if (at <= now && due.delete(id)) run();
    }
  };
  Object.assign(window, { setTimeout, clearTimeout, pass: forward });
}

/**
 * @param {import("playwright-core").Page} page
 * @param {number} ms
 */
export function pass(page, ms) {
  return page.evaluate((time) => /** @type {any} */ (window).pass(time), ms);
}
