/**
 * Builds pkg/dist: the entry that a page embeds, and beside it what the entry loads later, each file
 * under a name of its content.
 */

import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

import { build } from "esbuild";

import { digest, generate } from "./folder.js";
import { distFolder, pkg, plainFolder, wasmFolder } from "./paths.js";
import { asset, entrySeam, languagesSeam, loaders, seam } from "./seam.js";

/** The script that a page embeds. */
const SCRIPT = "thumbspan.js";

/** Brings pkg/dist up to date with pkg, pkg/wasm and pkg/plain. */
export async function buildDist() {
  const wasm = asset("thumbspan", "wasm", readFileSync(join(wasmFolder, "thumbspan_bg.wasm")));
  const languages = await languageAssets();
  const plain = await chunk("thumbspan-plain", join(plainFolder, "thumbspan.js"));
  const outbox = await chunk("thumbspan-outbox", "./outbox/index.js");
  const language = await chunk("thumbspan-language", "./text/load.js", seam("languages.js", languagesSeam(languages)));
  const speak = () => seam("speak.js", loaders({ loadLanguage: language }));
  const more = await chunk("thumbspan-more", "./more.js", seam("more.js", loaders({ loadOutbox: outbox })), speak());
  const seamOfWidget = loaders({ loadPlain: plain, loadOutbox: outbox, loadMore: more });
  const widget = await chunk("thumbspan-widget", "./widget.js", seam("widget.js", seamOfWidget), speak());
  const entry = { ...(await chunk(SCRIPT, "./define.js", seam("entry.js", entrySeam(loaders({ loadWidget: widget, loadMore: more }), wasm)))), name: SCRIPT };
  const scripts = [entry, widget, outbox, more, plain, language, ...Object.values(languages)];
  const files = [...scripts, wasm, hashes(scripts)];
  const key = digest(...files.flatMap(({ name, bytes }) => [name, bytes]));
  const made = generate(distFolder, key, (staging) => {
    for (const { name, bytes } of files) writeFileSync(join(staging, name), bytes);
  });
  console.log(made ? "pkg/dist: built" : "pkg/dist: up to date");
}

/**
 * What a page may write into `integrity` and `script-src`: the hash of each script, by its name.
 *
 * @param {import("./seam.js").Asset[]} scripts
 */
function hashes(scripts) {
  const all = Object.fromEntries(scripts.map(({ name, integrity }) => [name, integrity]));
  return { name: "integrity.json", bytes: Buffer.from(`${JSON.stringify(all, undefined, 2)}\n`) };
}

/** Every language, by its code. */
async function languageAssets() {
  const codes = readdirSync(join(pkg, "text")).filter((file) => !["at-rest.js", "choose.js", "load.js", "speak.js", "texts.js"].includes(file));
  const assets = await Promise.all(codes.map((file) => chunk(`thumbspan-${basename(file, ".js")}`, `./text/${file}`)));
  return Object.fromEntries(codes.map((file, index) => [basename(file, ".js"), /** @type {import("./seam.js").Asset} */ (assets[index])]));
}

/**
 * @param {string} path what its name begins with
 * @param {string} entry
 * @param {...import("esbuild").Plugin} plugins
 */
async function chunk(path, entry, ...plugins) {
  return asset(path, "js", await bundle(entry, ...plugins));
}

/**
 * @param {string} entry
 * @param {...import("esbuild").Plugin} plugins
 * @returns {Promise<Buffer>} the script
 */
async function bundle(entry, ...plugins) {
  const { outputFiles } = await build({
    absWorkingDir: pkg,
    entryPoints: [entry],
    bundle: true,
    format: "esm",
    target: "es2022",
    minify: true,
    charset: "utf8",
    legalComments: "none",
    write: false,
    logLevel: "warning",
    plugins,
  });
  const [script] = outputFiles;
  if (!script) throw new Error("esbuild made no script");
  return Buffer.from(script.contents);
}
