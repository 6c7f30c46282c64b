import { refuse } from "./answers.ts";
import type { FailureLimit } from "./failure-limit.ts";

/** The answer to a Bearer token that is nobody's; after many of them from the same sender, the one to wait. */
export async function refuseToken(
  failures: FailureLimit,
  from: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const wait = await failures.count(from);
  if (wait === undefined)
    return refuse({ status: 401, code: "UNAUTHORIZED", message: "This token is not valid." }, headers);
  return refuse(
    { status: 429, code: "RATE_LIMITED", message: `Too many wrong tokens. Try again in ${wait} seconds.` },
    { "retry-after": String(wait) },
  );
}
