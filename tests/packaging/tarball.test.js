import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { temporaryFolder } from "../support/folder.js";
import { pack, project } from "./package.js";

const LANGUAGES = "ar de en es fr he hi id it ja ko nl pl pt tr uk vi zh-hans zh-hant".split(" ");

/** Every file that npm users get. */
const FILES = [
  ..."LICENSE-APACHE LICENSE-MIT README.md custom-elements.json define.d.ts define.js element.js index.d.ts more.js package.json react.d.ts rest.js server.d.ts server.js sheet.js snapshot.js style.js svelte.d.ts vue.d.ts widget.js".split(" "),
  "dist/thumbspan.js",
  "dist/thumbspan-<hash>.wasm",
  ...["language", "more", "outbox", "plain", "widget", ...LANGUAGES].map((name) => `dist/thumbspan-${name}-<hash>.js`),
  ..."create index left post queue reply schedule store".split(" ").map((name) => `outbox/${name}.js`),
  ..."glue.js module.js thumbspan.d.ts thumbspan.js".split(" ").map((name) => `plain/${name}`),
  ..."index thumbs".split(" ").map((name) => `resting/${name}.js`),
  ..."entry languages more pin speak widget".split(" ").map((name) => `seam/${name}.js`),
  ..."base64 claims error key mint verify".split(" ").map((name) => `server/${name}.js`),
  ...["at-rest", "choose", "load", "speak", "texts", ...LANGUAGES].map((name) => `text/${name}.js`),
  ..."thumbspan.d.ts thumbspan.js thumbspan_bg.wasm thumbspan_bg.wasm.d.ts".split(" ").map((name) => `wasm/${name}`),
  ..."earlier options page panel press replay style turn watch writing".split(" ").map((name) => `widget/${name}.js`),
];

test("the tarball holds these files and no other", async (t) => {
  const { files } = await pack(await temporaryFolder(t));
  assert.deepEqual(files.map((path) => path.replace(/-[0-9a-f]{16}\./, "-<hash>.")).sort(), FILES.sort());
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
