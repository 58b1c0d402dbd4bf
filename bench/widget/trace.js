/** Tasks of a page's main thread, from Chromium's own trace: long tasks as a page sees them end at 50 ms. */

/** @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number }} Entry in microseconds; `tdur` is processor time, which the shortest lack */

/**
 * Runs work that sets the marks `bench-begin` and `bench-end`.
 *
 * @template T
 * @param {import("playwright-core").Browser} browser
 * @param {import("playwright-core").Page} page
 * @param {() => Promise<T>} work
 */
export async function longestTask(browser, page, work) {
  await browser.startTracing(page, { categories: ["toplevel", "blink.user_timing"] });
  const result = await work();
  const trace = JSON.parse((await browser.stopTracing()).toString("utf8"));
  const tasks = between(trace.traceEvents);
  const clock = tasks.map(({ dur = 0 }) => dur / 1_000);
  const processor = tasks.map(({ tdur = 0 }) => tdur / 1_000);
  return { result, task: Math.max(...clock), processor: Math.max(...processor), above: clock.filter((ms) => ms > 50).length };
}

/** The tasks between the marks. @param {Entry[]} entries */
function between(entries) {
  const [begin, end] = ["bench-begin", "bench-end"].map((mark) => entries.find(({ name }) => name === mark));
  if (!begin || !end) throw new Error("the trace lacks the marks");
  // The mark's own task was begun before it.
  const tasks = entries.filter(({ name, ph, pid, tid, ts, dur = 0 }) => ph === "X" && name.endsWith("RunTask") && pid === begin.pid && tid === begin.tid && ts + dur > begin.ts && ts < end.ts);
  if (tasks.length === 0) throw new Error("the trace has no tasks");
  return tasks;
}
