/**
 * Makes what the demo's pages have from elsewhere: the playground's copy of the package's manifest,
 * and the pages of the integrations. Run it after a change of pkg/custom-elements.json,
 * docs/integrations, scripts/www or www/integrations: node scripts/www.js
 */

import { writeFile } from "node:fs/promises";

import { inRoot, made } from "./www/index.js";

for (const [path, text] of await made()) await writeFile(inRoot(path), text);
