// Where cargo fuzz begins: the contract's fixtures, the tickets' vectors taken apart, and a few configurations.
import { mkdir, readFile, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

const FIXTURES = new URL("../../crates/contract/fixtures/", import.meta.url);
const SECRET = "hunter2hunter2-0123456789abcdef0123";

const CONFIGURATIONS = {
  empty: "",
  file: `listen = "127.0.0.1:8787"\nlog = "debug"\nsinks = ["jsonl", "datadog"]\njsonl_path = "a.jsonl"\ndatadog_api_key = "${SECRET}"\ndatadog_ml_app = "shop"\naccess = "open"\nallowed_origins = ["https://shop.example"]\n`,
  environment: `\n---\nDD_API_KEY=${SECRET}\nDD_SITE=datadoghq.eu\nDD_LLMOBS_ML_APP=shop\nTHUMBSPAN_ACCESS=server\nTHUMBSPAN_API_KEYS=${SECRET}\nTHUMBSPAN_STORE=postgres://user@/feedback?host=/run\nTHUMBSPAN_SCRUB=true\nTHUMBSPAN_TRUSTED_PROXIES=10.0.0.0/8,fd00::/8\n`,
  tickets: `access = "ticket"\nticket_keys = ["a:HS256:YSBzZWNyZXQgb2YgdGhpcnR5LXR3byBieXRlcywgb2s="]\nticket_audience = "https://relay.example"\nsinks = ["webhook"]\nwebhook_url = "https://hooks.example/a"\nwebhook_secrets = ["whsec_${SECRET}"]\n`,
  named: `sinks = ["jsonl", "jsonl:second"]\njsonl_path = "a"\njsonl_second_path = "b"\njsonl_ml_apps = ["shop"]\njsonl_tags = ["env:prod"]\n`,
  misspelt: `lisen = "127.0.0.1:1"\n---\nTHUMBSPAN_LISEN=1\n`,
};

/** The parsed fixtures of a folder. @param {string} folder @returns {Promise<[string, any][]>} */
async function fixtures(folder) {
  const names = await readdir(new URL(`${folder}/`, FIXTURES));
  return Promise.all(names.map(async (name) => [name, JSON.parse(await readFile(new URL(`${folder}/${name}`, FIXTURES), "utf8"))]));
}

/** @param {string} token */
function apart(token) {
  const [header = "", claims = ""] = token.split(".");
  return [header, claims].map((part) => Buffer.from(part, "base64url").toString()).join("\n");
}

/** @param {string} folder @param {[string, string][]} seeds */
async function write(folder, seeds) {
  await mkdir(folder, { recursive: true });
  await Promise.all(seeds.map(([name, text]) => writeFile(join(folder, name), text)));
}

const target = process.argv[2] ?? "target/fuzz/seeds";
const valid = await fixtures("valid");
const invalid = await fixtures("invalid");
const tickets = await fixtures("tickets");
await write(join(target, "body"), [
  ...[...valid, ...invalid].map(([name, each]) => /** @type {[string, string]} */ ([name, JSON.stringify(each.body ?? each)])),
  ["older", `{"span_id":"1","trace_id":"2","feedback_type":"thumbs_up","comment":null,"quality_score":3,"tags":{"page":"a","n":1}}`],
  ["form", "span_id=1&trace_id=2&user_thumbs=up&user_comment=Fine."],
  ["restore", `{"ticket":"a.b.c"}`],
]);
await write(join(target, "ticket"), [
  ...tickets.map(([name, each]) => /** @type {[string, string]} */ ([name, each.token])),
  ...tickets.map(([name, each]) => /** @type {[string, string]} */ ([`apart_${name}`, apart(each.token)])),
]);
await write(join(target, "configuration"), Object.entries(CONFIGURATIONS));
