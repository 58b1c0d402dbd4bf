// What the form would send.

const form = document.querySelector("form");
const output = document.querySelector("output");

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const sent = [...new FormData(form)].map(([name, value]) => `${name}=${value}`);
  output?.replaceChildren(sent.join("\n"));
});
form?.addEventListener("reset", () => output?.replaceChildren());
