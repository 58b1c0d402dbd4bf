import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { inCheckout } from "../support/checkout.js";
import { temporaryFolder } from "../support/folder.js";
import { start } from "../support/program.js";
import { fileScope } from "../support/scope.js";
import { pack, project } from "./package.js";

/** Without a framework: the element by its tag, its events, and a listener that is removed again. */
const PAGE = `import "thumbspan/define";
import { LlmFeedback, type LlmFeedbackEventMap } from "thumbspan";

const found = document.querySelector("llm-feedback");
export const ids: (string | null | undefined)[] = [found?.spanId];
const sent = (event: LlmFeedbackEventMap["feedback-sent"]) => ids.push(event.detail.id);
found?.addEventListener("feedback-sent", sent);
found?.removeEventListener("feedback-sent", sent);
found?.addEventListener("click", ({ clientX }) => clientX);
export const made = document.createElement("llm-feedback") satisfies LlmFeedback;
made.texts = { thanks: "Noted" };
made.scale = "faces";
`;

/** The back end's half. */
const SERVER = `import { TicketError, mintTicket, verifyTicket, type Claims } from "thumbspan/server";

const ticket: string = await mintTicket({ spanId: "1", mlApp: null }, "u", { key: "k", issuer: "i", audience: ["a"], labels: ["user_thumbs"] });
const claims: Claims = await verifyTicket(ticket, { keys: ["k"], audience: "a" });
export const span: string | undefined = claims.tgt.kind === "span" ? claims.tgt.span_id : undefined;
export const code = (error: unknown): string | undefined => (error instanceof TicketError ? error.code : undefined);
`;

const file = fileScope();
const folder = await temporaryFolder(file);
const home = await project(folder, await pack(folder), {
  "page.ts": PAGE,
  "server.ts": SERVER,
  "wrong-server.ts": SERVER.replace('spanId: "1"', "spanId: 1"),
  "wrong.ts": PAGE.replace('"faces"', '"hearts"').replace("thanks:", "thank:"),
});

/** @param {import("node:test").TestContext} t @param {string} source */
async function check(t, source) {
  const options = ["--ignoreConfig", "--noEmit", "--strict", "--target", "es2023", "--module", "nodenext", "--types", ""];
  const program = start(t, inCheckout("node_modules/.bin/tsc"), [...options, source], { cwd: home });
  await once(program.child, "close");
  return program.said();
}

test("the types stand by themselves", async (t) => {
  assert.equal(await check(t, "page.ts"), "");
});

test("so do those of the back end's half, to which an id is no number", async (t) => {
  assert.equal(await check(t, "server.ts"), "");
  assert.match(await check(t, "wrong-server.ts"), /'number' is not assignable to type 'string'/);
});

test("a wrong scale and an unknown text are refused", async (t) => {
  const said = await check(t, "wrong.ts");
  assert.match(said, /'"hearts"' is not assignable/);
  assert.match(said, /'thank' does not exist in type 'Partial<Texts>'/);
});

test("the types name every text of the languages, and no other", async () => {
  const [types, script] = await Promise.all(["index.d.ts", "text/texts.js"].map((path) => readFile(join(inCheckout("pkg"), path), "utf8")));
  const [, declared = ""] = /export type Texts = \{(.*?)^\};/ms.exec(types ?? "") ?? [];
  const keys = [...declared.matchAll(/^ {2}(\w+): string;/gm)].map(([, key]) => key);
  assert.deepEqual(keys, [...(script ?? "").matchAll(/@property \{string\} (\w+)/g)].map(([, key]) => key));
});
