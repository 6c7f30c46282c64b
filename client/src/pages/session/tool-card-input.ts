import type { Entry } from "./entries.ts";

/** What a call ran with: its owner may have changed what the agent asked for. */
export const inputOf = ({ use, approval }: Extract<Entry, { kind: "tool" }>): unknown =>
  approval?.editedInput ?? use.input;
