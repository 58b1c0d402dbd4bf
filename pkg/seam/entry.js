// Where the entry finds what it loads later. The single-file build puts another form in its place, in
// which every file is pinned by its hash, and the relay is whoever served the script.

/** The relay of elements that name none; undefined means the page's own origin. @type {string | undefined} */
export const relayUrl = undefined;

export const loadWidget = () => import("../widget.js");
export const loadMore = () => import("../more.js");
export const fetchWasm = () => fetch(new URL("../wasm/thumbspan_bg.wasm", import.meta.url));
