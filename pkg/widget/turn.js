// Spreads the mounting of many elements over several tasks, so that none blocks the page.

/** How long one task may mount, in milliseconds: half of what a frame has. */
const SLICE = 8;

let queue = Promise.resolve();
let begun = -Infinity;

/** Resolves when there is time for one more. */
export function turn() {
  queue = queue.then(rest);
  return queue;
}

/** A new task, when this one has run long enough. */
function rest() {
  if (performance.now() - begun < SLICE) return undefined;
  return new Promise((/** @type {(value: void) => void} */ resolve) => {
    // Not a timer: browsers make those wait 4 ms, and a page may have stopped them.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      begun = performance.now();
      resolve();
    };
    port2.postMessage(undefined);
  });
}
