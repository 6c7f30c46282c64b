import type { Socket } from "bun";
import { hearParent, tellParent } from "../child.ts";
import { median, quantile } from "../statistics.ts";

export type LoadRequest = { method: "GET" | "POST"; path: string; body?: string };
/** Requests that the connections send one after the other, and from the first again. @param seconds for how long */
export type LoadJob = {
  url: string;
  token: string;
  requests: LoadRequest[];
  connections: number;
  seconds: number;
};
/** Of a request, in ms. */
export type LoadFigures = { perSecond: number; median: number; p99: number };

/**
 * Keep-alive connections that read no more of an answer than its status and its length: `fetch` would take more of the
 * machine than what it measures.
 */
async function load(job: LoadJob): Promise<LoadFigures> {
  const { hostname, port, host } = new URL(job.url);
  const { promise: over, resolve, reject } = Promise.withResolvers<void>();
  const requests = job.requests.map((request) => Buffer.from(write(request, host, job.token)));
  let sent = 0;
  const times: number[] = [];
  const began = performance.now();
  const end = began + job.seconds * 1_000;
  let open = job.connections;

  await Promise.all(Array.from({ length: job.connections }, connect));
  await over;
  return {
    perSecond: times.length / ((performance.now() - began) / 1_000),
    median: median(times),
    p99: quantile(times, 0.99),
  };

  async function connect(): Promise<void> {
    let missing = 0;
    let head = "";
    let sentAt = 0;
    const send = (socket: Socket) => {
      sentAt = performance.now();
      // So small a request always fits in the empty buffer of a socket.
      socket.write(requests[sent++ % requests.length] ?? "");
    };
    await Bun.connect({
      hostname,
      port: Number(port),
      socket: {
        open: send,
        data(socket, chunk) {
          if (missing > 0) missing -= chunk.length;
          else {
            head += chunk.toString("latin1");
            const headEnd = head.indexOf("\r\n\r\n");
            if (headEnd < 0) return;
            const length = lengthOf(head.slice(0, headEnd));
            if (length === undefined) return reject(new Error(head.slice(0, 1_000)));
            missing = length - (head.length - headEnd - 4);
            head = "";
          }
          if (missing > 0) return;
          const now = performance.now();
          times.push(now - sentAt);
          if (now < end) return send(socket);
          socket.end();
          if (--open === 0) resolve();
        },
        close: () => (performance.now() < end ? reject(new Error("A connection was cut off.")) : undefined),
        error: (_socket, error) => reject(error),
      },
    });
  }
}

const lengthOf = (head: string): number | undefined => {
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
  return head.startsWith("HTTP/1.1 200 ") && length !== undefined ? Number(length) : undefined;
};

const write = ({ method, path, body }: LoadRequest, host: string, token: string): string =>
  [
    `${method} ${path} HTTP/1.1`,
    `host: ${host}`,
    `authorization: Bearer ${token}`,
    ...(body === undefined
      ? []
      : ["content-type: application/json", `content-length: ${Buffer.byteLength(body)}`]),
    "",
    body ?? "",
  ].join("\r\n");

for await (const job of hearParent<LoadJob>()) tellParent(await load(job));
