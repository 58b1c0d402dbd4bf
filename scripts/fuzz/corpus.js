// A corpus as one file, an input a line in base64, and as the folder of files that libFuzzer works on:
// node scripts/fuzz/corpus.js pack|unpack FILE FOLDER
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** @param {string} file @param {string} folder */
async function pack(file, folder) {
  const names = await readdir(folder);
  const inputs = await Promise.all(names.map(async (name) => (await readFile(join(folder, name))).toString("base64")));
  await writeFile(file, `${inputs.sort().join("\n")  }\n`);
}

/** @param {string} file @param {string} folder */
async function unpack(file, folder) {
  const lines = (await readFile(file, "utf8")).split("\n").slice(0, -1);
  await mkdir(folder, { recursive: true });
  const write = (/** @type {Buffer} */ input) => writeFile(join(folder, createHash("sha1").update(input).digest("hex")), input);
  await Promise.all(lines.map((line) => write(Buffer.from(line, "base64"))));
}

const [what, file = "", folder = ""] = process.argv.slice(2);
if (what === "pack") await pack(file, folder);
else if (what === "unpack") await unpack(file, folder);
else throw new Error(`pack or unpack, not ${what}`);
