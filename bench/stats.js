/** Figures of several rounds. */

/** @typedef {{ median: number, min: number, max: number, all: number[] }} Figure */

/** @param {number[]} all @returns {Figure} */
export function figure(all) {
  const sorted = all.toSorted((one, other) => one - other);
  const at = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(at)] ?? NaN) + (sorted[Math.ceil(at)] ?? NaN)) / 2;
  return { median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN, all };
}

/** Round by round, so that a machine that grows slow in between weighs on both. @param {number[]} all @param {number[]} others */
export const ratio = (all, others) => figure(all.map((value, round) => value / (others[round] ?? NaN)));
