/** What every framework's page must do: pass its type check, have mistakes refused, be built, and vote. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";

import { launchBrowser } from "../../support/browser.js";
import { temporaryFolder } from "../../support/folder.js";
import { eventually } from "../../support/poll.js";
import { startRelay } from "../../support/relay.js";
import { fileScope } from "../../support/scope.js";
import { edit, fixture, pack, runScript } from "../package.js";
import { voteOn } from "../vote.js";

/**
 * @typedef {object} Framework
 * @property {string} name of its fixture, and of its page in docs/integrations
 * @property {string} template the file with the element
 * @property {string} [types] the file that has the element outside of templates
 * @property {string} [check] the script that checks the types
 * @property {[from: string, to: string, said: string][]} mistakes in the template: what stands there, the mistake, what
 *   the check then says
 * @property {(t: import("node:test").TestContext, home: string) => Promise<string>} site where the built page is
 */

/** A mistake outside of templates: an id is no number. */
const NUMBER = { from: "string | null | undefined", to: "number", said: "not assignable to type 'number'" };

/** @param {Framework} framework */
export async function testFramework({ name, template, types = "src/types.ts", check = "check", mistakes, site }) {
  const file = fileScope();
  const [browser, relay, folder] = await Promise.all([launchBrowser(file), startRelay(file), temporaryFolder(file)]);
  const home = await fixture(folder, await pack(folder), name, relay.url);

  test(`${name}: the page has the right types, is built, and votes`, async (t) => {
    await runScript(home, check);
    if (check !== "build") await runScript(home, "build");
    await voteOn(browser, relay, await site(t, home), {
      also: async (page, event) => {
        assert.deepEqual(event.tags, { page: name, verified: "false" });
        await eventually("the page hears of it", async () => (await page.locator("output").textContent()) === event.id);
      },
    });
  });

  const all = [...mistakes.map(([from, to, said]) => ({ path: template, from, to, said })), { path: types, ...NUMBER }];
  for (const { path, from, to, said } of all) {
    test(`${name}: ${to} is refused in ${path}`, async () => {
      const source = join(home, path);
      assert.ok(await edit(source, from, to), `${path} has not: ${from}`);
      const refusal = await runScript(home, check).then(() => "nothing", ({ message }) => message);
      await edit(source, to, from);
      assert.ok(refusal.includes(said), `not ${said}, but ${refusal}`);
    });
  }
}
