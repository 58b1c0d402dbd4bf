import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("./size.js", import.meta.url));

/**
 * @param {import("node:test").TestContext} t
 * @param {Record<string, Buffer | string>} files
 */
function size(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "thumbspan-size-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return spawnSync(process.execPath, [script, folder], { encoding: "utf8" });
}

test("compressed sizes count, and each file is named", (t) => {
  const { status, stdout } = size(t, { "thumbspan.js": "a".repeat(1_000_000), "thumbspan-0123456789abcdef.wasm": Buffer.from("c5a1f03b9e7d2468ab1e", "hex") });
  assert.equal(status, 0);
  assert.match(stdout, /^thumbspan\.js +1,000,000 +[\d,]+ +\d\d$/m);
  assert.match(stdout, /^thumbspan-0123456789abcdef\.wasm +10 +30 +14$/m);
});

test("files that are small alone and large together are over the budget", (t) => {
  const { status, stderr } = size(t, {
    "thumbspan-widget-0123456789abcdef.js": randomBytes(25_000),
    "thumbspan-0123456789abcdef.wasm": randomBytes(25_000),
  });
  assert.equal(status, 1);
  assert.match(stderr, /^thumbspan: after use, default controls: \d+ bytes over the budget/);
});

test("what only some pages fetch counts only there", (t) => {
  const { status, stdout } = size(t, { "thumbspan-more-0123456789abcdef.js": randomBytes(9_000), "thumbspan-plain-0123456789abcdef.js": randomBytes(90_000) });
  assert.equal(status, 0);
  assert.match(stdout, /^after use, default controls +0 /m);
  assert.match(stdout, /^after use, every control +9,0\d\d /m);
});

test("importing it prints nothing and measures nothing", () => {
  const source = `import(${JSON.stringify(script)}).then(({ CASES }) => console.log(CASES.length > 0))`;
  const { status, stdout } = spawnSync(process.execPath, ["--input-type=module", "--eval", source], { encoding: "utf8" });
  assert.deepEqual([status, stdout], [0, "true\n"]);
});
