// Where the widget finds what it loads; see entry.js. `loadPlain` is the same module as JavaScript, for
// pages whose policy forbids wasm: apart, so that only those load it.

export const loadPlain = () => import("../plain/thumbspan.js");
export const loadOutbox = () => import("../outbox/index.js");
export const loadMore = () => import("../more.js");
