import { connect } from "node:net";

export type RawAnswer = { status: number; head: string; body: string };

/** Bytes as they are, over a connection of their own, which the server has to end. Status 0: it ended without a word. */
export function sendRaw(port: number, request: string): Promise<RawAnswer> {
  const { promise, resolve } = Promise.withResolvers<RawAnswer>();
  const socket = connect(port, "127.0.0.1", () => socket.write(request));
  let text = "";
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => (text += chunk));
  socket.on("error", () => socket.destroy()); // A reset is an end, too.
  socket.on("close", () => {
    const [head = "", ...body] = text.split("\r\n\r\n");
    resolve({
      status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
      head: head.toLowerCase(),
      body: body.join("\r\n\r\n"),
    });
  });
  return promise;
}

type Request = {
  method?: string;
  target: string;
  /** The lines of the head, in order; `Host` is one of them. */
  headers: string[];
  body?: string;
};

export function toRaw({ method = "GET", target, headers, body = "" }: Request): string {
  const lines = [`${method} ${target} HTTP/1.1`, ...headers, "Connection: close"];
  if (body !== "" || method === "POST") lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
