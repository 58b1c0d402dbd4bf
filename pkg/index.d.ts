/** What is chosen now, and what was written. */
export interface FeedbackValue {
  thumbs: "up" | "down" | null;
  /** Stars or faces. */
  rating: 1 | 2 | 3 | 4 | 5 | null;
  /** The points of `scale="nps"`. */
  nps: 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | null;
  /** The codes of the chosen reasons. */
  reasons: string[];
  comment: string;
  correction: string;
}

/** What feedback is about: exactly one. Ids are strings, to the digit. */
export type FeedbackTarget =
  | { kind: "span"; span_id: string; trace_id?: string }
  | { kind: "trace"; trace_id: string }
  | { kind: "session"; session_id: string }
  | { kind: "join_key"; join_key: string };

/** One label with one value; null withdraws. */
export type FeedbackSignal =
  | { label: string; metric_type: "categorical" | "text"; value: string | null }
  | { label: string; metric_type: "score"; value: number | null }
  | { label: string; metric_type: "boolean"; value: boolean | null };

/** One submission, as it stands on the wire. */
export interface FeedbackEvent {
  /** A UUIDv7: the same at every retry. */
  id: string;
  target: FeedbackTarget;
  signals: FeedbackSignal[];
  ml_app?: string;
  submitter?: { id: string; type?: string };
  /** Milliseconds since 1970. */
  timestamp_ms: number;
  tags?: Record<string, string>;
  /** The id of the event that this one changes or withdraws. */
  revises?: string;
  ticket?: string;
}

/** The detail of `feedback-change`. */
export interface ChangeDetail {
  label: "user_thumbs" | "user_rating" | "user_nps" | "user_reasons" | "user_comment" | "user_correction";
  /** Of `user_reasons`, the codes that are chosen now. null: withdrawn. */
  value: string | number | string[] | null;
}

/** The detail of `feedback-error`. */
export interface ErrorDetail {
  /** Stable: `no_target`, `bad_context`, `bad_relay`, `network`, `load_failed` …, or the relay's. */
  code: string;
  /** What to do. */
  message: string;
  /** Whether sending again can succeed. */
  retryable: boolean;
}

/** The element's events; all bubble and are composed. */
export interface LlmFeedbackEventMap {
  "feedback-change": CustomEvent<ChangeDetail>;
  /** Cancelable: preventDefault() takes the event over, and the widget does not send it. */
  "feedback-submit": CustomEvent<FeedbackEvent>;
  "feedback-sent": CustomEvent<FeedbackEvent>;
  "feedback-error": CustomEvent<ErrorDetail>;
}

/** Thumbs, stars and a comment box for one LLM answer. Each property reflects an attribute. */
export class LlmFeedback extends HTMLElement {
  /** Registers the element; a second call changes nothing. */
  static define(tag?: string, registry?: CustomElementRegistry): void;
  static observedAttributes: string[];

  /** The element can take part in a form. */
  static formAssociated: true;

  /** Which controls, in which order: `thumbs`, `rating`, `reasons`, `comment`, `correction`. Default `thumbs comment`. */
  controls: string | null;
  /** What the rating looks like. Default `stars`. */
  scale: "stars" | "faces" | "nps" | null;
  /** After which vote the follow-up opens by itself. Default `always`. */
  ask: "always" | "down" | "never" | null;
  /** What people can choose after a bad vote: texts, or texts by the code that ends the label. */
  get reasons(): string[] | Record<string, string>;
  set reasons(reasons: string[] | Record<string, string> | null | undefined);
  /** Texts of your own, which win over the language's. */
  get texts(): Partial<Texts>;
  set texts(texts: Partial<Texts> | null | undefined);
  /** The LLM span that the back end captured. */
  spanId: string | null;
  /** The span's trace; without `spanId`, the target itself. */
  traceId: string | null;
  /** A session as the target. */
  sessionId: string | null;
  /** A key of your own as the target. */
  joinKey: string | null;
  /** Signed permission to rate the target. */
  ticket: string | null;
  /** The LLM application; default: the relay's setting. */
  mlApp: string | null;
  /** Your own, preferably pseudonymous, id of the person. */
  submitterId: string | null;
  /** Tags for searching; null removes them. */
  get tags(): Record<string, string>;
  set tags(tags: Record<string, string> | null | undefined);
  /** The id of the JSON script that holds this answer's ids. */
  context: string | null;
  /** The relay's base URL; default: the script's origin, from npm the page's. */
  relay: string | null;
  /** When the wasm is fetched. Default `interaction`. */
  load: "interaction" | "visible" | "idle" | "eager" | null;
  /** The colours. Default `auto`: the page's. */
  theme: "auto" | "light" | "dark" | null;
  /** Default `full`. */
  size: "full" | "compact" | null;
  /** Asks the relay, by ticket, what was said at an earlier visit. */
  restore: boolean;
  /** In a form: what the names of the submitted values begin with. */
  name: string | null;
  /** In a form: a vote must be given. */
  required: boolean;
  /** Shows the controls without letting anybody vote. */
  disabled: boolean;
  /** What is chosen now; setting it shows what was said at an earlier visit. */
  get value(): FeedbackValue;
  set value(value: Partial<FeedbackValue> | null | undefined);
  /** The form that the element is in. */
  readonly form: HTMLFormElement | null;
  readonly validity: ValidityState;
  checkValidity(): boolean;
  reportValidity(): boolean;

  /** Sends the comment that is being written and whatever failed; whether anything is on its way. */
  submit(): boolean;
  /** Forgets what is shown, as for another answer; what was chosen is still sent. */
  reset(): void;

  addEventListener<K extends keyof LlmFeedbackEventMap>(
    type: K,
    listener: (this: LlmFeedback, event: LlmFeedbackEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: LlmFeedback, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof LlmFeedbackEventMap>(
    type: K,
    listener: (this: LlmFeedback, event: LlmFeedbackEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: LlmFeedback, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "llm-feedback": LlmFeedback;
  }
}

/** The attributes, as JSX and templates write them. */
export interface LlmFeedbackAttributes {
  controls?: string;
  scale?: "stars" | "faces" | "nps";
  ask?: "always" | "down" | "never";
  reasons?: string[] | Record<string, string> | string;
  texts?: Partial<Texts> | string;
  "span-id"?: string;
  "trace-id"?: string;
  "session-id"?: string;
  "join-key"?: string;
  ticket?: string;
  "ml-app"?: string;
  "submitter-id"?: string;
  tags?: Record<string, string> | string;
  context?: string;
  relay?: string;
  load?: "interaction" | "visible" | "idle" | "eager";
  theme?: "auto" | "light" | "dark";
  size?: "full" | "compact";
  restore?: boolean;
  name?: string;
  required?: boolean;
  disabled?: boolean;
}

/** All visible texts and accessible names of the widget in one language. */
export type Texts = {
  /** Name of all the controls together. */
  group: string;
  /** Name of the thumb that points up. */
  up: string;
  /** Name of the thumb that points down. */
  down: string;
  /** Name of the stars, faces or numbers together. */
  rating: string;
  /** Names of one to five stars, joined by `|`. */
  stars: string;
  /** Names of the five faces, worst first, joined by `|`. */
  faces: string;
  /** The question above the numbers 0 to 10. */
  nps: string;
  /** What 0 means. */
  npsLow: string;
  /** What 10 means. */
  npsHigh: string;
  /** The question above the reasons to choose from. */
  reasons: string;
  /** Name of the comment box. */
  comment: string;
  /** What the empty comment box says. */
  commentHint: string;
  /** Name of the correction box. */
  correction: string;
  /** What the empty correction box says. */
  correctionHint: string;
  /** Button: sends what was written. */
  send: string;
  /** Button: opens what was sent, to change it. */
  edit: string;
  /** Button: closes what is open. */
  close: string;
  /** Button: tries again. */
  retry: string;
  /** Status: on its way. */
  sending: string;
  /** Status: the relay has it. */
  thanks: string;
  /** Status: the relay knows that it was taken back. */
  withdrawn: string;
  /** Status: kept in the browser, it will be sent. */
  failed: string;
  /** Status: the relay refused it, trying again does not help. */
  refused: string;
  /** Status: more than 4,000 characters, not sent. */
  tooLong: string;
  /** The counter; `{n}` stands for the number, 0 and 1 among them. */
  left: string;
  /** Status, beside the retry button: the widget could not be fetched. */
  loadFailed: string;
};

/** Listeners to the events, as React and Svelte write them. */
export type LlmFeedbackListeners = {
  [Type in keyof LlmFeedbackEventMap as `on${Type}`]?: (event: LlmFeedbackEventMap[Type]) => void;
};
