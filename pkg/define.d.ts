// Importing "thumbspan/define" registers <llm-feedback>.

import { LlmFeedback } from "./index.js";

export { LlmFeedback };
