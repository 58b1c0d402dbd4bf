/**
 * Builds the Streamlit component's files into the Python package, from python/frontend and pkg/dist: every
 * name has the hash of its content, since Streamlit serves them without one.
 */

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { transform } from "esbuild";

import { digest, generate } from "./build/folder.js";
import { distFolder, root } from "./build/paths.js";
import { asset } from "./build/seam.js";

const SOURCE = join(root, "python/frontend");
const FOLDER = join(root, "python/src/thumbspan/streamlit/assets");
const ENTRY = "thumbspan.js";
/** What stands for the entry in the source. */
const IMPORT = `"../../pkg/define.js"`;

/** The widget as the relay serves it, its entry under a name of its content too. */
function widget() {
  const names = readdirSync(distFolder).filter((name) => name !== ENTRY && name !== "integrity.json");
  const entry = asset("thumbspan", "js", readFileSync(join(distFolder, ENTRY)));
  return [entry, ...names.map((name) => ({ name, bytes: readFileSync(join(distFolder, name)) }))];
}

/** @param {string} extension @param {string} text */
async function own(extension, text) {
  const { code } = await transform(text, { loader: extension === "js" ? "js" : "css", minify: true, target: "es2022", charset: "utf8", legalComments: "none" });
  return asset("component", extension, Buffer.from(code));
}

const files = widget();
const text = readFileSync(join(SOURCE, "component.js"), "utf8").replace(IMPORT, JSON.stringify(`./${files[0]?.name}`));
files.push(await own("js", text), await own("css", readFileSync(join(SOURCE, "component.css"), "utf8")));
const made = generate(FOLDER, digest(...files.flatMap(({ name, bytes }) => [name, bytes])), (staging) => {
  for (const { name, bytes } of files) writeFileSync(join(staging, name), bytes);
});
console.log(made ? "python's streamlit/assets: built" : "python's streamlit/assets: up to date");
