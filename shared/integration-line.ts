import type { Integration, IntegrationState } from "./integration.ts";
import { shorten } from "./text.ts";

const LONGEST_ERROR = 300;

const WORDS: Record<IntegrationState, string> = {
  starting: "is being set up",
  ok: "works",
  degraded: "has errors and tries again by itself",
  needs_auth: "waits until its owner signs in",
  needs_config: "waits until its owner changes the configuration",
  failed: "is broken",
  disabled: "is switched off",
};

/** An integration in one line, as agents are told: `calendar (Google Calendar) waits until its owner signs in: …`. */
export function describeIntegration({
  id,
  name,
  state,
  error,
}: Pick<Integration, "id" | "name" | "state" | "error">): string {
  const why = error ? `: ${shorten(error.message.trim().replace(/\s+/g, " "), LONGEST_ERROR)}` : "";
  return `${id} (${name}) ${WORDS[state]}${why}`;
}
