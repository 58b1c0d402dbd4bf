// Vue 3.

import { around, html, object, rule, tag, withRelay } from "./write.js";

/** @typedef {import("./write.js").Set} Set */

/** @param {import("./write.js").Setting} setting */
export function vue(setting) {
  const all = withRelay(setting);
  const constants = all.filter(isUrl).map(({ property, value }) => `\nconst ${property} = ${JSON.stringify(value).replaceAll("</", "<\\/")};`);
  return `<script setup lang="ts">
import "thumbspan/define";
import type {} from "thumbspan/vue";
${constants.join("")}
</script>

<template>
${tag([...all.map(attribute), '@feedback-sent="console.log($event.detail.id)"'], { indent: "  ", end: "/>" })}
</template>
${around("\n<style scoped>", rule(setting), "</style>")}`;
}

/** vue-tsc checks no attribute of a tag that has `//` in it. @param {Set} set */
const isUrl = ({ kind, value }) => kind === "text" && value.includes("//");

/** @param {Set} set */
function attribute(set) {
  if (isUrl(set)) return `:${set.name}="${set.property}"`;
  const given = object(set);
  return given === undefined ? html(set) : `:${html({ ...set, value: given })}`;
}
