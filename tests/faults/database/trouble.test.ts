import { expect, test } from "bun:test";
import { asUnavailable, DatabaseTrouble } from "../../../server/db/trouble.ts";
import { createTroubleLog } from "../../../server/db/trouble-log.ts";
import { PorterError } from "../../../server/errors.ts";

const failed = (code: string) => Object.assign(new Error("it failed"), { code });

test("the log says once a minute what the database's trouble is, each kind by itself, with what SQLite has said", () => {
  const lines: unknown[] = [];
  let now = 0;
  const tell = createTroubleLog({ error: (about: unknown) => lines.push(about) }, () => now);
  const [full, locked] = [failed("SQLITE_FULL"), failed("SQLITE_BUSY_SNAPSHOT")];
  const meet = (error: Error) => tell(asUnavailable(error) ?? expect.unreachable());
  for (let call = 0; call < 100; call++) meet(full);
  meet(locked);
  now = 59_999;
  meet(full);
  expect(lines).toEqual([
    { trouble: "full", err: full },
    { trouble: "locked", err: locked },
  ]);
  now = 60_000;
  meet(full);
  expect(lines).toHaveLength(3);
});

test("what says itself what went wrong is not taken for the database's trouble: a folder that may not be looked into", () => {
  const said = new PorterError("INVALID", "The folder /root/x does not exist.", { cause: failed("EACCES") });
  expect(asUnavailable(said)).toBeUndefined();
  expect(asUnavailable(failed("SQLITE_READONLY"))).toBeInstanceOf(DatabaseTrouble);
});
