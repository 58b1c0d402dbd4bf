/** What operators start from agrees with the relay, and with each other. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { inCheckout } from "../support/checkout.js";

/** @param {string} path */
const read = (path) => readFileSync(inCheckout(path), "utf8");

const unit = read("deploy/systemd/thumbspan-relay.service");
const image = read("deploy/docker/Dockerfile");
const pod = read("deploy/helm/thumbspan-relay/templates/_pod.tpl");
const settings = read("docs/configuration.md");

/** The documents of a YAML file, by the Python peers' parser. @param {string} path @returns {any} */
function yaml(path) {
  const program = "import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)";
  const { status, stdout, stderr } = spawnSync(inCheckout(".venv/bin/python"), ["-c", program], { input: read(path), encoding: "utf8" });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

const compose = yaml("deploy/compose.yaml");
const chart = yaml("deploy/helm/thumbspan-relay/Chart.yaml");
const values = yaml("deploy/helm/thumbspan-relay/values.yaml");

/** What an operator adds: keys of tickets, and Datadog's. */
const SECRETS = {
  THUMBSPAN_TICKET_KEYS: `2026-11:HS256:${Buffer.alloc(32, 7).toString("base64")}`,
  THUMBSPAN_TICKET_AUDIENCE: "https://relay.example",
  THUMBSPAN_SINKS: "datadog",
  DD_API_KEY: "key",
  DD_LLMOBS_ML_APP: "app",
};

/** Fails with what the relay says of settings that it does not take. @param {Record<string, string>} env */
function taken(env) {
  const { status, stderr } = spawnSync(inCheckout("target/debug/thumbspan-relay"), ["check-config"], { env: { ...SECRETS, ...env }, encoding: "utf8" });
  assert.equal(status, 0, stderr);
}

/** @param {string} text @param {RegExp} pattern */
const pairs = (text, pattern) => Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [name, value]));

const OF_UNIT = pairs(unit, /^Environment=(\w+)=(.*)$/gm);
const OF_IMAGE = pairs(image, /(THUMBSPAN_\w+)=(\S+)/g);

/** The default of a setting, by its heading. @param {string} name */
const preset = (name) => new RegExp(`^## \`${name}\`$.*?default: \`([^\`]+)\``, "ms").exec(settings)?.[1];

test("every variable that they name is a setting", () => {
  const known = new Set([...settings.matchAll(/`((?:THUMBSPAN|DD)_\w+)`/g)].map(([, name]) => name));
  const files = readdirSync(inCheckout("deploy"), { recursive: true, withFileTypes: true }).filter((file) => file.isFile() && !file.name.endsWith(".js"));
  assert.ok(files.length >= 10);
  const texts = files.map((file) => readFileSync(join(file.parentPath, file.name), "utf8"));
  const named = new Set(texts.flatMap((text) => text.match(/\b(?:THUMBSPAN|DD)_[A-Z_]+\b/g) ?? []));
  assert.ok(named.size >= 8);
  assert.deepEqual([...named].filter((name) => !known.has(name)), []);
});

test("the relay takes what the unit, the image, the Compose file and the chart set", () => {
  assert.ok(Object.keys(OF_UNIT).length >= 3 && Object.keys(OF_IMAGE).length >= 4);
  taken(OF_UNIT);
  taken(OF_IMAGE);
  const store = compose.services["relay-1"].environment.THUMBSPAN_STORE;
  taken({ ...OF_IMAGE, THUMBSPAN_STORE: store.replace(/\$\{[^}]+\}/, "word") });
  const metrics = pairs(pod, /name: (THUMBSPAN_\w+)\n\s+value: (\S+)/g);
  assert.deepEqual(Object.keys(metrics), ["THUMBSPAN_METRICS_LISTEN"]);
  taken({ ...OF_IMAGE, ...values.settings, ...metrics });
});

test("they agree on the ports and paths", () => {
  const port = Number(preset("listen")?.split(":")[1]);
  assert.ok(port > 0);
  assert.equal(OF_IMAGE["THUMBSPAN_LISTEN"], `0.0.0.0:${port}`);
  assert.equal(Number(/^EXPOSE (\d+)$/m.exec(image)?.[1]), port);
  for (const relay of ["relay-1", "relay-2"]) assert.match(compose.services[relay].ports[0], new RegExp(`:${port}$`));
  assert.match(pod, new RegExp(`name: http\\s+containerPort: ${port}\\b`));
  assert.equal(new Set(pod.match(/\b9\d{3}\b/g)).size, 1, "one port for the metrics");
  const { paths } = JSON.parse(read("docs/openapi.json"));
  const probed = [...pod.matchAll(/path: (\S+),/g)].map(([, path]) => path ?? "");
  assert.deepEqual(probed.filter((path) => !paths[path]), []);
  assert.equal(probed.length, 3);
});

test("the store is where it outlives the relay", () => {
  const state = /^StateDirectory=(.+)$/m.exec(unit)?.[1];
  assert.equal(OF_UNIT["THUMBSPAN_STORE"], `sqlite:/var/lib/${state}/thumbspan.db`);
  const volume = /^VOLUME (.+)$/m.exec(image)?.[1];
  assert.equal(OF_IMAGE["THUMBSPAN_STORE"], `sqlite:${volume}/thumbspan.db`);
  assert.match(pod, new RegExp(`mountPath: ${volume}\n`));
  const [one, other] = ["relay-1", "relay-2"].map((relay) => compose.services[relay].environment.THUMBSPAN_STORE);
  assert.equal(one, other);
  assert.match(one, /^postgres:\/\/\w+:.*@postgres\/\w+$/);
});

test("each gives the relay longer to stop than it may take", () => {
  // After shutdown_s the store has five seconds to close.
  const least = Number(preset("shutdown_s")) + 5;
  const given = [/^TimeoutStopSec=(\d+)$/m.exec(unit)?.[1], /^(\d+)s$/.exec(compose.services["relay-1"].stop_grace_period)?.[1], /terminationGracePeriodSeconds: (\d+)/.exec(pod)?.[1]].map(Number);
  assert.ok(least > 5 && given.every((seconds) => seconds > least), `${given}`);
});

test("nothing runs as root, or with variables that the relay would refuse", () => {
  assert.match(unit, /^DynamicUser=yes$/m);
  const user = /^USER (\d+):/m.exec(image)?.[1];
  assert.ok(Number(user) > 0);
  assert.match(pod, new RegExp(`runAsUser: ${user}\n`));
  assert.match(pod, /enableServiceLinks: false/);
  const { status, stderr } = spawnSync(inCheckout("target/debug/thumbspan-relay"), ["check-config"], { env: { ...SECRETS, THUMBSPAN_RELAY_SERVICE_HOST: "10.0.0.1" }, encoding: "utf8" });
  assert.equal(status, 1, "or service links could stay");
  assert.match(stderr, /THUMBSPAN_RELAY_SERVICE_HOST/);
});

test("the chart is of the relay's version", () => {
  const version = /^\[workspace\.package\]\nversion = "([^"]+)"$/m.exec(read("Cargo.toml"))?.[1];
  assert.equal(chart.appVersion, version);
});
