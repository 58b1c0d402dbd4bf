/** What a test starts ends with it, the last started first, whether it passed or failed. */

import { after } from "node:test";

/**
 * Whatever ends: a test's context, or a file's scope.
 *
 * @typedef {{ after: (end: () => Promise<void> | void) => void }} Scope
 */

/** @type {WeakMap<Scope, (() => Promise<unknown> | void)[]>} */
const ends = new WeakMap();

/**
 * A scope that ends with the test file. Call it outside of tests and hooks: what is registered in
 * a hook would end with that hook.
 *
 * @returns {Scope}
 */
export function fileScope() {
  const scope = { after };
  stackOf(scope);
  return scope;
}

/**
 * @param {Scope} scope
 * @param {() => Promise<unknown> | void} end runs when the scope ends, even if another end fails
 */
export function atEnd(scope, end) {
  stackOf(scope).push(end);
}

/** @param {Scope} scope */
function stackOf(scope) {
  const known = ends.get(scope);
  if (known) return known;
  /** @type {(() => Promise<unknown> | void)[]} */
  const stack = [];
  ends.set(scope, stack);
  scope.after(() => endAll(stack));
  return stack;
}

/** @param {(() => Promise<unknown> | void)[]} stack */
async function endAll(stack) {
  const faults = [];
  for (const end of stack.splice(0).reverse()) {
    try {
      await end();
    } catch (error) {
      faults.push(error);
    }
  }
  if (faults.length > 0) throw new AggregateError(faults, `what a test started did not end well: ${faults.join("; ")}`);
}

/** A scope that ends when it is told to. */
export function openScope() {
  /** @type {(() => Promise<void> | void)[]} */
  const hooks = [];
  return {
    after: (/** @type {() => Promise<void> | void} */ end) => void hooks.push(end),
    /** Ends what is in it, the last started first. */
    end: () => endAll(hooks),
  };
}
