// <llm-feedback> in the JSX of React 19 and later: import type {} from "thumbspan/react";

import type { DetailedHTMLProps, HTMLAttributes } from "react";

import type { LlmFeedback, LlmFeedbackAttributes, LlmFeedbackListeners } from "./index.js";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "llm-feedback": DetailedHTMLProps<HTMLAttributes<LlmFeedback>, LlmFeedback> & LlmFeedbackAttributes & LlmFeedbackListeners;
    }
  }
}
