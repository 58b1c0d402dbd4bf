// As Angular: [name] is a property, name an attribute, (feedback-sent) a listener.

const text = document.createElement("p");
const element = document.createElement("llm-feedback");
const output = document.createElement("output");
text.append("Your flight leaves at 9.");
element.setAttribute("controls", "thumbs rating");
element.spanId = "20245611112024561111";
element.scale = "faces";
element.tags = { page: "angular" };
element.addEventListener("feedback-sent", (event) => output.replaceChildren(event.detail.id));

document.querySelector(".live")?.append(text, element, output);
