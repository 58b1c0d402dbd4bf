// A button at each code, which copies it.

import { copyOnClick } from "../copy.js";

for (const figure of document.querySelectorAll("figure.source")) {
  const caption = figure.querySelector("figcaption");
  const button = document.createElement("button");
  const status = document.createElement("span");
  button.type = "button";
  button.textContent = "Copy";
  button.ariaLabel = `Copy: ${caption?.textContent}`;
  status.setAttribute("role", "status");
  caption?.append(status, button);
  copyOnClick(button, status, () => figure.querySelector("code")?.textContent ?? "");
}
