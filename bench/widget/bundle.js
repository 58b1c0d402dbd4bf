/** Scripts as a page loads them: bundled and minified, in memory. */

import { Buffer } from "node:buffer";
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { URL, fileURLToPath } from "node:url";

import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

/** A file of the peers' packages. @param {string} path */
export const installed = (path) => readFileSync(`${here}node_modules/${path}`);

/** Installs the peers as the lock says, unless they are. The stamp is written last. */
export function install() {
  const stamp = `${here}node_modules/.lock.sha256`;
  const want = createHash("sha256").update(readFileSync(`${here}package-lock.json`)).digest("hex");
  try {
    if (readFileSync(stamp, "utf8") === want) return;
  } catch {
    // Not installed yet, or not to the end.
  }
  const { status } = spawnSync("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], { cwd: here, stdio: "inherit" });
  if (status !== 0) throw new Error("The peers could not be installed; with a network, run: npm ci --ignore-scripts --prefix bench/widget");
  writeFileSync(stamp, want);
}

/**
 * @param {string} source a module
 * @param {"esm" | "iife"} [format]
 */
export async function bundle(source, format = "esm") {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: here },
    bundle: true,
    minify: true,
    format,
    target: "es2022",
    legalComments: "none",
    define: { "process.env.NODE_ENV": '"production"' },
    conditions: ["production"],
    write: false,
  });
  return Buffer.from(outputFiles[0]?.contents ?? []);
}
