import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/**
 * How a connection is lost:
 * - `reset`: both sides get an RST in the middle of whatever was on its way
 * - `end`: both sides get a FIN
 * - `stall`: nothing is read any more from either side, whose buffers fill up
 * - `half-open`: what either side sends is taken and lost, and neither is told
 */
export type Cut = "reset" | "end" | "stall" | "half-open";
export const CUTS: readonly Cut[] = ["reset", "end", "stall", "half-open"];

/** A TCP proxy on loopback that loses connections. `leadTo` says where it leads, which may be known later. */
export async function openTcpProxy() {
  let target: number | undefined;
  const pairs = new Set<readonly [Socket, Socket]>();

  const server = createServer((client) => {
    if (target === undefined) return void client.destroy();
    const upstream = connect(target, "127.0.0.1");
    const pair = [client, upstream] as const;
    pairs.add(pair);
    client.pipe(upstream);
    upstream.pipe(client);
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on("error", () => undefined); // It closes, too.
      socket.on("close", () => {
        pairs.delete(pair);
        for (const one of pair) one.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a path

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    leadTo: (where: number): void => {
      target = where;
    },
    openConnections: (): number => pairs.size,
    /** Every connection that stands now; those that come after it are whole. */
    cut(how: Cut): void {
      for (const [client, upstream] of pairs) {
        if (how === "reset") for (const socket of [client, upstream]) socket.resetAndDestroy();
        else {
          client.unpipe(upstream);
          upstream.unpipe(client);
          for (const socket of [client, upstream]) {
            if (how === "end") socket.end();
            else if (how === "stall") socket.pause();
            else socket.resume();
          }
        }
      }
    },
    /** What was stalled goes on; for connections that lost nothing otherwise. */
    goOn(): void {
      for (const [client, upstream] of pairs) {
        client.pipe(upstream);
        upstream.pipe(client);
      }
    },
    async [Symbol.asyncDispose](): Promise<void> {
      for (const pair of pairs) for (const socket of pair) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
