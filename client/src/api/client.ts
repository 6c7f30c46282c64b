import { reportUnauthorized } from "./auth.ts";
import { Unanswered } from "./errors.ts";
import { deserialize, serialize, type Packed } from "./wire.ts";

type Kind = "query" | "mutation";
type Call = {
  path: string;
  input: unknown;
  signal: AbortSignal | undefined;
  resolve: (answer: unknown) => void;
  reject: (error: unknown) => void;
};

/** What the server refused; `porterError` reads `data`. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly data: unknown;
  constructor(message: string, data: unknown) {
    super(message);
    this.data = data;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** An answer of one call: `{result: {data}}` or `{error}`, each packed. */
function open(answer: unknown): unknown {
  if (isRecord(answer) && isRecord(answer["result"])) return deserialize(answer["result"]["data"] as Packed); // the server's own form
  if (!isRecord(answer) || !isRecord(answer["error"])) throw new TypeError("This is no answer of Porter's.");
  const error = deserialize(answer["error"] as Packed);
  const { message = "", data } = isRecord(error) ? error : {};
  throw new Refused(String(message), data);
}

/** More in one request make its address too long. */
const MOST_TOGETHER = 10;

async function reach(address: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(address, init);
  } catch (error) {
    throw new Unanswered("Porter does not answer.", { cause: error });
  }
}

/** One request. A call that is given up does not take the others with it. */
async function request(kind: Kind, calls: readonly Call[]): Promise<unknown> {
  const whole = new AbortController();
  let wanted = calls.length;
  for (const { signal, reject } of calls) {
    const giveUp = () => {
      reject(signal?.reason);
      if (--wanted === 0) whole.abort(signal?.reason);
    };
    if (signal?.aborted) giveUp();
    else signal?.addEventListener("abort", giveUp, { once: true });
  }
  const address = `/trpc/${calls.map(({ path }) => path).join(",")}?batch=1`;
  const inputs = JSON.stringify(
    Object.fromEntries(calls.map(({ input }, index) => [index, serialize(input)])),
  );
  const { signal } = whole;
  const response = await (kind === "query"
    ? reach(`${address}&input=${encodeURIComponent(inputs)}`, { signal })
    : reach(address, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: inputs,
        signal,
      }));
  // It is the status only when all calls are refused, and they all are as soon as the cookie is not good.
  if (response.status === 401) reportUnauthorized();
  return response.json();
}

async function send(kind: Kind, calls: readonly Call[]): Promise<void> {
  try {
    const answers = await request(kind, calls);
    for (const [index, { resolve, reject }] of calls.entries()) {
      try {
        resolve(open(Array.isArray(answers) ? answers[index] : answers));
      } catch (error) {
        reject(error);
      }
    }
  } catch (error) {
    for (const { reject } of calls) reject(error);
  }
}

/** What is asked for in the same task goes in one request. */
const gathered: Record<Kind, Call[]> = { query: [], mutation: [] };

function call(kind: Kind, path: string, input: unknown, signal: AbortSignal | undefined): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const calls = gathered[kind];
    calls.push({ path, input, signal, resolve, reject });
    if (calls.length > 1) return;
    setTimeout(() => {
      gathered[kind] = [];
      for (let from = 0; from < calls.length; from += MOST_TOGETHER)
        void send(kind, calls.slice(from, from + MOST_TOGETHER));
    });
  });
}

type CallOptions = { signal?: AbortSignal };

/**
 * Calls procedures by their path, over tRPC's HTTP protocol (https://trpc.io/docs/rpc), batched. Rejects with the
 * server's refusal, or with whatever kept it from answering. Not tRPC's own client: that is 8 KB, most of it for streams,
 * which no first paint needs (stream-client.ts). A test has it talk to tRPC's own server.
 */
export const client = {
  query: (path: string, input?: unknown, options?: CallOptions) =>
    call("query", path, input, options?.signal),
  mutation: (path: string, input?: unknown, options?: CallOptions) =>
    call("mutation", path, input, options?.signal),
};
