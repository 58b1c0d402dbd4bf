// The settings: every attribute and custom property of the manifest, in groups.

import { element } from "../wire/element.js";
import { fault } from "./check.js";
import { colour, colourFault } from "./colours.js";
import { field } from "./fields.js";

/** @typedef {import("./state.js").State} State */
/** @typedef {import("./fields.js").Field} Field */

/** What stands together; an attribute that is named nowhere comes under More. */
const GROUPS = /** @type {[string, string[]][]} */ ([
  ["What it shows", ["controls", "scale", "ask", "reasons", "texts", "theme", "size", "disabled"]],
  ["What is rated", ["span-id", "trace-id", "session-id", "join-key", "context", "ticket", "restore"]],
  ["What goes with a vote", ["ml-app", "submitter-id", "tags"]],
  ["How it is loaded, where it sends", ["load", "relay"]],
  ["In a form", ["name", "required"]],
]);

/**
 * Builds them into the page.
 *
 * @param {import("./attributes.js").Manifest} manifest
 * @param {State} state which they change
 * @param {(name: string) => void} changed
 * @returns {() => void} shows what the state is now
 */
export function settings({ attributes, properties }, state, changed) {
  const place = document.getElementById("settings");
  if (!place) throw new Error("the page has no place for settings");
  const set = (/** @type {"attributes" | "properties"} */ kind, /** @type {string} */ name) => (/** @type {string | undefined} */ value) => {
    if (value === undefined) state[kind].delete(name);
    else state[kind].set(name, value);
    changed(name);
  };
  const fields = new Map(attributes.map((attribute) => [attribute.name, field(attribute, set("attributes", attribute.name))]));
  const colours = new Map(properties.map((property) => [property.name, colour(property, set("properties", property.name))]));
  const grouped = GROUPS.flatMap(([, names]) => names);
  const rest = attributes.map(({ name }) => name).filter((name) => !grouped.includes(name));
  const groups = [...GROUPS, /** @type {[string, string[]]} */ (["More", rest])];
  place.append(...groups.flatMap(([title, names]) => group(title, names.flatMap((name) => fields.get(name) ?? []))));
  place.append(...group("Colours", [...colours.values()]));
  return () => {
    for (const attribute of attributes) showField(fields.get(attribute.name), state.attributes.get(attribute.name), fault(attribute, state.attributes.get(attribute.name)));
    for (const { name } of properties) showField(colours.get(name), state.properties.get(name), colourFault(state.properties.get(name)));
  };
}

/** @param {Field | undefined} shown @param {string | undefined} value @param {string} why */
function showField(shown, value, why) {
  shown?.show(value);
  shown?.tell(why);
}

/** @param {string} title @param {Field[]} fields */
function group(title, fields) {
  return fields.length === 0 ? [] : [element("fieldset", "", element("legend", "", title), ...fields.map(({ row }) => row))];
}
