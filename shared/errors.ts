import { z } from "zod";

export const ErrorCode = z.enum([
  "NOT_FOUND",
  "CONFLICT",
  "INVALID",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "RATE_LIMITED",
  "UNAVAILABLE",
  "INTERNAL",
]);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** One fault of what was given. `path`: where it stands, from the outside in; empty for the whole. */
export const Issue = z.object({ path: z.array(z.union([z.string(), z.number()])), message: z.string() });
export type Issue = z.infer<typeof Issue>;

/**
 * The one shape in which an error reaches a client: `error.data.porter`. The message is for people, and says the
 * issues, too: they are for a form that tells each at its field.
 */
export const PorterErrorShape = z.object({
  code: ErrorCode,
  message: z.string(),
  issues: z.array(Issue).optional(),
});
export type PorterErrorShape = z.infer<typeof PorterErrorShape>;

/** Reads the shape back from whatever a client caught, or undefined when it did not come from Porter. */
export function porterErrorOf(error: unknown): PorterErrorShape | undefined {
  const parsed = z.object({ data: z.object({ porter: PorterErrorShape }) }).safeParse(error);
  return parsed.success ? parsed.data.data.porter : undefined;
}
