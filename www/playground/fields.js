// One control for each attribute, fitting its type.

import { element } from "../wire/element.js";

/** @typedef {import("./attributes.js").Attribute} Attribute */

/**
 * @typedef {object} Field
 * @property {HTMLElement} row
 * @property {(value: string | undefined) => void} show
 * @property {(fault: string) => void} tell
 */

/** @typedef {{ input: HTMLElement, show: Field["show"], more?: HTMLElement }} Control */

const MAKE = { choice, text, json, switch: switched };

/**
 * @param {Attribute} attribute
 * @param {(value: string | undefined) => void} set undefined takes the attribute away
 * @returns {Field}
 */
export function field(attribute, set) {
  const { name, kind, meaning } = attribute;
  const { input, show, more } = MAKE[kind](attribute, set);
  input.id = `set-${name}`;
  const label = element("label", "", element("code", "", name));
  label.htmlFor = input.id;
  const hint = element("p", "hint", meaning);
  hint.id = `hint-${name}`;
  const wrong = element("p", "fault");
  wrong.id = `fault-${name}`;
  input.setAttribute("aria-describedby", `${hint.id} ${wrong.id}`);
  const row = element("div", `field ${kind}`, label, input, ...(more ? [more] : []), wrong, hint);
  return { row, show, tell: (fault) => tell(input, wrong, fault) };
}

/** @param {HTMLElement} input @param {HTMLElement} wrong @param {string} fault */
export function tell(input, wrong, fault) {
  wrong.textContent = fault;
  input.ariaInvalid = fault ? "true" : "false";
}

/** A choice that a link brought and nobody knows is shown as it is. @param {Attribute} attribute @param {(value: string | undefined) => void} set @returns {Control} */
function choice({ choices, standard }, set) {
  const input = element("select", "");
  const option = (/** @type {string} */ word) => new Option(word === standard ? `${word} (default)` : word, word);
  input.append(...choices.map(option));
  input.addEventListener("change", () => set(input.value === standard ? undefined : input.value));
  const show = (/** @type {string | undefined} */ value = standard) => {
    if (!choices.includes(value)) input.append(option(value));
    input.value = value;
  };
  return { input, show };
}

/** @param {Attribute} attribute @param {(value: string | undefined) => void} set @returns {Control} */
function text({ choices, standard }, set) {
  const input = element("input", "");
  Object.assign(input, { type: "text", autocomplete: "off", autocapitalize: "off", spellcheck: false, placeholder: standard });
  const say = (/** @type {string} */ value) => set(value === "" ? undefined : value);
  input.addEventListener("input", () => say(input.value));
  const words = choices.map((word) => element("button", "word", word));
  const show = (/** @type {string | undefined} */ value) => {
    // While somebody types, the cursor stays where it is.
    if (input.value !== (value ?? "")) input.value = value ?? "";
    const chosen = (value ?? standard).split(/\s+/);
    for (const word of words) word.ariaPressed = String(chosen.includes(word.textContent ?? ""));
  };
  for (const word of words) {
    word.type = "button";
    word.addEventListener("click", () => say(toggled(input.value || standard, word.textContent ?? "")));
  }
  return words.length === 0 ? { input, show } : { input, show, more: element("div", "words", ...words) };
}

/** The words with one more at their end, or without it. @param {string} words @param {string} word */
function toggled(words, word) {
  const all = words.split(/\s+/).filter(Boolean);
  return (all.includes(word) ? all.filter((other) => other !== word) : [...all, word]).join(" ");
}

/** Of each JSON attribute, what one could write. */
const EXAMPLES = /** @type {Record<string, string>} */ ({
  reasons: '{"wrong": "Not true", "long": "Too long"}',
  texts: '{"up": "Helpful", "down": "Not helpful"}',
  tags: '{"prompt_version": "b"}',
});

/** @param {Attribute} attribute @param {(value: string | undefined) => void} set @returns {Control} */
function json({ name }, set) {
  const input = element("textarea", "");
  Object.assign(input, { rows: 2, spellcheck: false, placeholder: EXAMPLES[name] ?? "{}" });
  input.addEventListener("input", () => set(input.value === "" ? undefined : input.value));
  const show = (/** @type {string | undefined} */ value = "") => {
    if (input.value !== value) input.value = value;
  };
  const example = element("button", "word", "Example");
  example.type = "button";
  example.ariaLabel = `Example for ${name}`;
  example.addEventListener("click", () => set(EXAMPLES[name] ?? "{}"));
  return { input, show, more: element("div", "words", example) };
}

/** @param {Attribute} _ @param {(value: string | undefined) => void} set @returns {Control} */
function switched(_, set) {
  const input = element("input", "");
  Object.assign(input, { type: "checkbox" });
  input.setAttribute("role", "switch");
  input.addEventListener("change", () => set(input.checked ? "" : undefined));
  return {
    input,
    show: (value) => {
      input.checked = value !== undefined;
    },
  };
}
