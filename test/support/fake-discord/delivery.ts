import type { Json } from "./shapes.ts";

/** Discord waits so long for the first answer to an interaction, ms. */
export const ANSWER_WITHIN_MS = 3000;

/** An answer that Discord took. */
export interface Callback {
  readonly type: number;
  readonly data: unknown;
  /** Ms of a clock that never jumps. */
  readonly at: number;
}

/** An interaction that was sent to the bot. */
export interface Delivery {
  readonly id: string;
  readonly token: string;
  readonly kind: "command" | "component" | "suggestions" | "modal";
  readonly payload: Json;
  /** Answers that Discord took: one, or none. */
  readonly callbacks: Callback[];
  /** Ms from the sending to the first answer; absent without one. */
  answeredAfterMs: number | undefined;
}
