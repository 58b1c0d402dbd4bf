import { mount } from "svelte";

import Answer from "./Answer.svelte";

mount(Answer, {
  target: document.querySelector("#app")!,
  props: { text: "Your flight leaves at 9.", spanId: "20245611112024561111" },
});
