/** Measures the rows: the contestants in turn, round by round. */

import { launchBrowser } from "../../tests/support/browser.js";
import { contestants } from "./contestants/index.js";
import { figure, ratio } from "../stats.js";
import { serveContestant, serveRefusal } from "./visit.js";

/**
 * @typedef {import("./rows/index.js").Row} Row
 * @typedef {import("../stats.js").Figure} Figure
 *
 * @typedef {object} Result
 * @property {string} name
 * @property {import("./rows/index.js").Goal} goal
 * @property {number} reached ours, to compare with the goal
 * @property {boolean} isMet
 * @property {Record<string, Record<string, Figure & { ratio?: Figure }>>} figures by the figure's and the
 *   contestant's name; `ratio` is to plain JavaScript's, of times
 */

/**
 * @param {import("../../tests/support/scope.js").Scope} scope
 * @param {Row[]} rows
 * @param {(result: Result) => void} tell
 */
export async function run(scope, rows, tell) {
  const all = await contestants();
  const browser = await launchBrowser(scope, "chromium");
  const urls = new Map();
  for (const each of all) urls.set(each, await serveContestant(scope, each));
  const bench = { browser, proxy: await serveRefusal(scope), urls };
  const results = [];
  for (const row of rows) {
    const result = judge(row, await measure(bench, row, all));
    tell(result);
    results.push(result);
  }
  return { results, names: all.map(({ name }) => name), browser: browser.version() };
}

/**
 * @param {import("./visit.js").Bench} bench
 * @param {Row} row
 * @param {import("./contestants/index.js").Contestant[]} all
 */
async function measure(bench, row, all) {
  /** @type {Record<string, Record<string, number[]>>} */
  const figures = {};
  for (let round = 0; round < row.rounds; round += 1) {
    const those = all.filter(row.fits);
    // Whoever comes first in one round comes last in the next.
    for (const contestant of round % 2 ? those.reverse() : those) {
      for (const [name, value] of Object.entries(await row.measure(bench, contestant))) ((figures[name] ??= {})[contestant.name] ??= []).push(value);
    }
  }
  return figures;
}

/** @param {Row} row @param {Record<string, Record<string, number[]>>} measured @returns {Result} */
function judge({ name, goal }, measured) {
  /** @type {Result["figures"]} */
  const figures = {};
  for (const [what, by] of Object.entries(measured)) {
    const { plain } = by;
    const isTime = plain && what.startsWith("ms");
    figures[what] = Object.fromEntries(Object.entries(by).map(([who, all]) => [who, { ...figure(all), ...(isTime && { ratio: ratio(all, plain) }) }]));
  }
  const own = figures[goal.figure]?.["ours"];
  const reached = { median: own?.median, worst: own?.max, ratio: own?.ratio?.median }[goal.by] ?? NaN;
  return { name, goal, reached, isMet: reached <= goal.most, figures };
}
