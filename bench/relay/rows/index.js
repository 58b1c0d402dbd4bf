/** The rows, in the order in which they are measured and printed. */

import { delivery } from "./delivery.js";
import { intake } from "./intake.js";
import { latency } from "./latency.js";
import { memory } from "./memory.js";
import { shared } from "./shared.js";
import { stored } from "./stored.js";

/**
 * @typedef {import("../../stats.js").Figure} Figure
 *
 * @typedef {object} Goal what is to be reached; one of the two bounds
 * @property {number} [least]
 * @property {number} [most]
 * @property {string} unit
 *
 * @typedef {object} Result a line of the table
 * @property {string} name
 * @property {Goal} goal
 * @property {Figure} reached the median counts
 * @property {Record<string, Figure>} figures what it was made of, by names with their units
 *
 * @typedef {object} Bench what the rows share
 * @property {number} cores
 * @property {number} rounds
 * @property {number} seconds that a load is counted
 * @property {number} thousands of events in a backlog
 * @property {number} storedThousands of events in a large store
 * @property {number} sharedThousands of events in a store that relays share
 * @property {number} [durable] requests a second that the first row found, for those that need a load
 *
 * @typedef {(scope: import("../../../tests/support/scope.js").Scope, bench: Bench) => Promise<Result[]>} Row
 *   measures in a scope of its own
 */

/** @type {Record<string, Row>} */
export const rows = { intake, latency, memory, delivery, stored, shared };
