import { z } from "zod";

export const Config = z.strictObject({
  /** The webhook's secret, as it stands at GitHub. */
  secret: z.string().min(16, "must have at least 16 characters").optional(),
  /** Whose assignments and reviews count. */
  login: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,39}$/, "must be the name of an account at GitHub")
    .optional(),
  /** Makes tasks, and not notifications alone. */
  tasks: z.boolean().default(true),
});
export type Config = z.output<typeof Config>;
