// As Next: the server's HTML has the strings as attributes; in the browser the effect adds the object
// and the listener, by the ref.

const element = document.querySelector("llm-feedback");
const output = document.querySelector("output");
if (element && output) {
  element.tags = { page: "next" };
  element.addEventListener("feedback-sent", (event) => output.replaceChildren(event.detail.id));
}
