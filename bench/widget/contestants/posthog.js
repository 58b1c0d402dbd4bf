/** PostHog's survey behind its own tab: emoji, then a text; nothing else of PostHog's is switched on. */

import { Buffer } from "node:buffer";

import { installed } from "../bundle.js";

const SURVEY = {
  id: "1",
  name: "Feedback",
  type: "widget",
  start_date: "2025-01-01T00:00:00Z",
  end_date: null,
  conditions: null,
  appearance: { widgetType: "tab", widgetLabel: "Feedback", widgetColor: "black", displayThankYouMessage: true },
  questions: [
    { id: "q1", type: "rating", display: "emoji", scale: 2, question: "How was this answer?", lowerBoundLabel: "Bad", upperBoundLabel: "Good" },
    { id: "q2", type: "open", question: "Tell us more", optional: true },
  ],
};

const CONFIG = { surveys: true, hasFeatureFlags: false, supportedCompression: [], autocapture_opt_out: true };

/** Surveys alone. Without the last, it takes this browser for a bot and sends nothing. */
const OPTIONS = "{ api_host: location.origin, autocapture: false, capture_pageview: false, capture_pageleave: false, disable_session_recording: true, capture_performance: false, opt_out_useragent_filter: true }";

/** What the page's snippet leaves for array.js: https://posthog.com/docs/libraries/js */
const HTML = `<script>window.posthog = Object.assign([], { __SV: 1, _i: [["key", ${OPTIONS}, "posthog"]] });</script><script src="/static/array.js" async></script>`;

/** @param {string} path */
function answer(path) {
  if (path === "/api/surveys/") return JSON.stringify({ surveys: [SURVEY] });
  if (path === "/array/key/config") return JSON.stringify(CONFIG);
  return /^\/(e|i|flags)\//.test(path) ? '{"status":"Ok"}' : undefined;
}

/** @returns {Promise<import("./index.js").Contestant>} */
export function posthog() {
  const config = `window._POSTHOG_REMOTE_CONFIG = { key: { config: ${JSON.stringify(CONFIG)}, siteApps: [] } };`;
  const host = "[class*=PostHogSurvey]";
  const { version } = JSON.parse(`${installed("posthog-js/package.json")}`);
  return Promise.resolve({
    name: "posthog",
    html: HTML,
    files: {
      "/static/array.js": installed("posthog-js/dist/array.js"),
      [`/static/${version}/surveys.js`]: installed("posthog-js/dist/surveys.js"),
      "/array/key/config.js": Buffer.from(config),
    },
    controls: [host, ".ph-survey-widget-tab"],
    first: [host, ".ph-survey-widget-tab"],
    pressed: [host, ".survey-form"],
    ready: [host, ".survey-form"],
    prepare: () => Promise.resolve(),
    second: [host, ".ratings-emoji"],
    use,
    answer,
  });
}

/** @param {import("playwright-core").Page} page */
async function use(page) {
  await page.locator(".ph-survey-widget-tab").click();
  await page.locator(".survey-form .ratings-emoji").first().click();
  await page.locator(".survey-form .form-submit").click();
  await page.locator(".survey-form textarea").fill("Too long");
  await page.locator(".survey-form .form-submit").click();
  await page.locator(".thank-you-message").waitFor();
}
