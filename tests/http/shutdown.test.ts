import { describe, expect, test } from "bun:test";
import { chmodSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readEventStream } from "../support/event-stream.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter } from "../support/server.ts";

/** A stop has nothing to wait for but streams, and ends those itself; it takes some 10 ms. */
const QUICK_MS = 5_000;

describe("SIGTERM", () => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    test(`ends the server with 0 and at once, with streams open: ${signal}`, async () => {
      await using porter = await startPorter();
      const abort = new AbortController();
      const streams = ["tasks.onChange", "events.onEvent", "notifications.onChange"].map((path) =>
        readEventStream(porter, path, { signal: abort.signal }),
      );
      for (const stream of streams) expect((await stream.next()).done).toBe(false);
      const began = performance.now();
      process.kill(porter.pid, signal);
      // An orderly end, not a broken connection.
      for (const stream of streams) expect(await stream.next()).toEqual({ done: true, value: undefined });
      expect(await porter.exited).toBe(0);
      expect(performance.now() - began).toBeLessThan(QUICK_MS);
      expect(porter.stderr()).toBe("");
    });
  }

  test("does not wait for a request that never becomes whole", async () => {
    await using porter = await startPorter();
    const socket = await Bun.connect({
      hostname: "127.0.0.1",
      port: porter.port,
      socket: { data: () => undefined },
    });
    socket.write(
      "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{",
    );
    expect((await fetch(`${porter.url}/health`)).status).toBe(200);
    const began = performance.now();
    expect(await porter.stop()).toBe(0);
    expect(performance.now() - began).toBeLessThan(QUICK_MS);
    socket.end();
  });

  test("answers what it has begun, and leaves a database without a WAL, and the folder to the next one", async () => {
    using home = scratchDir("home");
    const porter = await startPorter({ home: home.path });
    const calls = Array.from({ length: 30 }, (_, i) =>
      porter.client.tasks.create.mutate({ title: `task ${i}` }),
    );
    await calls[0];
    const stopped = porter.stop();
    for (const answer of await Promise.allSettled(calls)) expect(answer.status).toBe("fulfilled");
    expect(await stopped).toBe(0);
    expect(existsSync(join(porter.dataDir, "porter.db-wal"))).toBe(false);
    await using next = await startPorter({ home: home.path });
    expect((await next.client.tasks.list.query({})).items).toHaveLength(30);
  });
});

describe("a stop that has to wait", () => {
  /** An agent that ignores SIGTERM, for which the server waits three seconds. It ends with its test's folder. */
  async function startWithStubbornAgent(home: string) {
    const command = join(home, "stubborn");
    const running = join(home, "running");
    const script = `#!/bin/sh\ntrap '' TERM INT\ntouch ${running}\nwhile [ -e ${running} ]; do sleep 0.05; done\n`;
    writeFileSync(command, script);
    chmodSync(command, 0o755);
    const porter = await startPorter({ home, config: `agents.command = "${command}"` });
    await porter.client.agents.start.mutate({ prompt: "stay" });
    await eventually(() => existsSync(running));
    return porter;
  }

  test("says so to whoever asks for its health, and is forced by a second signal", async () => {
    using home = scratchDir("home");
    await using porter = await startWithStubbornAgent(home.path);
    process.kill(porter.pid, "SIGTERM");
    let answer = await fetch(`${porter.url}/health`);
    while (answer.status === 200) answer = await fetch(`${porter.url}/health`);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ status: "stopping" });

    const began = performance.now();
    process.kill(porter.pid, "SIGTERM");
    expect(await porter.exited).toBe(1);
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});
