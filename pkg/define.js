// Registers <llm-feedback>: the package's one side effect.

import { LlmFeedback } from "./element.js";

LlmFeedback.define();

export { LlmFeedback };
