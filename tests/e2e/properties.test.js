/** The element's properties: each reflects its attribute, and can be set before the script is there. */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

import { launchBrowser } from "../support/browser.js";
import { inCheckout } from "../support/checkout.js";
import { startFakeRelay } from "../support/fake-relay.js";
import { fileScope } from "../support/scope.js";
import { OWN, open } from "./page/open.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startFakeRelay(file);

/** @param {string} element */
const page = (element) => `<!doctype html><title>Page</title>${OWN}${element}`;
const BARE = page('<llm-feedback id="bare"></llm-feedback>');

/** Properties that are strings. */
const STRINGS = {
  controls: "controls",
  spanId: "span-id",
  traceId: "trace-id",
  sessionId: "session-id",
  joinKey: "join-key",
  ticket: "ticket",
  mlApp: "ml-app",
  submitterId: "submitter-id",
  context: "context",
  relay: "relay",
  scale: "scale",
  ask: "ask",
  load: "load",
  theme: "theme",
  size: "size",
  name: "name",
};

const ALL = [...Object.entries(STRINGS), ...["tags", "reasons", "texts", "disabled", "required", "restore"].map((name) => [name, name])];

test("the element observes every attribute", async (t) => {
  const opened = await open(t, { browser, html: BARE });
  await opened.events("error");
  const observed = await opened.page.evaluate(() => /** @type {any} */ (customElements.get("llm-feedback")).observedAttributes);
  assert.deepEqual(observed.sort(), [...ALL.map(([, name]) => name), "lang"].sort());
});

test("the package's manifest names the same attributes and properties", async () => {
  const manifest = JSON.parse(await readFile(inCheckout("pkg/custom-elements.json"), "utf8"));
  const { attributes } = manifest.modules[0].declarations[0];
  const named = attributes.map((/** @type {any} */ { name, fieldName }) => [fieldName, name]);
  assert.deepEqual(named.sort(), ALL.toSorted());
});

test("each string property reflects its attribute, both ways, and null removes it", async (t) => {
  const opened = await open(t, { browser, html: BARE });
  await opened.events("error");
  for (const [property, attribute] of Object.entries(STRINGS)) {
    const read = await opened.widget.host.evaluate((host, [prop = "", attr = ""]) => {
      const element = /** @type {any} */ (host);
      const absent = element[prop];
      element[prop] = "from property";
      const reflected = host.getAttribute(attr);
      host.setAttribute(attr, "from attribute");
      const back = element[prop];
      element[prop] = null;
      return [absent, reflected, back, host.hasAttribute(attr)];
    }, [property, attribute]);
    assert.deepEqual(read, [null, "from property", "from attribute", false], property);
  }
});

test("tags are an object, disabled is a boolean", async (t) => {
  const opened = await open(t, { browser, html: BARE });
  await opened.events("error");
  const read = await opened.widget.host.evaluate((host) => {
    const element = /** @type {any} */ (host);
    const seen = [element.tags, element.disabled];
    element.tags = { prompt_version: "b" };
    element.disabled = true;
    seen.push(host.getAttribute("tags"), element.tags, host.getAttribute("disabled"));
    host.setAttribute("tags", "not json");
    element.disabled = false;
    seen.push(element.tags, host.hasAttribute("disabled"));
    element.tags = null;
    seen.push(host.hasAttribute("tags"));
    return seen;
  });
  assert.deepEqual(read, [{}, false, '{"prompt_version":"b"}', { prompt_version: "b" }, "", {}, false, false]);
});

test("properties that were set before the element was defined hold", async (t) => {
  const html = `<!doctype html><title>Page</title><llm-feedback></llm-feedback>
    <script>Object.assign(document.querySelector("llm-feedback"), {
      spanId: "20245611112024561111", mlApp: "early", tags: { a: "b" }, relay: "{{relay}}", controls: "rating" });</script>${OWN}`;
  const opened = await open(t, { browser, html, relay });
  await opened.widget.star(5).click();
  const { target, ml_app, tags } = await opened.event("sent");
  assert.deepEqual(
    { target, ml_app, tags },
    { target: { kind: "span", span_id: "20245611112024561111" }, ml_app: "early", tags: { a: "b" } },
  );
});

const IDS = ["spanId", "traceId", "sessionId", "joinKey"];

for (const property of IDS) {
  test(`a number as ${property}: id_not_string and disabled, whatever the page says besides`, async (t) => {
    const html = page('<meta name="llm-span-id" content="4444"><llm-feedback></llm-feedback>');
    const opened = await open(t, { browser, html });
    await opened.widget.enabled();
    await opened.widget.host.evaluate((host, name) => Object.assign(host, { [name]: 2 ** 64 }), property);
    await opened.widget.disabled();
    const [fault] = await opened.events("error");
    assert.equal(fault.code, "id_not_string");
    assert.equal(fault.retryable, false);
    assert.match(fault.message, new RegExp(`${property}.*string`));
  });
}

test("a number that was set before the element was defined is refused too", async (t) => {
  const html = `<!doctype html><title>Page</title><meta name="llm-span-id" content="4444"><llm-feedback></llm-feedback>
    <script>document.querySelector("llm-feedback").spanId = 20245611112024561111;</script>${OWN}`;
  const opened = await open(t, { browser, html });
  const [fault] = await opened.events("error");
  assert.equal(fault.code, "id_not_string");
  await opened.widget.disabled();
});

test("an element made by script is whole before it is in the page", async (t) => {
  const opened = await open(t, { browser, html: page(""), relay });
  await opened.page.waitForFunction(() => customElements.get("llm-feedback"));
  await opened.page.evaluate((url) => {
    const element = /** @type {any} */ (document.createElement("llm-feedback"));
    if (element.attributes.length > 0) throw new Error("a new element has no attributes");
    const value = JSON.stringify(element.value);
    if (value !== '{"thumbs":null,"rating":null,"nps":null,"reasons":[],"comment":"","correction":""}') throw new Error(value);
    if (element.submit() !== false) throw new Error("nothing to send");
    element.reset();
    document.body.append(Object.assign(element, { spanId: "7", relay: url }));
  }, relay.url);
  await opened.widget.up.click();
  assert.equal((await opened.event("sent")).target.span_id, "7");
});
