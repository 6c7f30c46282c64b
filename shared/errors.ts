import { z } from "zod";

/**
 * `NOT_FOUND`: it is not there. `CONFLICT`: it does not fit what is there now. `INVALID`: what was given is not right, and
 * would not be later. `UNAUTHORIZED`: no token, or one that is not good. `FORBIDDEN`: not for who asks. `RATE_LIMITED`:
 * too often; another try after a while. `UNAVAILABLE`: not now, as during a start or with a full disk; another try helps.
 * `INTERNAL`: a fault of Porter's, which its log tells.
 */
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

const Thrown = z.union([
  z.object({ data: z.object({ porter: PorterErrorShape }) }).transform(({ data }) => data.porter),
  PorterErrorShape.extend({ name: z.literal("PorterError") }).transform(({ name: _, ...shape }) => shape),
]);

/**
 * Reads the shape back from whatever a client caught, tRPC's error or that of `porter/client`; undefined when it did not
 * come from Porter.
 */
export function porterErrorOf(error: unknown): PorterErrorShape | undefined {
  const parsed = Thrown.safeParse(error);
  return parsed.success ? parsed.data : undefined;
}
