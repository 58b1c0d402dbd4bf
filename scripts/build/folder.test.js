import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { digest, generate } from "./folder.js";

/** @typedef {import("node:test").TestContext} TestContext */

/** @param {TestContext} t */
function place(t) {
  const root = mkdtempSync(join(tmpdir(), "thumbspan-folder-"));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const folder = join(root, "wasm");
  const stamps = join(root, "stamps");
  /** @param {string} key */
  const make = (key) => generate(folder, key, (staging) => writeFileSync(join(staging, "a.js"), `made of ${key}`), stamps);
  const content = () => Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  return { root, folder, stamps, make, content };
}

test("what is current is not made again", (t) => {
  const { make } = place(t);
  assert.deepEqual([make("x"), make("x"), make("y"), make("y")], [true, false, true, false]);
});

test("a changed input replaces the whole folder", (t) => {
  const { make, folder, content, root } = place(t);
  make("x");
  writeFileSync(join(folder, "stale.wasm"), "");
  make("y");
  assert.deepEqual(content(), { "a.js": "made of y" });
  assert.deepEqual(readdirSync(root).sort(), ["stamps", "wasm"]);
});

const damages = /** @type {Record<string, (there: ReturnType<typeof place>) => void>} */ ({
  "a truncated file": ({ folder }) => writeFileSync(join(folder, "a.js"), "made"),
  "a missing file": ({ folder }) => rmSync(join(folder, "a.js")),
  "a missing folder": ({ folder }) => rmSync(folder, { recursive: true }),
  "a foreign file": ({ folder }) => writeFileSync(join(folder, "b.js"), ""),
  "a truncated stamp": ({ stamps }) => writeFileSync(join(stamps, "wasm.json"), '{"key":'),
  "a missing stamp": ({ stamps }) => rmSync(join(stamps, "wasm.json")),
  "leavings of an interrupted run": ({ root, stamps }) => {
    rmSync(join(stamps, "wasm.json"));
    mkdirSync(join(root, ".staging/wasm"), { recursive: true });
    writeFileSync(join(root, ".staging/wasm/half.js"), "");
  },
});

for (const [name, damage] of Object.entries(damages)) {
  test(`${name} is mended`, (t) => {
    const there = place(t);
    there.make("x");
    damage(there);
    assert.equal(there.make("x"), true);
    assert.deepEqual(there.content(), { "a.js": "made of x" });
    assert.equal(there.make("x"), false);
  });
}

test("a failed build leaves the last good one, and is tried again", (t) => {
  const { folder, stamps, make, content } = place(t);
  make("x");
  const fail = () => generate(folder, "y", () => assert.fail("no wasm-opt"), stamps);
  assert.throws(fail, /no wasm-opt/);
  assert.deepEqual(content(), { "a.js": "made of x" });
  assert.equal(make("y"), true);
});

test("a build killed half-way is done again", (t) => {
  const { folder, stamps, make, content } = place(t);
  make("x");
  const source = `
    import { writeFileSync } from "node:fs";
    import { generate } from ${JSON.stringify(new URL("./folder.js", import.meta.url).href)};
    generate(${JSON.stringify(folder)}, "y", (staging) => {
      writeFileSync(staging + "/a.js", "half");
      process.kill(process.pid, "SIGKILL");
    }, ${JSON.stringify(stamps)});
  `;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "--eval", source]);
  assert.equal(signal, "SIGKILL");
  assert.deepEqual(content(), { "a.js": "made of x" });
  assert.equal(make("y"), true);
  assert.deepEqual(content(), { "a.js": "made of y" });
});

test("a digest tells apart what only joins to the same text", () => {
  assert.notEqual(digest("ab", "c"), digest("a", "bc"));
});
