import { afterEach, beforeEach, expect, jest, test } from "bun:test";
import { connect } from "node:net";
import { hashSecret } from "../../../server/auth/secret.ts";
import { whileLetIn } from "../../../server/trpc/while-let-in.ts";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { handlesOf } from "../../support/memory-of.ts";
import { startPorter } from "../../support/server.ts";
import { issueCredential, openBeside } from "../../support/credential.ts";

const MINUTE = 60_000;

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function open(isLetIn = () => true) {
  let hungUp = 0;
  let told = Promise.withResolvers<number>();
  async function* source() {
    while (true) {
      yield await told.promise;
      told = Promise.withResolvers<number>();
    }
  }
  const stream = whileLetIn(source(), { isLetIn, hangUp: () => void hungUp++ });
  return { stream, tell: () => told.resolve(1), hungUp: () => hungUp };
}

test("a stream is ended whose reader takes nothing for ten minutes though there was something, and no other", async () => {
  const { stream, tell, hungUp } = open();
  let next = stream.next();
  jest.advanceTimersByTime(60 * MINUTE); // It waits for something to come.
  expect(hungUp()).toBe(0);
  for (let i = 0; i < 10; i++) {
    tell();
    await next;
    jest.advanceTimersByTime(9 * MINUTE); // A slow one.
    next = stream.next();
    jest.advanceTimersByTime(2_000);
  }
  expect(hungUp()).toBe(0);
  tell();
  await next;
  jest.advanceTimersByTime(10 * MINUTE + 2_000);
  expect(hungUp()).toBe(1);
  await stream.return();
});

test.if(LONG)("the connection of a reader that has stopped ends with its credential, too", async () => {
  jest.useRealTimers();
  await using porter = await startPorter();
  const credential = issueCredential(porter, { kind: "browser" });
  const { id } = await porter.client.tasks.create.mutate({ title: "0" });
  const before = handlesOf(porter.pid);
  const socket = connect(porter.port, "127.0.0.1", () =>
    socket.write(
      `GET /trpc/tasks.onChange HTTP/1.1\r\nHost: 127.0.0.1:${porter.port}\r\nCookie: porter_${porter.port}=${credential}\r\n\r\n`,
    ),
  );
  await new Promise<void>((resolve) => socket.once("data", () => resolve(void socket.pause())));
  for (let i = 0; i < 100; i++)
    await porter.client.tasks.update.mutate({ id, title: String(i), description: "x".repeat(90_000 + i) });
  expect(handlesOf(porter.pid)).toBeGreaterThan(before);
  const begun = performance.now();
  using database = openBeside(porter);
  database.run("DELETE FROM credentials WHERE hash = ?", [hashSecret(credential)]);
  while (handlesOf(porter.pid) > before && performance.now() - begun < MINUTE) await Bun.sleep(200);
  expect(handlesOf(porter.pid)).toBe(before);
  socket.destroy();
  figure(
    "streams",
    "until the connection of a reader that had stopped was let go",
    (performance.now() - begun) / 1000,
    "s",
  );
});
