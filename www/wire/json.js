// JSON as it was sent: broken into tokens and laid out, no token changed. JSON.parse would round
// numbers above 2^53, and with them ids.

/** @typedef {{ kind: "key" | "string" | "value" | "mark" | "space", text: string }} Token */

const TOKEN = /"(?:[^"\\]|\\.)*"(?=(\s*:)?)|[{}[\],:]|[^\s{}[\],:"]+|\s+|./gsu;

/**
 * The tokens of a JSON text, in order; joined, they are the text again.
 *
 * @param {string} text
 * @returns {Token[]}
 */
export function tokens(text) {
  return [...text.matchAll(TOKEN)].map(([token, colon]) => ({ kind: kind(token, colon), text: token }));
}

/**
 * @param {string} token
 * @param {string | undefined} colon
 * @returns {Token["kind"]}
 */
function kind(token, colon) {
  if (token.startsWith('"')) return colon === undefined ? "string" : "key";
  if (/^\s/u.test(token)) return "space";
  return /^[{}[\],:]$/u.test(token) ? "mark" : "value";
}

/**
 * The same with a line for each member: only space between tokens is changed.
 *
 * @param {string} text
 * @returns {Token[]}
 */
export function laidOut(text) {
  let depth = 0;
  /** @type {Token[]} */
  const out = [];
  const space = (/** @type {string} */ between) => out.push({ kind: "space", text: between });
  const newline = () => space(`\n${"  ".repeat(depth)}`);
  const kept = tokens(text).filter((token) => token.kind !== "space");
  for (const [index, token] of kept.entries()) {
    const isEmpty = /^[{[]$/u.test(kept[index - 1]?.text ?? "");
    if (/^[}\]]$/u.test(token.text)) {
      depth -= 1;
      if (!isEmpty) newline();
    } else if (isEmpty) {
      newline();
    }
    out.push(token);
    if (/^[{[]$/u.test(token.text)) depth += 1;
    if (token.text === ",") newline();
    if (token.text === ":") space(" ");
  }
  return out;
}
