// What is wrong with a setting, before the element says it.

/** @typedef {import("./attributes.js").Attribute} Attribute */

/**
 * @param {Attribute} attribute
 * @param {string | undefined} value
 * @returns {string} empty when nothing is
 */
export function fault({ name, kind, choices }, value) {
  if (value === undefined) return "";
  if (kind === "choice" && !choices.includes(value)) return `${name} is one of: ${choices.join(", ")}.`;
  if (kind === "json") return objectFault(value);
  if (name === "relay") return relayFault(value);
  const unknown = choices.length === 0 ? [] : value.split(/\s+/).filter((word) => word && !choices.includes(word));
  return unknown.length === 0 ? "" : `Unknown: ${unknown.join(", ")}. The words are: ${choices.join(", ")}.`;
}

/** @param {string} value */
function objectFault(value) {
  try {
    const given = JSON.parse(value);
    return given !== null && typeof given === "object" ? "" : "Write a JSON object or list.";
  } catch (error) {
    return `This is no JSON yet: ${/** @type {Error} */ (error).message}`;
  }
}

/** @param {string} value */
function relayFault(value) {
  if (!/^https?:$/.test(protocol(value))) return "Write the relay’s address: it begins with https:// or http://.";
  return value.startsWith(globalThis.location?.origin ?? value) ? "" : "The policy of this page lets votes go to its own origin only, so here none will arrive there.";
}

/** @param {string} value */
function protocol(value) {
  try {
    return new URL(value).protocol;
  } catch {
    return "";
  }
}

/** Colours as they may stand in a style sheet that somebody copies: no comment, no end of it. */
const COLOUR = /^[\w\s#%.,()/+-]+$/;

/** @param {string} value */
export const isColour = (value) => COLOUR.test(value) && CSS.supports("color", value);
