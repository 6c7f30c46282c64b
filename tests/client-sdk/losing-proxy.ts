import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** How the connection is cut once Porter has answered: `before` the answer, or `within` it. */
export type Loss = "before" | "within";

/** An HTTP proxy on loopback that loses answers of calls: each that comes while `losses` says so. */
export async function openLosingProxy(target: string) {
  const losses: Loss[] = [];
  const calls: string[] = [];

  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? "", target);
      calls.push(pathname.replace("/trpc/", ""));
      const answer = await fetch(new URL(request.url ?? "", target), {
        method: request.method ?? "GET",
        headers: { authorization: request.headers.authorization ?? "", "content-type": "application/json" },
        ...(request.method === "POST" && { body: await bodyOf(request) }),
      });
      const body = new Uint8Array(await answer.arrayBuffer());
      const loss = losses.shift();
      if (loss === "before") return void request.socket.destroy();
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "",
        "content-length": body.length,
      });
      if (loss === undefined) return void response.end(body);
      response.write(body.subarray(0, body.length / 2), () => request.socket.destroy());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port, not on a path

  return {
    url: `http://127.0.0.1:${port}`,
    /** The answers to the next calls are lost like this, one after the other. */
    lose: (...how: Loss[]): void => void losses.push(...how),
    /** The procedures that were called since this was asked last. */
    takeCalls: (): string[] => calls.splice(0),
    async [Symbol.asyncDispose](): Promise<void> {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}
