import { expect, test } from "bun:test";
import { tracked, type TRPCError } from "@trpc/server";
import { DatabaseTrouble } from "../../server/db/trouble.ts";
import { streamEvents } from "../../server/http/event-stream.ts";

/** It was told, and logged for each stream, as a mistake of Porter's own. */
test("trouble of the database amid a stream is told as such", async () => {
  async function* fail() {
    yield tracked("1", { type: "ready" });
    throw Object.assign(new Error("disk I/O error"), { code: "SQLITE_IOERR_READ" });
  }
  const failures: TRPCError[] = [];
  const body = streamEvents(
    { stream: fail(), path: "tasks.onChange" },
    {
      guest: { isLetIn: () => true, hangUp: () => undefined },
      signal: new AbortController().signal,
      tellFailure: ({ error }) => void failures.push(error),
    },
  );
  expect(await new Response(body).text()).toContain('"porter":{"code":"UNAVAILABLE"');
  expect(failures.map(({ cause }) => cause)).toEqual([expect.any(DatabaseTrouble)]);
});
