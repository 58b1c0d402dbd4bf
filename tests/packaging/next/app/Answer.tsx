"use client";

import { useEffect, useRef, useState } from "react";
import type { LlmFeedback } from "thumbspan";
import "thumbspan/define";
import type {} from "thumbspan/react";

export function Answer({ text, spanId }: { text: string; spanId: string }) {
  const [sent, setSent] = useState("");
  const element = useRef<LlmFeedback>(null);
  useEffect(() => {
    if (!element.current) return;
    const end = new AbortController();
    element.current.tags = { page: "next" };
    element.current.addEventListener("feedback-sent", (event) => setSent(event.detail.id), { signal: end.signal });
    return () => end.abort();
  }, []);
  return (
    <>
      <p>{text}</p>
      <llm-feedback ref={element} span-id={spanId} relay="https://feedback.example.com" controls="thumbs rating" scale="faces" />
      <output>{sent}</output>
    </>
  );
}
