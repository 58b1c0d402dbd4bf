// <llm-feedback> in the templates of Vue 3: import type {} from "thumbspan/vue";

import type { EmitFn, HTMLAttributes } from "vue";

import type { LlmFeedback, LlmFeedbackAttributes, LlmFeedbackEventMap } from "./index.js";

/** Vue's templates take `span-id` and `spanId` for the same. */
type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}` ? `${First}${Capitalize<Camel<Rest>>}` : Name;
type Props = { [Name in keyof LlmFeedbackAttributes as Camel<Name>]: LlmFeedbackAttributes[Name] };

type Emits = { [Type in keyof LlmFeedbackEventMap]: (event: LlmFeedbackEventMap[Type]) => void };

/** As in https://vuejs.org/guide/extras/web-components.html#non-vue-web-components-and-typescript */
type Component = new () => LlmFeedback & {
  /** @deprecated There is none at run time. */
  $props: HTMLAttributes & Props;
  /** @deprecated There is none at run time. */
  $emit: EmitFn<Emits>;
};

declare module "vue" {
  interface GlobalComponents {
    "llm-feedback": Component;
  }
}
