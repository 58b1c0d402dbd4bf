// The script tag, and the package in a page of plain HTML.

import { around, html as attribute, rule, tag, withRelay } from "./write.js";

/** @param {import("./write.js").Setting} setting */
export const scriptTag = (setting) => `<script type="module" src="${setting.relay}/thumbspan.js"></script>
${style(setting)}
${tag(setting.attributes.map(attribute))}
`;

/** @param {import("./write.js").Setting} setting */
export const npm = (setting) => `<!-- npm install thumbspan -->
<script type="module">
  import "thumbspan/define";
</script>
${style(setting)}
${tag(withRelay(setting).map(attribute))}
`;

/** @param {import("./write.js").Setting} setting */
const style = (setting) => around("<style>", rule(setting, "  "), "</style>");
