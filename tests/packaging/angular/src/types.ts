// What TypeScript knows of the element outside of a template.

export const spanId: string | null | undefined = document.querySelector("llm-feedback")?.spanId;
