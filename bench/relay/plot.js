/** Bars, as an SVG that is read on light and on dark pages. */

import { number } from "./report.js";

/** @typedef {{ name: string, median: number, min: number, max: number }} Bar */

const [WIDTH, LABEL, ROW, HEAD] = [720, 300, 26, 34];
/** Pixels that are kept for the number after the longest bar. */
const NUMBER = 70;

const STYLE = `text{font:13px system-ui,sans-serif;fill:#333}.title{font-weight:600}.bar{fill:#3b7dd8}.ours{fill:#2a9d62}.spread{stroke:#333;stroke-width:1.5}@media(prefers-color-scheme:dark){text{fill:#ddd}.bar{fill:#6ea2ea}.ours{fill:#52c48a}.spread{stroke:#ddd}}`;

/** @param {string} text */
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

/** The width of a value's bar. @param {number} value @param {number} most */
export const width = (value, most) => (most > 0 ? Math.round((value / most) * (WIDTH - LABEL - NUMBER) * 10) / 10 : 0);

/** @param {Bar} bar @param {number} index @param {number} most */
function row({ name, median, min, max }, index, most) {
  const y = HEAD + index * ROW;
  const x = (/** @type {number} */ value) => LABEL + width(value, most);
  return [
    `<text x="${LABEL - 8}" y="${y + 14}" text-anchor="end">${escaped(name)}</text>`,
    `<rect class="bar${name.startsWith("relay") ? " ours" : ""}" x="${LABEL}" y="${y + 2}" width="${width(median, most)}" height="16" rx="2"/>`,
    `<path class="spread" d="M${x(min)} ${y + 10}H${x(max)}"/>`,
    `<text x="${x(max) + 6}" y="${y + 14}">${number(median)}</text>`,
  ].join("");
}

/** @param {string} title @param {Bar[]} bars */
export function plot(title, bars) {
  const most = Math.max(0, ...bars.map(({ max }) => max));
  const height = HEAD + bars.length * ROW + 6;
  const body = bars.map((bar, index) => row(bar, index, most)).join("\n");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escaped(title)}"><style>${STYLE}</style>\n<text class="title" x="0" y="18">${escaped(title)}</text>\n${body}\n</svg>\n`;
}
