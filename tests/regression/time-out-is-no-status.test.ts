import { expect, test } from "bun:test";
import { TRPCClientError } from "@trpc/client";
import { asPorterError, isPassing } from "../../client/sdk/error.ts";

test("a call that nobody answered in time found no Porter, and may be tried again", () => {
  const timedOut = new DOMException("The operation timed out.", "TimeoutError"); // Its code is 23.
  const error = asPorterError(TRPCClientError.from(timedOut));
  expect(error).toMatchObject({ code: "UNREACHABLE", message: expect.stringContaining("timed out") });
  expect(error.status).toBeUndefined();
  expect(isPassing(error)).toBe(true);
});
