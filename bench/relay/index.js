/**
 * How much the relay takes and delivers, beside an endpoint of an app's own, in one run on loopback.
 * Prints each row with its goal, and writes var/bench/relay.json, the table of docs/performance.md and
 * its plot.
 *
 *     npm run bench:relay                    everything, about seven minutes and 10 GB of disk
 *     npm run bench:relay -- intake memory   rows by the names of their files: printed, and not written
 *     npm run bench:relay -- --quick         a short try of each: printed, and not written
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import process from "node:process";

import { inCheckout } from "../../tests/support/checkout.js";
import { openScope } from "../../tests/support/scope.js";
import { plot } from "./plot.js";
import { lines, table, written } from "./report.js";
import { rows } from "./rows/index.js";
import { build, install } from "./setup.js";

/** @typedef {import("./rows/index.js").Result} Result */

const WHOLE = { rounds: 3, seconds: 5, thousands: 1_000, storedThousands: 10_000, sharedThousands: 40 };
const QUICK = { rounds: 1, seconds: 2, thousands: 50, storedThousands: 100, sharedThousands: 10 };

const args = process.argv.slice(2);
const isQuick = args.includes("--quick");
const names = args.filter((arg) => arg !== "--quick");
const say = (/** @type {string} */ text) => void process.stdout.write(`${text}\n`);

/** @param {import("./rows/index.js").Bench} bench */
async function measure(bench) {
  /** @type {Result[]} */
  const results = [];
  for (const name of names.length > 0 ? names : Object.keys(rows)) {
    const row = rows[name];
    if (!row) throw new Error(`There is no row ${name}; there are ${Object.keys(rows).join(", ")}`);
    const scope = openScope();
    try {
      const found = await row(scope, bench);
      for (const result of found) say(lines(result));
      results.push(...found);
    } finally {
      await scope.end();
    }
  }
  return results;
}

/** The bars are the requests that each took: every figure a second of the first rows. @param {Result[]} results */
const bars = (results) => results.slice(0, 3).flatMap(({ figures }) => Object.entries(figures)).filter(([name]) => name.endsWith(", /s")).map(([name, figure]) => ({ ...figure, name: name.slice(0, -", /s".length) }));

/** @param {Result[]} results @param {number} cores @param {number[]} load */
function write(results, cores, load) {
  mkdirSync(inCheckout("var/bench"), { recursive: true });
  writeFileSync(inCheckout("var/bench/relay.json"), `${JSON.stringify({ node: process.version, cores, load, rows: results }, undefined, 2)}\n`);
  const page = inCheckout("docs/performance.md");
  const note = `${cores} cores, load ${load.map((each) => each.toFixed(1)).join(" to ")}: medians [least–most] of ${WHOLE.rounds} rounds of ${WHOLE.seconds} s.\n\n`;
  writeFileSync(page, written(readFileSync(page, "utf8"), `${note}${table(results)}`));
  writeFileSync(inCheckout("docs/images/performance.svg"), plot("Requests a second at 64 connections", bars(results)));
}

build();
install();
const before = loadavg()[0] ?? NaN;
const cores = cpus().length;
const results = await measure({ ...(isQuick ? QUICK : WHOLE), cores });
const load = [before, loadavg()[0] ?? NaN];
say(`${cores} cores, load ${load.map((each) => each.toFixed(1)).join(" to ")}.`);
if (names.length === 0 && !isQuick) write(results, cores, load);
