// React 19, and Next's client components.

import { around, braced, rule, tag, withRelay } from "./write.js";

/** @param {import("./write.js").Setting} setting */
export const react = (setting) => `import "thumbspan/define";
import type {} from "thumbspan/react";

export function Feedback() {
  return (
${tag([...withRelay(setting).map(braced), "onfeedback-sent={(event) => console.log(event.detail.id)}"], { indent: "    ", end: "/>" })}
  );
}
${around("\n/* In a style sheet:", rule(setting), "*/")}`;
