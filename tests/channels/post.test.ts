import { expect, test } from "bun:test";
import type { Outcome } from "../../server/channels/channel.ts";
import { post } from "../../server/channels/post.ts";
import { startReceiver } from "../support/receiver.ts";

/** What becomes of an attempt that is answered like this. */
async function outcomeOf(status: number, retryAfter?: string): Promise<Outcome> {
  await using receiver = startReceiver();
  receiver.answer({ status, ...(retryAfter !== undefined && { headers: { "retry-after": retryAfter } }) });
  const request = { url: receiver.url, headers: {}, body: "{}" };
  const { status: _, ...outcome } = await post(request, new AbortController().signal);
  return outcome;
}

const answers: [status: number, retryAfter: string | undefined, type: Outcome["type"], afterMs?: number][] = [
  [204, undefined, "sent"],
  [301, undefined, "refused"],
  [400, undefined, "refused"],
  [404, undefined, "gone"],
  [408, undefined, "later"],
  [410, undefined, "gone"],
  [429, "7", "later", 7_000],
  [503, "86400", "later", 15 * 60_000],
  [503, "soon", "later"],
];
for (const [status, retryAfter, type, afterMs] of answers) {
  test(`an answer ${status}${retryAfter ? ` with Retry-After: ${retryAfter}` : ""} means ${type}`, async () => {
    const outcome = await outcomeOf(status, retryAfter);
    expect(outcome.type).toBe(type);
    expect("afterMs" in outcome ? outcome.afterMs : undefined).toBe(afterMs);
  });
}

test("a moment to come back at is as far away as it says", async () => {
  const outcome = await outcomeOf(503, new Date(Date.now() + 60_000).toUTCString());
  const afterMs = "afterMs" in outcome ? (outcome.afterMs ?? 0) : 0;
  expect(afterMs).toBeGreaterThan(30_000);
  expect(afterMs).toBeLessThanOrEqual(60_000);
});
