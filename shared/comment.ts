import { z } from "zod";
import { Actor } from "./actor.ts";
import { Id } from "./ids.ts";
import { plainText } from "./text.ts";

/** What someone said about a task. Markdown. */
export const Comment = z.object({
  id: Id,
  taskId: Id,
  text: z.string(),
  author: Actor,
  createdAt: z.date(),
  editedAt: z.date().nullable(),
});
export type Comment = z.infer<typeof Comment>;

const Text = plainText(50_000).refine((text) => text.trim() !== "", "must not be empty");

export const AddComment = z.strictObject({
  /** Chosen by the caller, a repeated call has the effect of one. */
  id: Id.optional(),
  taskId: Id,
  text: Text,
});
export type AddComment = z.infer<typeof AddComment>;

export const EditComment = z.strictObject({ id: Id, text: Text });
export type EditComment = z.infer<typeof EditComment>;

export type CommentChange = { type: "created" | "updated" | "removed"; comment: Comment };
