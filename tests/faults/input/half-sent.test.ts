import { expect, test } from "bun:test";
import { connect } from "node:net";
import { figure } from "../../support/figures.ts";
import { LONG } from "../../support/long.ts";
import { startPorter } from "../../support/server.ts";

/** In s: what the server gives a request of nobody's to arrive, and as much again for a slow machine. */
const LONGEST = 120;

test.skipIf(!LONG)(
  "a stranger's request that never arrives whole is given up, and its connection closed",
  async () => {
    await using porter = await startPorter();
    const { hostname, port, host } = new URL(porter.url);
    const heads = [
      `POST /login HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{`,
      `GET /health HTTP/1.1\r\nHost: ${host}\r\nX-Never`,
    ];
    const began = performance.now();
    const closed = heads.map((head) => {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => undefined); // A reset is an end, too.
      socket.resume().write(head);
      return new Promise<void>((resolve) => socket.once("close", () => resolve()));
    });
    await Promise.all(closed);
    const took = (performance.now() - began) / 1_000;
    expect(took).toBeLessThan(LONGEST);
    expect((await fetch(`${porter.url}/health`)).status).toBe(200);
    figure("input", "a half-sent request of nobody's was given up after", took, "s");
  },
  2 * LONGEST * 1_000,
);
