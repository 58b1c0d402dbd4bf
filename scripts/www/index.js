/** Everything below www/ that is made from something else, by its path. */

import { readFile, readdir } from "node:fs/promises";
import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import { integration } from "./integration.js";
import { blocks, escaped, inline } from "./markdown.js";
import { page } from "./page.js";

/** @param {string} path */
export const inRoot = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** @param {string} path */
const read = (path) => readFile(inRoot(path), "utf8");

/** Pages for what a page can be, and a browser alone shows. */
const SITUATIONS = "scripts/www/situations";
const DOCUMENTS = "docs/integrations";

/** @param {string} path of www/integrations */
function file(path) {
  const whole = inRoot(`www/integrations/${path}`);
  return existsSync(whole) ? readFileSync(whole, "utf8") : undefined;
}

/** @returns {Promise<Map<string, string>>} */
export async function made() {
  const [documents, situations] = await Promise.all([documentNames(), situationNames()]);
  const all = new Map([["www/playground/manifest.json", await read("pkg/custom-elements.json")]]);
  const sources = new Map([...documents.map((name) => pair(DOCUMENTS, name)), ...situations.map((name) => pair(SITUATIONS, name))]);
  const texts = new Map(await Promise.all([...sources].map(async ([name, path]) => /** @type {const} */ ([name, await read(path)]))));
  for (const [name, document] of texts) all.set(`www/integrations/${name}.html`, integration({ name, document, file }));
  const entries = (/** @type {string[]} */ names) => names.map((name) => entry(name, texts.get(name) ?? "")).join("\n");
  all.set("www/integrations/index.html", index(entries(documents), entries(situations)));
  return all;
}

/** @param {string} folder @param {string} name @returns {[string, string]} */
const pair = (folder, name) => [name, `${folder}/${name}.md`];

/** In the order of their own index. */
async function documentNames() {
  return [...(await read(`${DOCUMENTS}/README.md`)).matchAll(/^\|.*\]\(([\w-]+)\.md\) \|$/gm)].map(([, name = ""]) => name);
}

async function situationNames() {
  return (await readdir(inRoot(SITUATIONS))).map((each) => basename(each, ".md")).sort();
}

/** @param {string} name @param {string} document */
function entry(name, document) {
  const [title, lead] = blocks(document);
  const text = lead?.kind === "text" ? ` <span>${inline(lead.text)}</span>` : "";
  return `          <li><a href="/integrations/${name}.html">${escaped(title?.kind === "title" ? title.text : name)}</a>${text}</li>`;
}

/** @param {string} documents @param {string} situations */
const index = (documents, situations) => page({
  title: "Integrations",
  main: `      <h1>Integrations</h1>
      <p class="lead">
        Each page has the living element on it, and the code. What a vote becomes shows the <a href="/">demo</a>; every
        attribute can be turned in the <a href="/playground.html">playground</a>.
      </p>
      <section aria-labelledby="places">
        <h2 id="places">Where it stands</h2>
        <ul class="pages">
${situations}
        </ul>
      </section>
      <section aria-labelledby="with">
        <h2 id="with">With what it is built</h2>
        <ul class="pages">
${documents}
        </ul>
      </section>`,
});
