import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MessagesApi } from "../../support/messages-api.ts";
import { startPorter } from "../../support/server.ts";

/** A server whose clock the test sets, in ms beside the machine's. */
export async function startWithClock(home: string, api?: MessagesApi) {
  const path = join(home, "clock");
  const write = (ms: number) =>
    writeFileSync(path, Buffer.from(new Float64Array([ms]).buffer), { flag: "r+" });
  writeFileSync(path, Buffer.alloc(8), { flag: "a" });
  const porter = await startPorter({
    home,
    ...(api && { api }),
    config: "events.max_age_days = 30",
    env: { BUN_OPTIONS: `--preload ${join(import.meta.dir, "shift.ts")}`, PORTER_TEST_CLOCK: path },
  });
  const { client } = porter;
  return {
    ...porter,
    setClock: write,
    inbox: async () => (await client.notifications.list.query({ limit: 100 })).items,
    [Symbol.asyncDispose]: porter[Symbol.asyncDispose],
  };
}
export type WithClock = Awaited<ReturnType<typeof startWithClock>>;

/** A change of each family wakes its timer, which would look at the clock by itself within a minute. */
export async function nudge({ client }: WithClock): Promise<void> {
  const { id } = await client.tasks.create.mutate({ title: "Nudge" });
  await client.tasks.remove.mutate({ id });
}
