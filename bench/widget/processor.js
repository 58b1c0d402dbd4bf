/** A page's own processor time, which others on the machine lengthen less than they do the clock's. */

/** @param {import("playwright-core").CDPSession} cdp @returns {Promise<number>} of all tasks so far, in ms */
export async function processorTime(cdp) {
  await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
  const { metrics } = await cdp.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN) * 1_000;
}
