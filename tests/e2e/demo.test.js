import assert from "node:assert/strict";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { startDemo } from "../support/demo.js";
import { fileScope } from "../support/scope.js";
import { laidOut, tokens } from "../../www/wire/json.js";

/** Where each answer's vote must land, in the words of Datadog. */
const TARGETS = {
  "station-014": ["span_id", "2670203640094394356"],
  "station-015": ["span_id", "20245611112024561111"],
  "district-total": ["span_id", "9007199254740993"],
  "missing-signature": ["span_id", "14757395258967641292"],
  incident: ["feedback_join_key", "incident-2026-0412"],
  conversation: ["session_id", "conversation-7f3a19"],
};

const file = fileScope();
const browser = await launchBrowser(file);

/** @typedef {import("playwright-core").Page} Page */
/** @typedef {typeof globalThis & { layoutShifts: () => Promise<string[]> }} Watched */

/** In the page: what is in sight, and in the next frame is elsewhere by a pixel or more. */
function watchLayout() {
  /** @type {string[]} */
  const moved = [];
  /** @type {Map<Element, { left: number, top: number }>} */
  let before = new Map();
  const look = () => {
    /** @type {typeof before} */
    const now = new Map();
    for (const element of document.querySelectorAll("body *")) {
      const { width, height, left, top, bottom } = element.getBoundingClientRect();
      if (width * height === 0 || bottom < 0 || top > innerHeight) continue;
      const place = { left: left + scrollX, top: top + scrollY };
      const last = before.get(element) ?? place;
      now.set(element, place);
      const way = Math.hypot(place.left - last.left, place.top - last.top);
      if (way >= 1) moved.push(`${way} pixels: ${element.outerHTML.slice(0, 80)}`);
    }
    before = now;
  };
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(resolve);
    });
  const watch = async () => {
    for (;;) {
      await frame();
      // What moves before it is seen, moves for nobody.
      if (performance.getEntriesByName("first-contentful-paint").length > 0) look();
    }
  };
  void watch();
  const watched = /** @type {Watched} */ (globalThis);
  watched.layoutShifts = async () => {
    for (let frames = 0; frames < 3; frames += 1) await frame();
    return moved;
  };
}

/**
 * A page of a demo of its own, and what went wrong on it.
 *
 * @param {import("../support/scope.js").Scope} scope
 * @param {import("playwright-core").BrowserContextOptions} [options]
 * @returns {Promise<{ page: Page, faults: string[], program: import("../support/program.js").Program }>}
 */
async function open(scope, options) {
  const { url, program } = await startDemo(scope);
  const page = await browser.newPage(options);
  /** @type {string[]} */
  const faults = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(message.text());
  });
  await page.addInitScript(watchLayout);
  await page.goto(url);
  await page.locator("#station-014 llm-feedback button").first().waitFor();
  return { page, faults, program };
}

/**
 * Presses the first control of an answer and returns the body that the live view then shows first.
 *
 * @param {Page} page
 * @param {string} answer
 */
async function bodyAfterVote(page, answer) {
  const shown = page.locator("#requests > ol > li");
  const before = await shown.count();
  // Into sight first: only there does a streamed answer begin.
  await page.locator(`#${answer}`).scrollIntoViewIfNeeded();
  await page.locator(`#${answer} llm-feedback button:enabled`).first().click();
  await shown.nth(before).waitFor();
  return (await shown.first().locator(".body").textContent()) ?? "";
}

test("each answer's vote is shown as it was sent, its id to the digit", async (t) => {
  const { page, faults } = await open(t);
  for (const [answer, [field, id]] of Object.entries(TARGETS)) {
    const body = await bodyAfterVote(page, answer);
    assert.ok(body.includes(`"${field}": "${id}"`), `${answer}: ${body}`);
    await page.locator("#requests summary").first().hover();
    assert.deepEqual(await page.locator(".lit").evaluateAll((lit) => lit.map((each) => each.id)), [answer]);
  }
  assert.equal(await page.locator("[data-count=requests]").textContent(), "6");
  assert.deepEqual(faults, []);
  await page.close();
});

test("the second tab shows the lines of the file, reached by the arrow keys", async (t) => {
  const { page } = await open(t);
  await bodyAfterVote(page, "station-015");
  await page.locator("#tab-requests").focus();
  await page.keyboard.press("ArrowRight");
  const line = page.locator("#lines .body").first();
  await line.waitFor();
  assert.ok((await line.textContent())?.includes('"span_id":"20245611112024561111"'));
  assert.equal(await page.locator("#requests").isVisible(), false);
  await page.close();
});

test("an answer that carries only an HTTP context stays disabled, and says why", async (t) => {
  const { page } = await open(t);
  const frame = page.frameLocator("#duplicate iframe");
  await frame.locator("llm-feedback button").first().waitFor();
  assert.equal(await frame.locator("llm-feedback button:enabled").count(), 0);
  assert.match((await frame.locator(".note").textContent()) ?? "", /traceparent/);
  await page.close();
});

test("a streamed answer takes votes once its ids are there, not before", async (t) => {
  const { page } = await open(t, { viewport: { width: 1280, height: 500 } });
  const answer = page.locator("#missing-signature");
  // Out of sight it has not begun.
  assert.equal(await answer.locator("llm-feedback button:enabled").count(), 0);
  await answer.scrollIntoViewIfNeeded();
  await answer.locator("llm-feedback button:enabled").first().waitFor();
  assert.match((await answer.locator("[data-stream]").textContent()) ?? "", /^The count itself .* to the form\.\s*$/s);
  await page.close();
});

test("a comment with markup is text in both views", async (t) => {
  const { page, faults } = await open(t);
  await bodyAfterVote(page, "station-014");
  await page.locator("#station-014 .comment textarea").fill('<img src=x onerror="throw 1"></script>');
  await page.locator("#station-014 .send").click();
  await page.locator("#requests > ol > li").nth(1).waitFor();
  await page.locator("#lines > ol > li").nth(1).waitFor({ state: "attached" });
  const shown = await page.locator("#wire .body", { hasText: "<img src=x" }).count();
  assert.equal(shown, 2);
  assert.equal(await page.locator("#wire img, #wire script").count(), 0);
  assert.deepEqual(faults, []);
  await page.close();
});

test("a relay that is gone is said, and what it sent stays in view", async (t) => {
  const { page, program } = await open(t);
  const body = await bodyAfterVote(page, "station-014");
  await program.stop("SIGKILL");
  await page.getByText("The relay is away").waitFor();
  assert.equal(await page.locator("#requests .body").first().textContent(), body);
  await page.close();
});

for (const width of [320, 1600]) {
  test(`nothing moves while the widgets load and nothing sticks out, ${width} pixels wide`, async (t) => {
    const { page } = await open(t, { viewport: { width, height: 1700 } });
    // Thumbs and a rating: until they are touched, only the resting buttons are there. By the focus, since a
    // pointer's driver may scroll, and then what is sticky moves.
    for (const answer of ["station-014", "district-total"]) {
      await page.locator(`#${answer} llm-feedback button`).first().evaluate((button) => button.focus({ preventScroll: true }));
      await page.locator(`#${answer} llm-feedback .status`).waitFor({ state: "attached" });
    }
    const { moved, outside } = await page.evaluate(async () => {
      const root = document.documentElement;
      return { moved: await /** @type {Watched} */ (globalThis).layoutShifts(), outside: root.scrollWidth - root.clientWidth };
    });
    assert.deepEqual({ moved, outside }, { moved: [], outside: 0 });
    // The control: a move is seen.
    const seen = await page.evaluate(() => {
      document.body.prepend(Object.assign(document.createElement("p"), { textContent: "Pushed" }));
      return /** @type {Watched} */ (globalThis).layoutShifts();
    });
    assert.notDeepEqual(seen, []);
    await page.close();
  });
}

test("laying JSON out changes nothing but the space between its tokens", () => {
  const text = '{"a":[1e400,20245611112024561111,-0.10],"b":{},"c":[],"d":"x\\"{,:}\\u00e9 \\\\","e":null}';
  const join = (/** @type {import("../../www/wire/json.js").Token[]} */ all) => all.map((token) => token.text).join("");
  assert.equal(join(tokens(text)), text);
  const out = laidOut(text);
  assert.equal(join(out.filter((token) => token.kind !== "space")), text);
  assert.equal(join(laidOut('{"a":[1,{"b":[]}]}')), '{\n  "a": [\n    1,\n    {\n      "b": []\n    }\n  ]\n}');
});
