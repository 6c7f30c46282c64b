import { z } from "zod";
import type { Remedy } from "../../../../shared/integration.ts";
import { readRetryAfter } from "../../../../shared/retry-after.ts";
import { IntegrationError } from "../../error.ts";
import { NoAnswer } from "../no-answer.ts";
import { parseJson, type Answer } from "./http.ts";
import { CONNECT_AGAIN } from "./settings.ts";

/** https://developers.google.com/workspace/calendar/api/guides/errors */
const ErrorBody = z.object({ error: z.object({ errors: z.array(z.object({ reason: z.string() })).min(1) }) });
const QUOTA = new Set([
  "rateLimitExceeded",
  "userRateLimitExceeded",
  "quotaExceeded",
  "dailyLimitExceeded",
  "calendarUsageLimitsExceeded",
]);

/** Google has understood, and says no. Its own words are left out: they can quote an event. */
export class GoogleRefusal extends IntegrationError {
  override name = "GoogleRefusal";
  readonly status: number;

  constructor(status: number, remedy: Remedy, message: string) {
    super(remedy, message);
    this.status = status;
  }
}

export const reasonOf = ({ text }: Pick<Answer, "text">): string | undefined =>
  ErrorBody.safeParse(parseJson(text)).data?.error.errors[0]?.reason;

/** What an answer that is no good stands for. A 401 has been dealt with before. */
export function failureOf(answer: Answer, now: Date): IntegrationError {
  const { status, headers } = answer;
  const reason = reasonOf(answer);
  if (status === 429 || (status === 403 && QUOTA.has(reason ?? ""))) {
    const afterMs = readRetryAfter(headers.get("retry-after"), now);
    return new IntegrationError("retry", "Google has been asked too often and wants a pause.", { afterMs });
  }
  // A page of something in between has no reason.
  if (reason === undefined || status >= 500 || status < 400)
    return new NoAnswer(`Google is in trouble, or something stands between (${status}).`);
  switch (reason) {
    case "accessNotConfigured":
      return new GoogleRefusal(
        status,
        "config",
        "The project of [integrations.calendar] client_id has no Google Calendar API: switch it on in Google's console.",
      );
    case "insufficientPermissions":
      return new GoogleRefusal(
        status,
        "auth",
        `Porter may not do this at Google: ${CONNECT_AGAIN} and tick all boxes.`,
      );
    default:
      return new GoogleRefusal(
        status,
        status === 403 ? "config" : "retry",
        `Google refuses this (${status}).`,
      );
  }
}
