// <llm-feedback> in the templates of Svelte 5: import type {} from "thumbspan/svelte";

import type { HTMLAttributes } from "svelte/elements";

import type { LlmFeedback, LlmFeedbackAttributes, LlmFeedbackListeners } from "./index.js";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "llm-feedback": Omit<HTMLAttributes<LlmFeedback>, keyof LlmFeedbackAttributes> & LlmFeedbackAttributes & LlmFeedbackListeners;
  }
}
