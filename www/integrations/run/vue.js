// As Vue 3: a property for each name that the element has, an attribute for every other;
// @feedback-sent is a listener.

const text = document.createElement("p");
const element = document.createElement("llm-feedback");
const output = document.createElement("output");
text.append("Your flight leaves at 9.");
element.setAttribute("span-id", "20245611112024561111");
element.controls = "thumbs rating";
element.scale = "faces";
element.tags = { page: "vue" };
element.addEventListener("feedback-sent", (event) => output.replaceChildren(event.detail.id));

document.querySelector(".live")?.append(text, element, output);
