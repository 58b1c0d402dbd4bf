import assert from "node:assert/strict";
import { test } from "node:test";

import { figure, ratio } from "../../bench/stats.js";
import { plot, width } from "../../bench/relay/plot.js";
import { isMet, lines, many, table, written } from "../../bench/relay/report.js";
import { speed } from "../../bench/relay/rows/delivery.js";

/** @param {import("../../bench/relay/rows/index.js").Goal} goal @param {number[]} reached @returns {import("../../bench/relay/rows/index.js").Result} */
const result = (goal, reached) => ({ name: "a row", goal, reached: figure(reached), figures: { "accepts, /s": figure([1_000, 3_000, 2_000]) } });

test("the median counts, of an even number of rounds the middle of two", () => {
  assert.deepEqual(figure([3, 1, 2]), { median: 2, min: 1, max: 3, all: [3, 1, 2] });
  assert.equal(figure([4, 1, 2, 3]).median, 2.5);
});

test("a ratio is taken round by round", () => {
  // The machine was half as fast in the second round: the ratio is the same.
  const { median, min, max } = ratio([100, 50, 90], [200, 100, 100]);
  assert.deepEqual([median, min, max], [0.5, 0.5, 0.9]);
});

test("a goal is a bound below or above", () => {
  assert.ok(isMet(result({ least: 0.45, unit: "×" }, [0.4, 0.45, 0.5])));
  assert.ok(!isMet(result({ least: 0.45, unit: "×" }, [0.4, 0.44, 0.5])));
  assert.ok(isMet(result({ most: 50, unit: "ms" }, [50])));
  assert.ok(!isMet(result({ most: 50, unit: "ms" }, [50.1])));
  assert.ok(!isMet(result({ most: 50, unit: "ms" }, [NaN])));
});

test("a row says what was reached, of what, and whether that is enough", () => {
  const missed = result({ least: 3, unit: "×" }, [2.5, 1, 3]);
  assert.equal(lines(missed), "a row: 2.5 [1–3] × (goal ≥ 3 ×: NOT MET)\n    accepts, /s: 2,000 [1,000–3,000]");
  assert.equal(table([missed]).split("\n")[2], "| a row | ≥ 3 × | 2.5 [1–3] × | **not met** | accepts, /s: 2,000 [1,000–3,000] |");
});

test("a delivery's speed is that of what arrived while one looked", () => {
  const at = (/** @type {number} */ ms, /** @type {number} */ signals) => ({ at: ms, signals, held: 0 });
  assert.equal(speed([at(1_000, 500), at(2_000, 900), at(3_000, 10_500)]), 5_000);
  assert.deepEqual([many(50), many(1_000), many(2_500)], ["50 thousand", "1 million", "2.5 million"]);
});

test("the table replaces the one between the page's marks, and nothing else", () => {
  const page = "before\n<!-- bench:relay -->\nold $&\n<!-- /bench:relay -->\nafter";
  assert.equal(written(page, "$1 new\n"), "before\n<!-- bench:relay -->\n$1 new\n<!-- /bench:relay -->\nafter");
  assert.throws(() => written("no marks", ""), /has no place for the table/);
});

test("bars are as long as their figures, and names are text", () => {
  assert.equal(width(50, 200) * 4, width(200, 200));
  assert.equal(width(1, 0), 0);
  const bars = [{ name: "relay", ...figure([100, 200]) }, { name: 'a <b> & "c"', ...figure([50]) }];
  const svg = plot("Requests", bars);
  assert.deepEqual([...svg.matchAll(/<rect class="([^"]+)"[^>]* width="([\d.]+)"/g)].map(([, name, value]) => [name, Number(value)]), [["bar ours", width(150, 200)], ["bar", width(50, 200)]]);
  assert.match(svg, /a &lt;b> &amp; &quot;c&quot;/);
  assert.match(svg, /prefers-color-scheme:dark/);
  assert.doesNotMatch(svg, /NaN|undefined/);
});
