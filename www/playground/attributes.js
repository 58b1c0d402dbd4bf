// What the package's manifest says of the element, as the playground uses it. manifest.json is a
// copy of the package's custom-elements.json: https://github.com/webcomponents/custom-elements-manifest

/** @typedef {"choice" | "text" | "json" | "switch"} Kind */

/**
 * @typedef {object} Attribute
 * @property {string} name
 * @property {string} property
 * @property {string} meaning
 * @property {Kind} kind
 * @property {string[]} choices of a choice; of a text that is made of known words, those
 * @property {string} standard what it means when it is absent; empty: nothing
 * @property {boolean} isValue whether `standard` is a value that could be written, not a sentence
 */

/** @typedef {{ name: string, meaning: string }} Named */
/** @typedef {{ attributes: Attribute[], properties: Named[], events: Named[] }} Manifest */

/** Texts that are made of known words. */
const WORDS = /** @type {Record<string, string[]>} */ ({ controls: ["thumbs", "rating", "reasons", "comment", "correction"] });

/** @param {any} json the manifest @returns {Manifest} */
export function read(json) {
  const declarations = json.modules.flatMap((/** @type {any} */ module) => module.declarations ?? []);
  const element = declarations.find((/** @type {any} */ { customElement }) => customElement);
  return { attributes: element.attributes.map(attribute), properties: element.cssProperties.map(named), events: element.events.map(named) };
}

/** @param {any} given @returns {Named} */
const named = ({ name, description }) => ({ name, meaning: description });

/** @param {any} given @returns {Attribute} */
function attribute({ name, fieldName, description, type, default: standard = "" }) {
  const kind = kindOf(type.text);
  const isValue = standard.startsWith('"');
  const choices = kind === "choice" ? [...type.text.matchAll(/"([^"]*)"/g)].map(([, word]) => word) : (WORDS[name] ?? []);
  const absent = kind === "switch" ? "" : standard;
  return { name, property: fieldName, meaning: description, kind, choices, standard: isValue ? JSON.parse(standard) : absent, isValue };
}

/** @param {string} type as TypeScript writes it @returns {Kind} */
function kindOf(type) {
  if (type === "boolean") return "switch";
  if (type === "string") return "text";
  return /^"[^"]*"( \| "[^"]*")*$/.test(type) ? "choice" : "json";
}
