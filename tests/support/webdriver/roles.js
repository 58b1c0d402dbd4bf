/** Elements by what assistive technology is told of them: the browser itself is asked. */

import { fits } from "./inside/query.js";

/** Where an element of a role is looked for: https://www.w3.org/TR/html-aria/#docconformance */
const TAGS = /** @type {Record<string, string>} */ ({
  article: "article",
  button: "button, summary, input[type=button], input[type=submit]",
  checkbox: "input[type=checkbox]",
  combobox: "select, input[list]",
  dialog: "dialog",
  form: "form",
  group: "fieldset, details, optgroup",
  heading: "h1, h2, h3, h4, h5, h6",
  img: "img, svg",
  link: "a[href], area[href]",
  list: "ul, ol, menu",
  listitem: "li",
  main: "main",
  option: "option",
  radio: "input[type=radio]",
  region: "section",
  spinbutton: "input[type=number]",
  status: "output",
  table: "table",
  textbox: "textarea, input:not([type]), input[type=text], input[type=email], input[type=url]",
});

/** States that a test may name. */
const STATES = new Set(["checked", "disabled", "expanded", "pressed", "selected"]);

/** @typedef {{ role: string, css: string, name?: import("./inside/query.js").Pattern, states: Record<string, boolean> }} RoleStep */

/**
 * @param {string | RegExp} text
 * @param {{ exact?: boolean }} [options]
 * @returns {import("./inside/query.js").Pattern}
 */
export function patternOf(text, { exact = false } = {}) {
  return text instanceof RegExp ? { source: text.source, flags: text.flags } : { text, exact };
}

/**
 * @param {string} role
 * @param {any} [options]
 * @returns {RoleStep}
 */
export function roleStep(role, { name, exact, ...states } = {}) {
  const unknown = Object.keys(states).find((state) => !STATES.has(state));
  if (unknown !== undefined) throw new Error(`getByRole knows no ${unknown} in WebKit`);
  const css = [`[role=${role}]`, TAGS[role]].filter(Boolean).join(", ");
  return { role, css, ...(name !== undefined && { name: patternOf(name, { exact }) }), states };
}

/**
 * Those of some elements that the browser presents in a role, by a name.
 *
 * @param {import("./session.js").Call} call
 * @param {import("./script.js").Handle[]} candidates
 * @param {RoleStep} step
 */
export async function inRole(call, candidates, { role, name }) {
  const found = [];
  for (const handle of candidates) {
    const ask = (/** @type {string} */ what) => call("GET", `/element/${handle.id}/${what}`);
    if ((await ask("computedrole")) !== role) continue;
    if (name === undefined || fits(await ask("computedlabel"), name)) found.push(handle);
  }
  return found;
}
