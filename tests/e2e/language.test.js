/** The page's language: which texts, what is fetched for them, and which way they run. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { inCheckout } from "../support/checkout.js";
import { launchBrowser } from "../support/browser.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { eventually } from "../support/poll.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startFakeRelay(file);

/** Every language that has texts, as a page names it. */
const LANGUAGES = "ar de en es fr he hi id it ja ko nl pl pt tr uk vi zh-Hans zh-Hant".split(" ");
const MIRRORED = ["ar", "he"];

/** @param {string} code @returns {Promise<import("../../pkg/text/texts.js").Texts>} */
const textsOf = async (code) => (await import(inCheckout(`pkg/text/${code.toLowerCase()}.js`))).default;

/** @param {string} attributes @param {string} [id] */
const element = (attributes, id = "") => `<llm-feedback ${id && `id="${id}"`} span-id="42" relay="{{relay}}" ${attributes}></llm-feedback>`;

/** @param {string} body @param {string} [root] attributes of `<html>` */
const page = (body, root = "") => `<!doctype html><html ${root}><meta charset="utf-8"><title>Page</title>${OWN}${body}`;

/** The files of texts that were asked for, by code. @param {import("./page/open.js").Opened} opened */
const fetched = ({ requests }) =>
  requests.flatMap((request) => /thumbspan-([a-z]{2}(?:-han[st])?)-[0-9a-f]+\.js$/.exec(request)?.[1] ?? []).sort();

/** @param {import("./page/widget.js").Widget} widget @param {string} name */
const saysUp = (widget, name) => eventually(name, async () => (await widget.up.getAttribute("title")) === name);

test("all 19 on one page: each in its own words, at rest and after a vote", async (t) => {
  assert.equal(LANGUAGES.length, 19);
  const body = LANGUAGES.map((code) => element(`lang="${code}" controls="thumbs rating comment"`, code)).join("");
  const opened = await open(t, { browser, html: page(body), relay });
  for (const code of LANGUAGES) {
    const texts = await textsOf(code);
    const widget = opened.widgetAt(`#${code}`);
    await saysUp(widget, texts.up);
    assert.equal(await widget.frame.getAttribute("aria-label"), texts.group);
    assert.equal(await widget.star(3).getAttribute("title"), texts.stars.split("|")[2]);
    await widget.down.click();
    assert.equal(await widget.phase("thanks"), texts.thanks);
    assert.equal(await widget.send.innerText(), texts.send);
    assert.equal(await widget.text.getAttribute("placeholder"), texts.commentHint);
    assert.equal(await widget.down.getAttribute("title"), texts.down);
    await widget.close.click();
  }
  assert.deepEqual(fetched(opened), LANGUAGES.map((code) => code.toLowerCase()).filter((code) => code !== "en"));
});

/** @type {[string, string, string[]][]} */
const chosen = [
  ["English without a lang", page(element("")), []],
  ["the page's", page(element(""), 'lang="de-AT"'), ["de"]],
  ["the element's own before the page's", page(element('lang="fr"'), 'lang="de"'), ["fr"]],
  ["an ancestor's before the page's", page(`<div lang="ja"><p>${element("")}</p></div>`, 'lang="de"'), ["ja"]],
  ["English where nobody speaks it", page(element(""), 'lang="eo"'), ["en"]],
];

for (const [name, html, codes] of chosen) {
  test(`nearest lang: ${name}; only that file is fetched, once`, async (t) => {
    const opened = await open(t, { browser, html, relay });
    const { up, send } = await textsOf(codes[0] ?? "en");
    await saysUp(opened.widget, up);
    await opened.widget.up.click();
    await opened.widget.phase("thanks");
    assert.equal(await opened.widget.send.innerText(), send);
    assert.deepEqual(fetched(opened), codes);
  });
}

test("nearest lang outside of a shadow root", async (t) => {
  const opened = await open(t, { browser, html: page('<div lang="pl"><div id="card"></div></div>', 'lang="de"'), relay });
  await opened.page.evaluate((url) => {
    const root = document.querySelector("#card")?.attachShadow({ mode: "open" });
    const feedback = Object.assign(document.createElement("llm-feedback"), { spanId: "42", relay: url });
    root?.append(feedback);
  }, relay.url);
  const { up } = await textsOf("pl");
  await opened.widget.wake();
  await saysUp(opened.widget, up);
});

test("lang changed at run time: other words, the same vote", async (t) => {
  const opened = await open(t, { browser, html: page(element('lang="es"')), relay });
  await opened.widget.up.click();
  await opened.widget.phase("thanks");
  for (const code of ["ko", "he", "en"]) {
    const texts = await textsOf(code);
    await opened.widget.host.evaluate((host, lang) => host.setAttribute("lang", lang), code);
    await saysUp(opened.widget, texts.up);
    assert.equal(await opened.widget.phase("thanks"), texts.thanks);
    assert.equal(await opened.widget.thumb(), "up");
  }
  assert.deepEqual(fetched(opened), ["es", "he", "ko"]);
});

test("lang changed at rest", async (t) => {
  const opened = await open(t, { browser, html: page(element("")), relay });
  await saysUp(opened.widget, "Good answer");
  await opened.widget.host.evaluate((host) => host.setAttribute("lang", "it"));
  await saysUp(opened.widget, (await textsOf("it")).up);
  assert.equal(await opened.widget.status.count(), 0);
});

test("texts of the page's own win over the language's, at rest and later; the rest stays", async (t) => {
  const opened = await open(t, { browser, html: page(element(`lang="de" texts='{"up":"Hilft","thanks":"Notiert"}'`)), relay });
  await saysUp(opened.widget, "Hilft");
  assert.equal(await opened.widget.down.getAttribute("title"), (await textsOf("de")).down);
  await opened.widget.up.click();
  assert.equal(await opened.widget.phase("thanks"), "Notiert");
  await opened.widget.host.evaluate((host) => Object.assign(host, { texts: { up: "Ja" } }));
  await saysUp(opened.widget, "Ja");
  assert.equal(await opened.widget.phase("thanks"), (await textsOf("de")).thanks);
});

for (const code of MIRRORED) {
  test(`${code}: runs from right to left, also on a page that does not; the panel too`, async (t) => {
    const opened = await open(t, { browser, html: page(element(`lang="${code}" controls="thumbs rating comment"`)), relay });
    const { widget } = opened;
    await saysUp(widget, (await textsOf(code)).up);
    for (const isMounted of [false, true]) {
      if (isMounted) await widget.down.click();
      if (isMounted) await widget.phase("thanks");
      const boxes = [widget.frame, widget.up, widget.down, widget.star(1), widget.star(5)].map((one) => one.boundingBox());
      const [frame, up, down, first, last] = (await Promise.all(boxes)).map((box) => (box ? box.x + box.width / 2 : NaN));
      assert.ok(frame !== undefined && up && down && first && last);
      assert.ok(up > down && down > first && first > last, `${up} > ${down} > ${first} > ${last}`);
      assert.ok(last > frame, "at the right end");
    }
    await widget.text.waitFor({ state: "visible" });
    const [send, close] = await Promise.all([widget.send.boundingBox(), widget.close.boundingBox()]);
    assert.ok(send && close && send.x > close.x);
    assert.equal(await widget.text.evaluate((box) => getComputedStyle(box).direction), "rtl");
  });

  test(`${code}: the arrow keys go where they point`, async (t) => {
    const opened = await open(t, { browser, html: page(element('controls="rating"'), `lang="${code}" dir="rtl"`), relay });
    const { widget } = opened;
    await widget.wake();
    await widget.star(1).focus();
    for (const [key, at] of /** @type {const} */ ([["ArrowLeft", 1], ["ArrowLeft", 2], ["ArrowRight", 1], ["ArrowUp", 2], ["ArrowDown", 1]])) {
      await opened.page.keyboard.press(key);
      assert.equal(await widget.stars.evaluateAll((all) => all.findIndex((star) => star.matches(":focus"))), at, key);
    }
  });
}

test("a page that runs from right to left in a language without texts is mirrored too", async (t) => {
  const opened = await open(t, { browser, html: page(element(""), 'lang="fa" dir="rtl"'), relay });
  await saysUp(opened.widget, "Good answer");
  const [up, down] = await Promise.all([opened.widget.up.boundingBox(), opened.widget.down.boundingBox()]);
  assert.ok(up && down && up.x > down.x);
});
