/** Votes at the end of their way. */

import { eventually } from "../../support/poll.js";

/**
 * Waits for an event in the file of the relay's jsonl sink.
 *
 * @param {import("../../support/relay.js").Relay} relay
 * @param {{ id: string }} event
 * @returns {Promise<any>} as it was delivered
 */
export function arrived(relay, { id }) {
  return eventually(`event ${id} at the sink`, async () => (await relay.delivered()).find((line) => line.id === id));
}

/**
 * A relay's settings for a Datadog Agent, and for the jsonl sink beside it.
 *
 * @param {{ url: string }} agent
 */
export function toAgent(agent) {
  return {
    THUMBSPAN_SINKS: "datadog,jsonl",
    THUMBSPAN_DATADOG_ROUTE: "agent",
    THUMBSPAN_DATADOG_AGENT_URL: agent.url,
    THUMBSPAN_DATADOG_ML_APP: "e2e",
  };
}
