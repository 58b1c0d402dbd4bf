// One control for each custom property: a colour as it is written, and a picker beside it.

import { element } from "../wire/element.js";
import { isColour } from "./check.js";
import { tell } from "./fields.js";

/**
 * @param {import("./attributes.js").Named} property
 * @param {(value: string | undefined) => void} set
 * @returns {import("./fields.js").Field}
 */
export function colour({ name, meaning }, set) {
  const input = element("input", "");
  Object.assign(input, { id: `set-${name}`, type: "text", spellcheck: false, autocomplete: "off", placeholder: "#0f766e" });
  const picker = element("input", "");
  Object.assign(picker, { type: "color", ariaLabel: `Pick ${name}` });
  input.addEventListener("input", () => set(input.value === "" ? undefined : input.value));
  picker.addEventListener("input", () => set(picker.value));
  const label = element("label", "", element("code", "", name));
  label.htmlFor = input.id;
  const [wrong, hint] = [element("p", "fault"), element("p", "hint", meaning)];
  wrong.id = `fault-${name}`;
  hint.id = `hint-${name}`;
  input.setAttribute("aria-describedby", `${hint.id} ${wrong.id}`);
  const show = (/** @type {string | undefined} */ value = "") => {
    if (input.value !== value) input.value = value;
    picker.value = /^#[\da-f]{6}$/i.test(value) ? value : "#0f766e";
  };
  const row = element("div", "field colour", label, element("div", "pair", input, picker), wrong, hint);
  return { row, show, tell: (fault) => tell(input, wrong, fault) };
}

/** @param {string | undefined} value */
export const colourFault = (value) => (value === undefined || isColour(value) ? "" : "This is no colour. It is not used, and not in the code.");
