// Values as the languages of the embed codes write them. Whatever stands in a value, it stays a value.

/** @typedef {{ name: string, property: string, kind: import("../attributes.js").Kind, value: string }} Set one attribute that is not as by default */

/**
 * @typedef {object} Setting
 * @property {Set[]} attributes
 * @property {[name: string, value: string][]} properties
 * @property {string} relay the origin that serves this page
 */

/** @typedef {{ text: string, language: string }} Code */

const ENTITIES = /** @type {Record<string, string>} */ ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" });

/** An attribute in HTML; JSON in single quotes, which it holds seldom. @param {Set} set */
export function html({ name, kind, value }) {
  if (kind === "switch") return name;
  const quote = kind === "json" ? "'" : '"';
  return `${name}=${quote}${value.replace(kind === "json" ? /[&<>']/g : /[&<>"]/g, (char) => ENTITIES[char] ?? char)}${quote}`;
}

/** The object that a JSON text is, as JavaScript; undefined where it is none. @param {Set} set */
export function object({ kind, value }) {
  if (kind !== "json") return undefined;
  try {
    return literal(JSON.parse(value));
  } catch {
    return undefined;
  }
}

/** As people write it: a space after each comma and colon. @param {unknown} value @returns {string} */
function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  return `{ ${Object.entries(value).map(([key, each]) => `${/^[a-z_$][\w$]*$/i.test(key) && key !== "__proto__" ? key : JSON.stringify(key)}: ${literal(each)}`).join(", ")} }`;
}

/** An attribute where `{` begins an expression: JSX, Svelte. @param {Set} set */
export function braced(set) {
  if (set.kind === "switch") return set.name;
  const given = object(set);
  if (given !== undefined) return `${set.name}={${given}}`;
  return /^[^"&\\<>{}\n]*$/.test(set.value) ? `${set.name}="${set.value}"` : `${set.name}={${JSON.stringify(set.value)}}`;
}

/** The tag, with a line for each attribute where there are several. @param {string[]} attributes @param {{ indent?: string, end?: string }} [how] */
export function tag(attributes, { indent = "", end = "></llm-feedback>" } = {}) {
  const isShort = attributes.length === 1 && (attributes[0] ?? "").length < 50;
  const space = end.startsWith("/") ? " " : "";
  if (attributes.length === 0 || isShort) return `${indent}<llm-feedback${attributes.map((each) => ` ${each}`).join("")}${space}${end}`;
  return `${indent}<llm-feedback\n${attributes.map((each) => `${indent}  ${each}\n`).join("")}${indent}${end}`;
}

/** The colours as a rule of CSS; empty where none is set. @param {Setting} setting @param {string} [indent] */
export function rule({ properties }, indent = "") {
  if (properties.length === 0) return "";
  return `${indent}llm-feedback {\n${properties.map(([name, value]) => `${indent}  ${name}: ${value};\n`).join("")}${indent}}`;
}

/** Lines around what there is. @param {string} before @param {string} text @param {string} after */
export const around = (before, text, after) => (text ? `${before}\n${text}\n${after}\n` : "");

/** From npm, the page's own origin is no relay: it is named. @param {Setting} setting @returns {Set[]} */
export function withRelay({ attributes, relay }) {
  if (attributes.some(({ name }) => name === "relay")) return attributes;
  return [...attributes, { name: "relay", property: "relay", kind: "text", value: relay }];
}
