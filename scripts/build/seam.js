/**
 * The modules in which the single-file build differs from the npm package: where its other files lie,
 * each pinned by its hash, and which relay a page means that names none. A script tag's relay is the
 * script's own origin.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";

import { pkg } from "./paths.js";

/**
 * A file of the build, under a name of its content, so that browsers may keep it for ever.
 *
 * @typedef {object} Asset
 * @property {string} name
 * @property {string} integrity as in the attribute
 * @property {Buffer} bytes
 */

/**
 * @param {string} path what its name begins with
 * @param {string} extension
 * @param {Buffer} bytes
 * @returns {Asset}
 */
export function asset(path, extension, bytes) {
  const hash = createHash("sha256").update(bytes).digest();
  const name = `${path}-${hash.toString("hex").slice(0, 16)}.${extension}`;
  return { name, integrity: `sha256-${hash.toString("base64")}`, bytes };
}

/** An expression that imports an asset. @param {Asset} asset */
const pinned = ({ name, integrity }) => `pin(new URL(${JSON.stringify(`./${name}`)}, import.meta.url).href, ${JSON.stringify(integrity)})`;

const PIN = `import { pin } from "./pin.js";\n`;

/**
 * Functions that import assets.
 *
 * @param {Record<string, Asset>} assets by the function's name
 */
export const loaders = (assets) =>
  PIN +
  Object.entries(assets)
    .map(([name, each]) => `export const ${name} = () => ${pinned(each)};`)
    .join("\n");

/** @param {string} imports of {@link loaders} @param {Asset} wasm */
export const entrySeam = (imports, wasm) => `${imports}
  export const relayUrl = new URL(".", import.meta.url).href;
  export const fetchWasm = () => fetch(new URL(${JSON.stringify(`./${wasm.name}`)}, import.meta.url), { integrity: ${JSON.stringify(wasm.integrity)} });
`;

/** @param {Record<string, Asset>} languages */
export const languagesSeam = (languages) => {
  const entries = Object.entries(languages).map(([code, each]) => `${JSON.stringify(code)}: () => ${pinned(each)}`);
  return `${PIN}export const LANGUAGES = { ${entries.join(", ")} };`;
};

/**
 * An esbuild plugin that puts another form in the place of one of pkg/seam.
 *
 * @param {string} file
 * @param {string} contents
 * @returns {import("esbuild").Plugin}
 */
export function seam(file, contents) {
  return {
    name: `seam of ${file}`,
    setup(build) {
      let replaced = false;
      build.onLoad({ filter: /[/\\]seam[/\\]/ }, ({ path }) => {
        if (path !== join(pkg, "seam", file)) return undefined;
        replaced = true;
        return { contents, resolveDir: join(pkg, "seam") };
      });
      build.onEnd(() => (replaced ? {} : { errors: [{ text: `the bundle no longer reaches pkg/seam/${file}` }] }));
    },
  };
}
