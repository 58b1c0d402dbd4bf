import { join } from "node:path";
import { test } from "node:test";

import { build, createServer, preview } from "vite";

import { launchBrowser } from "../support/browser.js";
import { temporaryFolder } from "../support/folder.js";
import { startRelay } from "../support/relay.js";
import { atEnd, fileScope } from "../support/scope.js";
import { pack, project } from "./package.js";
import { element, voteOn } from "./vote.js";

const file = fileScope();
const browser = await launchBrowser(file);
const relay = await startRelay(file);
const folder = await temporaryFolder(file);
const home = await project(folder, await pack(folder), {
  "index.html": `<!doctype html><title>Project</title>${element(`relay="${relay.url}"`)}<script type="module" src="/main.js"></script>`,
  "main.js": 'import "thumbspan/define";',
});

/** Vite with no settings but where: nothing of this checkout reaches the project. */
const vite = { root: home, configFile: /** @type {const} */ (false), logLevel: /** @type {const} */ ("error") };

test("an empty Vite project builds the package, and its page votes", async (t) => {
  await build({ ...vite, cacheDir: join(folder, "cache-build") });
  const server = await preview({ ...vite, preview: { host: "127.0.0.1", port: 0 } });
  atEnd(t, () => server.close());
  await voteOn(browser, relay, server.resolvedUrls?.local[0] ?? "");
});

test("Vite's development server serves the package, and its page votes", async (t) => {
  const server = await createServer({ ...vite, cacheDir: join(folder, "cache-dev"), server: { host: "127.0.0.1", port: 0 } });
  atEnd(t, () => server.close());
  await server.listen();
  await voteOn(browser, relay, server.resolvedUrls?.local[0] ?? "");
});
