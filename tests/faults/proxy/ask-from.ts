import { request } from "node:https";

type Answer = { status: number; text: string };

/** A request over a connection of its own that comes from this address of loopback (127.0.0.0/8). */
export function askFrom(
  address: string,
  port: number,
  options: { path: string; headers: Record<string, string>; method?: string; body?: string },
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { path, headers, method = "GET", body = "" } = options;
  const asked = request(
    {
      host: "127.0.0.1",
      port,
      path,
      method,
      headers: { host: `localhost:${port}`, ...headers, "content-length": Buffer.byteLength(body) },
      localAddress: address,
      agent: false,
      servername: "localhost",
      rejectUnauthorized: false,
    },
    (answer) => {
      let text = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => (text += chunk));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
    },
  );
  asked.on("error", reject);
  asked.end(body);
  return promise;
}
