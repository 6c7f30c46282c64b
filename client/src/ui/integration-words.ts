import type { ActionEffect, IntegrationState } from "../../../shared/integration.ts";

/** A state in a word or two, and as a lamp shows it (see lamp.tsx); typed so that a new one cannot be forgotten. */
const states: Record<IntegrationState, { word: string; aspect: string; ink: string }> = {
  starting: { word: "Starting", aspect: "unlit", ink: "text-ink-3" },
  // It works for days, so its lamp lies still.
  ok: { word: "Works", aspect: "done", ink: "text-clear" },
  degraded: { word: "Degraded", aspect: "unlit", ink: "text-caution" },
  needs_auth: { word: "Needs you to sign in", aspect: "caution", ink: "text-caution" },
  needs_config: { word: "Needs its configuration", aspect: "caution", ink: "text-caution" },
  failed: { word: "Failed", aspect: "danger", ink: "text-danger" },
  disabled: { word: "Off", aspect: "unlit", ink: "text-ink-3" },
};

export const stateLook = (state: IntegrationState) => states[state];
/** A state as the log has it, which may be of another version. */
export const stateWord = (state: string): string =>
  Object.hasOwn(states, state) ? states[state as IntegrationState].word : state; // just looked up

export const effectWords: Record<ActionEffect, string> = {
  read: "Reads",
  change: "Changes",
  destroy: "Deletes",
};
