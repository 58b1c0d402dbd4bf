/** The results as lines to read, and as a table of Markdown between two marks of a page. */

/** @typedef {import("./run.js").Result} Result */
/** @typedef {Result["figures"][string][string]} Cell */

const MARKS = /(<!-- bench:widget -->\n).*(<!-- \/bench:widget -->)/s;

/** @type {Record<string, string>} */
const TITLES = { ours: "ours", plain: "plain JavaScript", sentry: "Sentry", feedbackfin: "feedbackfin", posthog: "PostHog" };

/** @param {number} value */
const number = (value) => value.toLocaleString("en", { maximumFractionDigits: value < 10 ? (value < 0.1 ? 4 : 2) : 0 });

/** @param {import("../stats.js").Figure} figure */
const spread = ({ median, min, max }) => (min === max ? number(median) : `${number(median)} [${number(min)}–${number(max)}]`);

/** @param {string} who @param {Cell | undefined} figure */
function cell(who, figure) {
  if (!figure) return "–";
  const { ratio } = figure;
  return spread(figure) + (ratio && who !== "plain" ? `, ${number(ratio.median)} × plain` : "");
}

/** @param {Result} result */
export const verdict = ({ goal, reached, isMet }) => `goal ≤ ${number(goal.most)}${{ median: "", worst: " in every round", ratio: " × plain" }[goal.by]}: ${isMet ? "met" : `not met, ${number(reached)}`}`;

/** @param {Result} result */
export function lines(result) {
  const figures = Object.entries(result.figures).flatMap(([what, by]) => [`  ${what}${what === result.goal.figure ? ` (${verdict(result)})` : ""}`, ...Object.entries(by).map(([who, figure]) => `    ${(TITLES[who] ?? who).padEnd(18)}${cell(who, figure)}`)]);
  return [result.name, ...figures].join("\n");
}

/** @param {Result[]} results @param {string[]} names of the contestants */
export function table(results, names) {
  const head = ["", "goal", ...names.map((name) => TITLES[name] ?? name)];
  const body = results.flatMap((result) =>
    Object.entries(result.figures).map(([what, by], line) => [line === 0 ? `**${result.name}**: ${what}` : `… ${what}`, what === result.goal.figure ? verdict(result).replace("goal ", "") : "", ...names.map((name) => cell(name, by[name]))]),
  );
  return [head, ["---", "---", ...names.map(() => "---:")], ...body].map((cells) => `| ${cells.join(" | ")} |\n`).join("");
}

/** The page with the table between its marks. @param {string} page @param {string} content */
export function written(page, content) {
  if (!MARKS.test(page)) throw new Error("docs/size.md has no place for the table: <!-- bench:widget --> and <!-- /bench:widget -->");
  return page.replace(MARKS, (_, open, close) => `${open}${content}${close}`);
}
