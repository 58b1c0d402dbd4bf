/** Sentry's browser client with its feedback button: the form is fetched when the button is clicked. */

import { bundle, installed } from "../bundle.js";

/** As https://docs.sentry.io/platforms/javascript/user-feedback/ sets it up, without name, e-mail and screenshot. */
const INIT = `
import { feedbackAsyncIntegration, init } from "@sentry/browser";
init({
  dsn: location.origin.replace("//", "//key@") + "/1",
  cdnBaseUrl: location.origin,
  integrations: [feedbackAsyncIntegration({ showName: false, showEmail: false, enableScreenshot: false })],
});`;

/** What Sentry's own host serves as feedback-modal.min.js. */
const MODAL = 'import { feedbackModalIntegration } from "@sentry/feedback"; (window.Sentry ??= {}).feedbackModalIntegration = feedbackModalIntegration;';

/** @returns {Promise<import("./index.js").Contestant>} */
export async function sentry() {
  const { version } = JSON.parse(`${installed("@sentry/browser/package.json")}`);
  return {
    name: "sentry",
    html: '<script type="module" src="/page.js"></script>',
    files: { "/page.js": await bundle(INIT), [`/${version}/feedback-modal.min.js`]: await bundle(MODAL, "iife") },
    pressed: ["#sentry-feedback", "dialog[open] textarea"],
    controls: ["#sentry-feedback", ".widget__actor"],
    first: ["#sentry-feedback", ".widget__actor"],
    ready: ["#sentry-feedback", "dialog[open] textarea"],
    prepare: (page) => page.locator("#sentry-feedback textarea").fill("Too long"),
    second: ["#sentry-feedback", ".btn--primary"],
    use,
    answer: (path) => (path.endsWith("/envelope/") ? "{}" : undefined),
  };
}

/** @param {import("playwright-core").Page} page */
async function use(page) {
  await page.locator("#sentry-feedback .widget__actor").click();
  await page.locator("#sentry-feedback textarea").fill("Too long");
  await page.locator("#sentry-feedback .btn--primary").click();
  await page.locator("#sentry-feedback .success__content").waitFor();
}
