import { blankSession } from "../../server/agents/blank-session.ts";
import type { Session } from "../../shared/session.ts";

/** A session that has done nothing yet, as a store takes it. */
export const makeSession = (change: Partial<Session> = {}): Session => ({
  ...blankSession("owner"),
  title: "Paint the shed",
  prompt: "Paint the shed",
  status: "completed",
  cwd: "/",
  permissionMode: "default",
  ...change,
});
