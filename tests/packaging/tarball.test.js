import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "../support/folder.js";
import { pack, project } from "./package.js";

/** Every file that npm users get. */
const FILES = [
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "custom-elements.json",
  "define.d.ts",
  "define.js",
  "dist/thumbspan-<hash>.wasm",
  "dist/thumbspan.js",
  "element.js",
  "index.d.ts",
  "loader.js",
  "package.json",
  "style.js",
  "wasm-url.js",
  "wasm/thumbspan.d.ts",
  "wasm/thumbspan.js",
  "wasm/thumbspan_bg.wasm",
  "wasm/thumbspan_bg.wasm.d.ts",
  "watch.js",
];

test("the tarball holds these files and no other", async (t) => {
  const { files } = await pack(await temporaryFolder(t));
  assert.deepEqual(files.map((path) => path.replace(/-[0-9a-f]{16}\./, "-<hash>.")), FILES);
});

test("every export of the installed package is there", async (t) => {
  const folder = await temporaryFolder(t);
  const home = await project(folder, await pack(folder), {});
  const installed = join(home, "node_modules/thumbspan");
  const { exports } = JSON.parse(await readFile(join(installed, "package.json"), "utf8"));
  const paths = Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
  assert.ok(paths.length > 0);
  for (const path of paths) assert.ok(await readFile(join(installed, path)), path);
});

test("no file names a path of the machine that built it", async (t) => {
  const folder = await temporaryFolder(t);
  const tarball = await pack(folder);
  const home = await project(folder, tarball, {});
  for (const path of tarball.files) {
    const content = await readFile(join(home, "node_modules/thumbspan", path), "latin1");
    for (const own of [`${homedir()}/`, `${process.cwd()}/`, "/.cargo/", "/rustlib/"]) {
      assert.ok(!content.includes(own), `${path} holds ${own}`);
    }
  }
});
