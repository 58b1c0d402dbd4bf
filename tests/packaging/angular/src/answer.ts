import { CUSTOM_ELEMENTS_SCHEMA, Component, signal } from "@angular/core";
import type { LlmFeedback } from "thumbspan";
import "thumbspan/define";

@Component({
  selector: "app-answer",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <p>Your flight leaves at 9.</p>
    <llm-feedback
      [spanId]="spanId"
      relay="https://feedback.example.com"
      controls="thumbs rating" [scale]="scale"
      [tags]="tags"
      (feedback-sent)="sent.set($event.detail.id)"
    ></llm-feedback>
    <output>{{ sent() }}</output>
  `,
})
export class Answer {
  spanId = "20245611112024561111";
  scale: LlmFeedback["scale"] = "faces";
  tags = { page: "angular" };
  sent = signal("");
}
