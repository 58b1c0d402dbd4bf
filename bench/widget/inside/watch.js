/* global MessageChannel, PerformanceObserver, document, window, addEventListener, performance, requestAnimationFrame, setTimeout, IDBObjectStore, WebAssembly */
/** In every page, before its own scripts: what it paints, shifts and stores, and when. Each is sent as text, and so stands alone. */

/**
 * `window.bench`.
 *
 * @typedef {object} Seen
 * @property {number} clicked when the first click happened
 * @property {{ value: number, isExcused: boolean }[]} shifts layout shifts; a click excuses those within 500 ms of it
 * @property {{ duration: number }[]} interactions event timings of 16 ms and more, and the first one
 * @property {number} stored when IndexedDB had the first row
 * @property {WebAssembly.Memory | undefined} memory of the wasm, once there is one
 * @property {() => Promise<void>} frame until the next frame is being made
 * @property {() => Promise<number>} drawn until the next frame is done; when that was
 * @property {(path: string[]) => Promise<number>} painted until the frame is done that first shows what the path leads to
 * @property {() => Promise<void>} settle long enough for the browser to write its entries down
 */

/** What the browser itself notes. */
function note() {
  const seen = { clicked: 0, shifts: /** @type {Seen["shifts"]} */ ([]), interactions: /** @type {Seen["interactions"]} */ ([]) };
  Object.assign(window, { bench: seen });
  addEventListener("click", ({ timeStamp }) => (seen.clicked ||= timeStamp), true);
  const keep = (/** @type {string} */ type, /** @type {(entry: any) => void} */ use, options = {}) =>
    new PerformanceObserver((list) => list.getEntries().forEach(use)).observe({ type, buffered: true, ...options });
  keep("layout-shift", ({ value, hadRecentInput }) => seen.shifts.push({ value, isExcused: hadRecentInput }));
  const interaction = (/** @type {any} */ { entryType, duration, interactionId }) => {
    if (interactionId || entryType === "first-input") seen.interactions.push({ duration });
  };
  keep("first-input", interaction);
  keep("event", interaction, { durationThreshold: 16 });
}

/** What is stored, and the wasm's memory. */
function listen() {
  const seen = Object.assign(/** @type {any} */ (window).bench, { stored: 0, memory: undefined });
  const { put } = IDBObjectStore.prototype;
  IDBObjectStore.prototype.put = function (...row) {
    this.transaction.addEventListener("complete", () => (seen.stored ||= performance.now()));
    return put.apply(this, row);
  };
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...given) => {
    const made = await instantiateStreaming.apply(WebAssembly, given);
    seen.memory = Object.values(made.instance.exports).find((each) => each instanceof WebAssembly.Memory);
    return made;
  };
}

/** When something is painted, in milliseconds since the page's start. */
function paint() {
  const find = (/** @type {string[]} */ path) => path.reduce((at, selector) => at && (at.shadowRoot ?? at).querySelector(selector), /** @type {any} */ (document));
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  const after = () =>
    new Promise((resolve) => {
      // A message's task comes after the frame's own work.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve(performance.now());
      };
      port2.postMessage(0);
    });
  const drawn = () => frame().then(after);
  const painted = async (/** @type {string[]} */ path) => {
    do await frame();
    while (!find(path)?.checkVisibility());
    return after();
  };
  const settle = () =>
    new Promise((resolve) => {
      setTimeout(resolve, 700);
    });
  Object.assign(/** @type {any} */ (window).bench, { frame, drawn, painted, settle });
}

/** @param {import("playwright-core").Page} page */
export async function watch(page) {
  for (const each of [note, listen, paint]) await page.addInitScript(each);
}
