/**
 * What the widget costs a page, beside the same in plain JavaScript and beside its peers, in one run of
 * Chromium. Prints each row with its goal, and writes var/bench/widget.json and the table of docs/size.md.
 *
 *     npm run bench:widget                 everything
 *     npm run bench:widget -- cold shift   rows by the names of their files: printed, and not written
 */

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import process from "node:process";
import { URL, fileURLToPath } from "node:url";

import { openScope } from "../../tests/support/scope.js";
import { install } from "./bundle.js";
import { lines, table, written } from "./report.js";
import * as all from "./rows/index.js";
import { run } from "./run.js";
import { stopped } from "./visit.js";

const root = fileURLToPath(new URL("../../", import.meta.url));
const wanted = process.argv.slice(2);
const rows = await Promise.all(wanted.map(async (name) => (await import(`./rows/${name}.js`))[name]));
const say = (/** @type {string} */ text) => void process.stdout.write(`${text}\n`);

install();
const scope = openScope();
try {
  const before = loadavg();
  const { results, names, browser } = await run(scope, wanted.length > 0 ? rows : all.rows, (result) => say(lines(result)));
  const machine = { processors: cpus().length, model: cpus()[0]?.model, load: { before, after: loadavg() } };
  const left = Object.fromEntries(stopped);
  say(`Requests stopped on their way off this machine: ${JSON.stringify(left)}. Load ${before[0]} before, ${machine.load.after[0]} after, ${machine.processors} processors.`);
  if (wanted.length === 0) {
    mkdirSync(`${root}var/bench`, { recursive: true });
    writeFileSync(`${root}var/bench/widget.json`, `${JSON.stringify({ browser, node: process.version, machine, stopped: left, rows: results }, undefined, 2)}\n`);
    const page = `${root}docs/size.md`;
    const note = `Chromium ${browser}, ${machine.processors} processors, load ${before[0]?.toFixed(1)} to ${machine.load.after[0]?.toFixed(1)}: medians [least–most]. Times mean something beside the ratio of the same run only; where others use the machine, processor time says more than the clock.\n\n`;
    writeFileSync(page, written(readFileSync(page, "utf8"), `${note}${table(results, names)}`));
  }
} finally {
  await scope.end();
}
