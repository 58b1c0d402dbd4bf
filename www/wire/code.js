// JSON tokens on the page.

import { element } from "./element.js";

/**
 * @param {import("./json.js").Token[]} tokens
 * @param {string[]} targets ids to point out
 * @returns {Node[]}
 */
export function code(tokens, targets) {
  const pointedOut = new Set(targets.map((id) => JSON.stringify(id)));
  return tokens.map(({ kind, text }) => {
    if (kind === "string" && pointedOut.has(text)) return element("span", "target", text);
    return kind === "key" || kind === "mark" ? element("span", kind, text) : document.createTextNode(text);
  });
}
