// Where more.js finds what it loads; see entry.js.

export const loadOutbox = () => import("../outbox/index.js");
