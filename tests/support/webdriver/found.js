/** Elements as a test names them, looked for anew whenever it asks. */

import { setTimeout as pause } from "node:timers/promises";

import { isGone } from "./session.js";
import { inRole } from "./roles.js";

/** @typedef {import("./inside/query.js").Step | import("./roles.js").RoleStep} Step */
/** @typedef {{ steps: Step[] }} Place */
/** @typedef {import("./script.js").Handle} Handle */
/** @typedef {{ timeout?: number }} Timeout */

const BETWEEN_MS = 15;

/** The text of a function that waits for the one element and gives it to another. @param {Function | string} work */
const onOne = (work) => `(async (from, arg) => {
  const found = query(from.roots ?? [document], from.steps);
  if (found.length > 1) throw new Error("strict mode violation: " + found.length + " elements are meant, such as " + found.map((one) => one.cloneNode().outerHTML).slice(0, 3).join(", "));
  return found.length === 0 ? { none: true } : { value: await (${work})(found[0], arg) };
})(...given)`;

/** @param {Function | string} work */
const onAll = (work) => `((from, arg) => (${work})(query(from.roots ?? [document], from.steps), arg))(...given)`;

export class Found {
  /**
   * @param {import("./frame.js").Frame} frame
   * @param {Step[]} steps
   */
  constructor(frame, steps) {
    this.frame = frame;
    this.steps = steps;
  }

  /** Where the search begins, once the browser was asked for roles. */
  async from() {
    /** @type {{ roots?: Handle[], steps: Step[] }} */
    let from = { steps: [] };
    for (const step of this.steps) {
      if (!("role" in step)) {
        from.steps.push(step);
        continue;
      }
      const steps = [...from.steps, { css: step.css }];
      const candidates = "inStates(query(given[0].roots ?? [document], given[0].steps), given[1])";
      const found = /** @type {Handle[]} */ (await this.frame.execute(candidates, [{ ...from, steps }, step.states], { raw: true }));
      from = { roots: await this.frame.run((call) => inRole(call, found, step)), steps: [] };
    }
    return from;
  }

  /**
   * Tries until it succeeds.
   *
   * @template T
   * @param {string} what for the error
   * @param {() => Promise<{ value: T } | { not: string }>} attempt
   * @param {Timeout} options
   * @returns {Promise<T>}
   */
  async until(what, attempt, { timeout = this.frame.page.timeout } = {}) {
    const deadline = performance.now() + timeout;
    for (;;) {
      const outcome = await attempt().catch((error) => {
        if (isGone(error)) return { not: "there any more" };
        throw error;
      });
      if ("value" in outcome) return outcome.value;
      if (performance.now() > deadline) throw new Error(`locator.${what}: waited ${timeout} ms for ${JSON.stringify(this.steps)}, which is not ${outcome.not}`);
      await pause(BETWEEN_MS);
    }
  }

  /**
   * Waits for the one element, and runs a function on it in the page.
   *
   * @param {Function | string} work
   * @param {unknown} [arg]
   * @param {Timeout & { raw?: boolean }} [options]
   * @returns {Promise<any>}
   */
  evaluate(work, arg, options = {}) {
    const attempt = async () => {
      const outcome = await this.frame.execute(onOne(work), [await this.from(), arg], options);
      return outcome.none ? { not: "there" } : { value: outcome.value };
    };
    return this.until("evaluate", attempt, options);
  }

  /** @param {Function | string} work @param {unknown} [arg] @param {{ raw?: boolean }} [how] @returns {Promise<any>} */
  async evaluateAll(work, arg, how) {
    return this.frame.execute(onAll(work), [await this.from(), arg], how);
  }

  /** @returns {Promise<number>} */
  count() {
    return this.evaluateAll("(all) => all.length");
  }
}
