import { z } from "zod";
import type { Actor } from "./actor.ts";
import { Id, PageLimit } from "./ids.ts";
import type { TaskActivity } from "./task.ts";

/** `cursor`: the `nextCursor` of the page before. */
export const ReadChanges = z.strictObject({
  id: Id,
  cursor: z.number().int().positive().optional(),
  limit: PageLimit.optional(),
});
export type ReadChanges = z.infer<typeof ReadChanges>;

export const UndoChange = z.strictObject({ eventId: z.number().int().positive() });
export type UndoChange = z.infer<typeof UndoChange>;

export const UndoAllChanges = z.strictObject({ id: Id });
export type UndoAllChanges = z.infer<typeof UndoAllChanges>;

/** What was done, with what is needed to say it. */
export type ChangeDeed =
  | {
      type: "task";
      taskId: string;
      number: number;
      title: string;
      kind: TaskActivity["kind"];
      changes: TaskActivity["changes"];
    }
  | {
      type: "comment";
      taskId: string;
      number: number | null;
      kind: "created" | "updated" | "removed";
      text: string;
    }
  | { type: "notification"; title: string; body: string }
  | { type: "session"; sessionId: string; title: string }
  /** An action of an integration that changes something there. `error`: it failed, so it may have changed nothing. */
  | { type: "action"; integrationId: string; action: string; error: string | null };

/** One thing that a session changed in Porter, or through it. */
export type SessionChange = {
  eventId: number;
  at: Date;
  deed: ChangeDeed;
  /** Why it cannot be taken back as things stand, and what came after it; null when it can. */
  obstacle: { reason: string; since: { actor: Actor; at: Date } | null } | null;
};

/** Newest first. */
export type SessionChanges = { items: SessionChange[]; nextCursor: number | null };

/** `left`: what could not be taken back, and why. */
export type UndoneAll = { undone: number; left: SessionChange[] };
