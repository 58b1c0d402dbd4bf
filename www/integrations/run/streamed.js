// A chat whose answers arrive in chunks; the last one brings the span's id.

const WORD_MS = 40;

document.querySelector("#ask")?.addEventListener("click", () => void ask());

async function ask() {
  const article = document.createElement("article");
  const text = document.createElement("p");
  article.dataset["llmSpanId"] = ""; // there and empty: it is still to come
  article.append(text, document.createElement("llm-feedback"));
  document.querySelector("#answers")?.append(article);
  for await (const chunk of answer()) {
    text.append(chunk.text);
    if (chunk.span_id) article.dataset["llmSpanId"] = chunk.span_id;
  }
}

/** In the place of a back end. @returns {AsyncGenerator<{ text: string, span_id?: string }>} */
async function* answer() {
  for (const word of "Your flight leaves at 9 from gate B 14; boarding begins half an hour before.".split(" ")) {
    await new Promise((resolve) => {
      setTimeout(resolve, WORD_MS);
    });
    yield { text: `${word} ` };
  }
  yield { text: "", span_id: "20245611112024561111" };
}
