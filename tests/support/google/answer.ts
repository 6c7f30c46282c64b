/** An error as Google's APIs write it: https://developers.google.com/workspace/calendar/api/guides/errors */
export class GoogleError extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

export const answerWith = (body: unknown, init?: ResponseInit): Response => Response.json(body, init);

export const answerError = (
  { status, reason, message }: Pick<GoogleError, "status" | "reason" | "message">,
  headers: Record<string, string> = {},
): Response =>
  Response.json(
    { error: { code: status, message, errors: [{ domain: "global", reason, message }] } },
    { status, headers },
  );
