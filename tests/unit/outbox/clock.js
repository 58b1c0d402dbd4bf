/** Time that only the test moves: the page's timers and clock, and the wall clock that may be wrong. */

import { setImmediate as turn } from "node:timers/promises";

/**
 * Lets everything run that needs no time to pass: a transaction takes some turns of the loop.
 *
 * @param {number} [turns]
 */
export async function settled(turns = 100) {
  for (let left = turns; left > 0; left -= 1) await turn();
}

export class Clock {
  #now = 0;
  #wall = Date.UTC(2026, 0, 1);
  #last = 0;
  /** @type {Map<number, { run: () => void, at: number, ms: number }>} */
  #timers = new Map();

  performance = { now: () => this.#now };
  Date = { now: () => this.#wall + this.#now };

  /** The waits that timers were set to and that are not over, shortest first. */
  get waits() {
    return [...this.#timers.values()].map(({ ms }) => ms).sort((one, other) => one - other);
  }

  /**
   * @param {() => void} run
   * @param {number} ms
   */
  set(run, ms) {
    this.#last += 1;
    this.#timers.set(this.#last, { run, at: this.#now + ms, ms });
    return this.#last;
  }

  /** @param {number} timer */
  clear(timer) {
    this.#timers.delete(timer);
  }

  /** Sets the wall clock forward or back. @param {number} ms */
  jump(ms) {
    this.#wall += ms;
  }

  /** @param {number} ms */
  async pass(ms) {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#now = Math.max(this.#now, next.at);
      next.run();
      await settled();
    }
    this.#now = end;
  }

  /** @param {number} end */
  #next(end) {
    const due = [...this.#timers].filter(([, { at }]) => at <= end).sort(([, one], [, other]) => one.at - other.at)[0];
    if (due) this.#timers.delete(due[0]);
    return due?.[1];
  }
}
