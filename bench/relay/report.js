/** The results as lines to read, and as a table of Markdown between two marks of a page. */

/** @typedef {import("./rows/index.js").Result} Result */
/** @typedef {import("../stats.js").Figure} Figure */

const MARKS = /(<!-- bench:relay -->\n).*(<!-- \/bench:relay -->)/s;

/** @param {number} value */
export const number = (value) => value.toLocaleString("en", { maximumFractionDigits: Math.abs(value) < 100 ? (Math.abs(value) < 10 ? 2 : 1) : 0 });

/** A number of events, of thousands. @param {number} thousands */
export const many = (thousands) => (thousands < 1_000 ? `${number(thousands)} thousand` : `${number(thousands / 1_000)} million`);

/** @param {Figure} figure */
export const spread = ({ median, min, max }) => (min === max ? number(median) : `${number(median)} [${number(min)}–${number(max)}]`);

/** @param {Result} result */
export const isMet = ({ goal: { least = -Infinity, most = Infinity }, reached: { median } }) => median >= least && median <= most;

/** @param {Result} result */
const bound = ({ goal: { least, most, unit } }) => `${least === undefined ? `≤ ${number(most ?? NaN)}` : `≥ ${number(least)}`} ${unit}`;

/** @param {Result} result */
const details = ({ figures }) => Object.entries(figures).map(([what, figure]) => `${what}: ${spread(figure)}`);

/** @param {Result} result */
export function lines(result) {
  const verdict = isMet(result) ? "met" : "NOT MET";
  return [`${result.name}: ${spread(result.reached)} ${result.goal.unit} (goal ${bound(result)}: ${verdict})`, ...details(result).map((detail) => `    ${detail}`)].join("\n");
}

/** @param {Result[]} results */
export function table(results) {
  const body = results.map((result) => [result.name, bound(result), `${spread(result.reached)} ${result.goal.unit}`, isMet(result) ? "met" : "**not met**", details(result).join("<br>")]);
  return [["", "goal", "reached", "", "made of"], ["---", "---", "---", "---", "---"], ...body].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** The page with the table between its marks. @param {string} page @param {string} content */
export function written(page, content) {
  if (!MARKS.test(page)) throw new Error("docs/performance.md has no place for the table: <!-- bench:relay --> and <!-- /bench:relay -->");
  return page.replace(MARKS, (_, open, close) => `${open}${content}${close}`);
}
