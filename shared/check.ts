import { z } from "zod";

/** One thing that `bun porter doctor` looks at. */
export const Check = z.object({
  /** `data-folder`, `database`, … */
  id: z.string(),
  /** What was looked at. */
  title: z.string(),
  /** How it is. */
  finding: z.string(),
  /** What its owner does about it; null when all is well. */
  todo: z.string().nullable(),
});
export type Check = z.infer<typeof Check>;

export const Checks = z.array(Check);
