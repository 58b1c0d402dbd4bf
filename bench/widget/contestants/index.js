/** Who is measured. Each is one page, and knows how it is used. */

import { feedbackfin } from "./feedbackfin.js";
import { ours } from "./ours.js";
import { plain } from "./plain.js";
import { posthog } from "./posthog.js";
import { sentry } from "./sentry.js";

/**
 * A path leads through open shadow roots, one selector a root.
 *
 * @typedef {string[]} Path
 * @typedef {import("playwright-core").Page} Page
 *
 * @typedef {object} Contestant
 * @property {string} name
 * @property {string} [tag] of its element, where it has one that many can be made of
 * @property {string} html its part of the page
 * @property {string} [htmlOfEvery] the same with every control
 * @property {Record<string, Buffer>} files what its origin serves, by path
 * @property {(path: string) => string | undefined} [answer] what its origin answers besides
 * @property {Path} controls what people see of it when the page is loaded
 * @property {Path} first what is clicked first
 * @property {Path} pressed what shows that click: the vote, or the form that the click opens
 * @property {Path} [mounted] shown when what comes later is in the place of what was there at first
 * @property {Path} ready shown when all is there for another click
 * @property {(page: Page) => Promise<void>} prepare before that click
 * @property {Path} second what is clicked then
 * @property {(page: Page) => Promise<void>} use says something and sends it
 * @property {(page: Page) => Promise<void>} [useEvery] the same with every control
 */

/** In the order in which they are printed. @returns {Promise<Contestant[]>} */
export const contestants = () => Promise.all([ours(), plain(), sentry(), feedbackfin(), posthog()]);
