// The embed codes, by the ids of their tabs.

import { isColour } from "../check.js";
import { angular } from "./angular.js";
import { npm, scriptTag } from "./html.js";
import { react } from "./react.js";
import { svelte } from "./svelte.js";
import { vue } from "./vue.js";

/** @type {Record<string, (setting: import("./write.js").Setting) => string>} */
export const CODES = { html: scriptTag, npm, react, vue, svelte, angular };

/**
 * Only what differs from the default.
 *
 * @param {import("../state.js").State} state
 * @param {import("../attributes.js").Manifest} manifest
 * @param {string} relay
 * @returns {import("./write.js").Setting}
 */
export function settingOf(state, manifest, relay) {
  const attributes = manifest.attributes.flatMap(({ name, property, kind, standard, isValue }) => {
    const value = state.attributes.get(name);
    return value === undefined || (isValue && value === standard) ? [] : [{ name, property, kind, value }];
  });
  return { attributes, properties: [...state.properties].filter(([, value]) => isColour(value)), relay };
}
