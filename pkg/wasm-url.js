// The one module that the single-file build replaces: there the wasm lies beside the script, and
// the relay is whoever served it.

export const wasmUrl = new URL("./wasm/thumbspan_bg.wasm", import.meta.url);

/** The relay of elements that name none; undefined means the page's own origin. */
export const relayUrl = undefined;
