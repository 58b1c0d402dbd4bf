// Angular.

import { object, rule, tag, withRelay } from "./write.js";

/** @typedef {import("./write.js").Set} Set */

/** What means nothing to a template nor to the string that it stands in. */
const PLAIN = /^[\w .,:/-]*$/;

/** @param {import("./write.js").Setting} setting */
export function angular(setting) {
  const all = withRelay(setting);
  const fields = all.flatMap((set) => field(set) ?? []);
  const styles = rule(setting, "    ");
  return `import { CUSTOM_ELEMENTS_SCHEMA, Component } from "@angular/core";
import "thumbspan/define";

@Component({
  selector: "app-feedback",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
${tag([...all.map(attribute), '(feedback-sent)="sent($event.detail.id)"'], { indent: "    " })}
  \`,${styles && `\n  styles: \`\n${styles}\n  \`,`}
})
export class Feedback {
${fields.map((each) => `  ${each}\n`).join("")}  sent(id: string) {
    console.log(id);
  }
}
`;
}

/** @param {Set} set */
const isPlain = ({ kind, value }) => kind === "switch" || (kind !== "json" && PLAIN.test(value));

/** @param {Set} set */
function attribute(set) {
  if (set.kind === "switch") return set.name;
  return isPlain(set) ? `${set.name}="${set.value}"` : `[${set.property}]="${set.property}"`;
}

/** What the template cannot hold. @param {Set} set */
function field(set) {
  return isPlain(set) ? undefined : `${set.property} = ${object(set) ?? JSON.stringify(set.value)};`;
}
