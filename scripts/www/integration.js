/** The page of one integration, from its document: what it says, its code, and the living element. */

import { blocks, escaped, inline } from "./markdown.js";
import { page } from "./page.js";

/** @typedef {import("./markdown.js").Block} Block */
/** @typedef {Extract<Block, { kind: "code" }>} Code */

/**
 * @typedef {object} Source
 * @property {string} name
 * @property {string} document Markdown
 * @property {(path: string) => string | undefined} file of www/integrations, if it is there
 */

/** What these pages need besides. */
const POLICIES = /** @type {Record<string, Record<string, string>>} */ ({
  "cross-origin": {
    "script-src": "'self' http://localhost:* http://127.0.0.1:* 'wasm-unsafe-eval'",
    "connect-src": "http://localhost:* http://127.0.0.1:*",
  },
  "no-script": { "script-src": "'none'", "connect-src": "'none'", "form-action": "'self'" },
  strict: { "frame-src": "'self'" },
});

/** @param {Source} source @returns {string} */
export function integration({ name, document, file }) {
  const all = blocks(document).map((block) => (block.kind === "code" ? included(block, file) : block));
  const [title, ...rest] = all;
  if (title?.kind !== "title") throw new Error(`${name}: a document begins with its title`);
  const lead = rest[0]?.kind === "text" ? rest.shift() : undefined;
  const codes = rest.filter((block) => block.kind === "code");
  const run = `run/${name}.js`;
  const driver = file(run);
  const isFramework = driver !== undefined && !codes.some((code) => [run, "live", "stage"].includes(code.name));
  const note = isFramework ? framework(title.text) : codes.some(({ text }) => text.includes('"thumbspan/define"')) ? bundler(title.text) : "";
  const shown = rest.filter((block) => block.kind !== "code" || block.name !== "stage");
  const driven = isFramework ? [DRIVEN, code("js", run, driver)] : [];
  const main = `${head(title.text, lead?.kind === "text" ? lead.text : "")}
      <section aria-labelledby="live">
        <h2 id="live">Here it runs</h2>
        <div class="live">
${live(codes, file(`run/${name}.html`))}        </div>
${note && `        ${note}\n`}      </section>
      <section aria-labelledby="how">
        <h2 id="how">How</h2>
        ${[...shown, ...driven].map(html).join("\n        ")}
      </section>
      <p class="note">Every attribute can be tried in the <a href="/playground.html">playground</a>.</p>`;
  return page({ title: title.text, main, policy: POLICIES[name] ?? {}, scripts: scripts(name, driver !== undefined) });
}

/** @type {Block} */
const DRIVEN = { kind: "text", text: "On this page these lines stand in its place:" };

/** @param {string} language @param {string} name @param {string} text @returns {Code} */
const code = (language, name, text) => ({ kind: "code", language, name, text });

/** A code without text is the file that it names. @param {Code} given @param {Source["file"]} file @returns {Code} */
function included(given, file) {
  if (given.text !== "") return given;
  const text = file(given.name);
  if (text === undefined) throw new Error(`there is no www/integrations/${given.name}`);
  return { ...given, text };
}

/** @param {string} name @param {boolean} isDriven */
function scripts(name, isDriven) {
  if (POLICIES[name]?.["script-src"] === "'none'") return [];
  const driver = isDriven ? [`/integrations/run/${name}.js`] : [];
  return [...(name === "cross-origin" ? [] : ["/thumbspan.js"]), ...driver, "/integrations/copy.js"];
}

/** @param {string} title @param {string} lead */
const head = (title, lead) => `      <p class="crumb"><a href="/integrations/">Integrations</a></p>
      <h1>${escaped(title)}</h1>${lead && `\n      <p class="lead">${inline(lead)}</p>`}`;

/** @param {string} title */
const framework = (title) => `<p class="note">
          ${escaped(title)} does not run on this page: a few lines hand the element what ${escaped(title)} hands it. The
          component below is the one that the tests build with ${escaped(title)} itself and vote with.
        </p>`;

/** @param {string} title */
const bundler = (title) => `<p class="note">
          The same element, here as the relay serves it. The files below are a project that the tests build with
          ${escaped(title)} and vote with.
        </p>`;

/**
 * What is on the page itself: what a server would have rendered, what the document names so, or the element
 * of the document's page, which here sends to the demo's own relay.
 *
 * @param {Code[]} codes
 * @param {string | undefined} rendered
 */
function live(codes, rendered) {
  const named = codes.filter(({ name }) => ["live", "stage"].includes(name)).map(({ text }) => text);
  const [, plain = ""] = /<title>.*?\n(.*?)^ *<script/ms.exec(codes.find(({ language }) => language === "html")?.text ?? "") ?? [];
  const all = rendered ?? (named.length > 0 ? named.join("") : plain.replaceAll(' relay="https://feedback.example.com"', ""));
  return all.replaceAll(/^(?=.)/gm, "          ").replaceAll("https://feedback.example.com", "");
}

/** @param {Block} block @returns {string} */
function html(block) {
  if (block.kind === "list") return `<ul>${block.items.map((item) => `<li>${inline(item)}</li>`).join("")}</ul>`;
  if (block.kind !== "code") return `<p>${inline(block.text)}</p>`;
  const caption = block.name === "" || block.name === "live" ? (block.language === "sh" ? "Shell" : "On this page") : block.name;
  return `<figure class="source"><figcaption>${escaped(caption)}</figcaption><pre><code>${escaped(block.text)}</code></pre></figure>`;
}
