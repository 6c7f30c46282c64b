import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { defineIntegration } from "../../server/integrations/contract.ts";
import { openScratchDatabase } from "../support/database.ts";
import { openWebhooks } from "./open-webhooks.ts";
import { post, signed } from "./sign.ts";

const BARE = {
  description: "Does nothing.",
  config: z.strictObject({}),
  actions: {},
  init: () => ({ handle: {} }),
};
const HOUR = 3_600_000;

async function openDesk() {
  const room = await openWebhooks({ handlers: { desk: () => () => "Nothing to do" } });
  const rotate = () => room.secrets.rotate("desk", "owner");
  const status = async (secret: string) =>
    (await post(room.addressOf("desk"), signed({ body: "{}", secret, at: room.clock.now() }))).status;
  const pass = (ms: number) => room.clock.set(new Date(room.clock.now().getTime() + ms));
  return { room, rotate, status, pass };
}

describe("a secret", () => {
  test("is made once asked for; without one whatever comes is refused", async () => {
    const { room, rotate, status } = await openDesk();
    await using _ = room;
    expect(room.secrets.has("desk")).toBe(false);
    expect(await status("whsec_")).toBe(401);
    expect(await status(`whsec_${Buffer.alloc(24).toString("base64")}`)).toBe(401);
    const { secret, previousUntil } = rotate();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
    expect(previousUntil).toBeNull();
    expect(room.secrets.has("desk")).toBe(true);
    expect(room.host.find("desk")?.webhook?.hasSecret).toBe(true);
    expect(await status(secret)).toBe(202);
    expect(rotate().secret).not.toBe(secret);
  });

  test("is good for another day after a rotation, however often it is rotated in that day", async () => {
    const { room, rotate, status, pass } = await openDesk();
    await using _ = room;
    const first = rotate().secret;
    const second = rotate();
    expect(second.previousUntil).toEqual(new Date(room.clock.now().getTime() + 24 * HOUR));
    pass(12 * HOUR);
    const third = rotate().secret;
    for (const secret of [first, second.secret, third]) expect(await status(secret)).toBe(202);
    pass(12 * HOUR + 1_000);
    expect(await Promise.all([first, second.secret, third].map(status))).toEqual([401, 202, 202]);
    pass(12 * HOUR);
    expect(await Promise.all([second.secret, third].map(status))).toEqual([401, 202]);
  });

  test("stands nowhere in the database or the log of events as it is", async () => {
    const { room, rotate } = await openDesk();
    await using _ = room;
    const { secret } = rotate();
    const rows = room.read<{ sealed: string }>("SELECT sealed FROM vault");
    const told = room.read<{ kind: string; actor: string }>(
      "SELECT * FROM events WHERE kind LIKE 'integration.%'",
    );
    expect(rows.length).toBe(1);
    expect(told).toContainEqual(expect.objectContaining({ kind: "integration.rotated", actor: "owner" }));
    expect(JSON.stringify([rows, told])).not.toContain(secret.slice("whsec_".length));
  });

  test("that the vault cannot open any more is none, and a rotation mends that", async () => {
    using database = openScratchDatabase();
    {
      await using before = await openWebhooks({ database, handlers: { desk: () => () => "" } });
      before.secretOf("desk");
    }
    database.db.run("UPDATE vault SET sealed = replace(sealed, 'v1.', 'v1.A')");
    await using room = await openWebhooks({ database, handlers: { desk: () => () => "" } });
    expect(room.secrets.has("desk")).toBe(false);
    expect(await room.send("desk", {})).toMatchObject({ integrationId: "desk", error: null });
  });

  test("is made neither for what takes no webhooks or checks them itself, nor for what is not there", async () => {
    const quiet = defineIntegration({ ...BARE, id: "quiet", name: "Quiet" });
    const own = defineIntegration({
      ...BARE,
      id: "own",
      name: "Own",
      webhook: { check: "own", hasSecret: () => true, verify: () => undefined },
    });
    await using room = await openWebhooks({ others: [quiet, own] });
    expect(() => room.secrets.rotate("nobody", "owner")).toThrow("no integration");
    expect(() => room.secrets.rotate("quiet", "owner")).toThrow("Quiet has no secret");
    expect(() => room.secrets.rotate("own", "owner")).toThrow("Own has no secret");
  });
});
