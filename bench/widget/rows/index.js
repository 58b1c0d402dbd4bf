/** The rows, in the order in which they are measured and printed. */

import { cold } from "./cold.js";
import { every } from "./every.js";
import { interaction } from "./interaction.js";
import { memory } from "./memory.js";
import { mounted } from "./mounted.js";
import { painted } from "./painted.js";
import { resting } from "./resting.js";
import { shift } from "./shift.js";
import { used } from "./used.js";

/**
 * @typedef {import("../contestants/index.js").Contestant} Contestant
 *
 * @typedef {object} Goal what ours is to stay at or below
 * @property {string} figure
 * @property {number} most
 * @property {"median" | "worst" | "ratio"} by over the rounds: `ratio` is the median of those to plain JavaScript's
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {Goal} goal
 * @property {number} rounds
 * @property {(contestant: Contestant) => boolean} fits whether it can be measured of this one
 * @property {(bench: import("../visit.js").Bench, contestant: Contestant) => Promise<Record<string, number>>} measure
 *   one round's figures by their names; what is a time begins with `ms`
 */

/** @type {Row[]} */
export const rows = [painted, used, every, resting, mounted, cold, interaction, shift, memory];
