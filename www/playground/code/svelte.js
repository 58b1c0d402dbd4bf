// Svelte 5.

import { around, braced, rule, tag, withRelay } from "./write.js";

/** @param {import("./write.js").Setting} setting */
export const svelte = (setting) => `<script lang="ts">
  import "thumbspan/define";
  import type {} from "thumbspan/svelte";
</script>

${tag([...withRelay(setting).map(braced), "onfeedback-sent={(event) => console.log(event.detail.id)}"])}
${around("\n<style>", rule(setting, "  "), "</style>")}`;
