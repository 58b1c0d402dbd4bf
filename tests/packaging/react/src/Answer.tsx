import { useState } from "react";
import "thumbspan/define";
import type {} from "thumbspan/react";

export function Answer({ text, spanId }: { text: string; spanId: string }) {
  const [sent, setSent] = useState("");
  return (
    <>
      <p>{text}</p>
      <llm-feedback
        span-id={spanId}
        relay="https://feedback.example.com"
        controls="thumbs rating"
        scale="faces"
        tags={{ page: "react" }}
        onfeedback-sent={(event) => setSent(event.detail.id)}
      />
      <output>{sent}</output>
    </>
  );
}
