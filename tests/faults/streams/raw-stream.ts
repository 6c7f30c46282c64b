import { connect } from "node:net";
import type { Porter } from "../../support/server.ts";

/**
 * A subscription over a socket of its own, read as text. Bun's `fetch` has 256 connections at the same time at most
 * (`BUN_CONFIG_MAX_HTTP_REQUESTS`).
 */
export function openRawStream({ port, token }: Porter, path: string) {
  let text = "";
  let told = Promise.withResolvers<void>();
  const socket = connect(port, "127.0.0.1", () =>
    socket.write(
      [
        `GET /trpc/${path} HTTP/1.1`,
        `Host: 127.0.0.1:${port}`,
        `Authorization: Bearer ${token}`,
        "Accept: text/event-stream",
        "\r\n",
      ].join("\r\n"),
    ),
  );
  socket.setEncoding("utf8");
  socket.on("data", (chunk: string) => {
    text += chunk;
    told.resolve();
  });
  socket.on("error", (error) => told.reject(error));
  socket.on("close", () => told.reject(new Error(`The stream ended: ${text}`)));
  return {
    async until(word: string): Promise<void> {
      while (!text.includes(word)) {
        told = Promise.withResolvers<void>();
        await told.promise;
      }
    },
    cut: (): void => {
      socket.removeAllListeners("close").destroy();
    },
  };
}
