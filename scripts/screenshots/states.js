/** Every state of the element in every look, each a picture of an answer with what stands below it. */

import { inCheckout } from "../../tests/support/checkout.js";
import { startFakeRelay } from "../../tests/support/fake-relay.js";
import { serveFolder } from "../../tests/support/site.js";

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {import("playwright-core").Locator} Locator */
/** @typedef {import("../../tests/support/fake-relay.js").Answer} Answer */

/**
 * @typedef {object} State
 * @property {string} [controls]
 * @property {string} [attributes] further ones
 * @property {Answer[]} [answers] of the relay
 * @property {(host: Locator) => Promise<unknown>} [act]
 */

/**
 * @typedef {object} Look
 * @property {string} [attributes] of every element
 * @property {string} [lang]
 * @property {string} [style] of the page
 * @property {import("playwright-core").BrowserContextOptions} [options]
 */

const LATER = { status: 503, headers: { "retry-after": "600" } };
const EVERYTHING = "thumbs reasons comment correction";

/** @param {Locator} host @param {string} selector */
const press = (host, selector) => host.locator(selector).click();

/** @param {Locator} host @param {string} phase */
const until = (host, phase) => host.locator(`.status[data-phase=${phase}]`).waitFor({ state: "attached" });

/** Votes, and waits for the thanks. @param {string} selector */
const vote = (selector) => async (/** @type {Locator} */ host) => {
  await press(host, selector);
  await until(host, "thanks");
};

/** @param {Locator} host @param {string} text */
async function write(host, text) {
  await host.locator(".comment textarea").fill(text);
  await press(host, ".send");
}

/** @type {Record<string, State>} */
export const STATES = {
  rest: {},
  hover: { act: (host) => host.locator(".up").hover() },
  focus: { act: (host) => host.locator(".down").focus().then(() => host.page().keyboard.press("Shift+Tab")) },
  voted: { act: vote(".up") },
  "voted, no follow-up": { controls: "thumbs", act: vote(".down") },
  reasons: {
    controls: EVERYTHING,
    act: async (host) => {
      await vote(".down")(host);
      await host.locator(".reason").nth(1).click();
    },
  },
  closed: { act: async (host) => [await vote(".up")(host), await press(host, ".close")] },
  written: { act: async (host) => [await vote(".up")(host), await write(host, "Precise."), await host.locator(".edit[data-open=true]").first().waitFor()] },
  "too long": { act: async (host) => [await vote(".down")(host), await write(host, "x ".repeat(2_010)), await until(host, "too-long")] },
  failed: { answers: [LATER], act: async (host) => [await press(host, ".down"), await until(host, "failed")] },
  refused: { answers: [{ status: 400 }], act: async (host) => [await press(host, ".down"), await until(host, "refused")] },
  disabled: { attributes: "disabled" },
  stars: { controls: "rating", act: vote(".point:nth-child(4)") },
  faces: { controls: "rating", attributes: 'scale="faces"', act: vote(".point:nth-child(4)") },
  nps: { controls: "rating", attributes: 'scale="nps"', act: vote(".point:nth-child(9)") },
  "stars at rest": { controls: "rating" },
  "faces at rest": { controls: "rating", attributes: 'scale="faces"' },
  "nps at rest": { controls: "rating", attributes: 'scale="nps"' },
  both: { controls: "thumbs rating comment" },
  alone: { controls: "comment" },
};

const LIGHT = "color-scheme: light; background: #fff; color: #1f2328";
const DARK = "color-scheme: dark; background: #121212; color: #e6e6e6";

/** @type {Record<string, Look>} */
export const LOOKS = {
  light: {},
  dark: { style: DARK },
  "right to left": { lang: "ar" },
  narrow: { options: { viewport: { width: 320, height: 420 } } },
  forced: { options: { forcedColors: "active" } },
  compact: { attributes: 'size="compact"' },
  "dark part": { attributes: 'theme="dark"', style: DARK.replace("color-scheme: dark", "color-scheme: light") },
};

const SAID = {
  en: ["Page 3 lists three signatures: the chair, the clerk and one witness.", "Ask another question, or open the document beside it.", '["Not true","Too long","Missed the question","Something else"]'],
  ar: ["تذكر الصفحة الثالثة ثلاثة توقيعات: الرئيس والكاتب وشاهد واحد.", "اطرح سؤالاً آخر أو افتح المستند.", '["غير صحيح","طويل جدًا","لم يجب عن السؤال"]'],
};

/** @param {State} state @param {Look} look @param {string} relay */
function html({ controls = "thumbs comment", attributes = "" }, { attributes: more = "", lang = "en", style = LIGHT }, relay) {
  const [answer, below, reasons] = SAID[/** @type {keyof typeof SAID} */ (lang)];
  return `<!doctype html><html lang="${lang}" dir="${lang === "ar" ? "rtl" : "ltr"}"><meta charset="utf-8"><title>State</title>
    <meta name="viewport" content="width=device-width">
    <style>html { ${style}; font: 16px/1.5 system-ui, sans-serif } body { margin: 0; padding: 20px }</style>
    <script type="module" src="/thumbspan.js"></script>
    <p>${answer}</p>
    <llm-feedback span-id="42" relay="${relay}" controls="${controls}" reasons='${reasons}' ${attributes} ${more}></llm-feedback>
    <p>${below}</p>`;
}

/**
 * Takes one picture.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {import("../../tests/support/scope.js").Scope} scope
 * @param {{ state: State, look: Look, path: string }} what
 */
export async function takeState(browser, scope, { state, look, path }) {
  const relay = await startFakeRelay(scope, ...(state.answers ?? []));
  const url = await serveFolder(scope, inCheckout("pkg/dist"), { pages: { "/index.html": html(state, look, relay.url) } });
  const page = await browser.newPage({ viewport: { width: 560, height: 480 }, reducedMotion: "reduce", ...look.options });
  await page.goto(url);
  const host = page.locator("llm-feedback");
  await host.locator("button").first().waitFor();
  await state.act?.(host);
  await page.screenshot({ path });
  await page.close();
}
