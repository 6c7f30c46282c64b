import type { Refusal } from "../../auth/guards.ts";
import type { Clock } from "../clock.ts";

const MAX_BYTES = 256 * 1024;
/** For a body to arrive, in ms. */
const TIME_LIMIT = 10_000;

const TOO_LARGE: Refusal = {
  status: 413,
  code: "INVALID",
  message: `A webhook may have ${MAX_BYTES} bytes at most.`,
};
const TOO_SLOW: Refusal = {
  status: 408,
  code: "INVALID",
  message: `A webhook has to arrive within ${TIME_LIMIT / 1000} seconds.`,
};

const NOT_JSON: Refusal = { status: 415, code: "INVALID", message: "A webhook has to be JSON in UTF-8." };
/** Standard Webhooks and GitHub do not say which bytes of a compressed message are signed. */
const COMPRESSED: Refusal = { status: 415, code: "INVALID", message: "A webhook must not be compressed." };

/** Whether it says that it is JSON in UTF-8, as it is and not compressed. */
export function checkType({ headers }: Request): Refusal | undefined {
  const [type, ...parameters] = (headers.get("content-type") ?? "").toLowerCase().split(";");
  const isJson = /^application\/(?:json|[\w.!#$&^-]+\+json)$/.test(type?.trim() ?? "");
  const charset = parameters.map((parameter) => parameter.trim()).find((text) => text.startsWith("charset="));
  const isUtf8 = charset === undefined || /^charset=(?:utf-8|"utf-8")$/.test(charset);
  const encoding = headers.get("content-encoding")?.toLowerCase() ?? "identity";
  if (!isJson || !isUtf8) return NOT_JSON;
  return encoding === "identity" ? undefined : COMPRESSED;
}

/** Whether it says that it has no body, by its length or by having no type (RFC 9110, 8.3 and 8.6). */
export const isSaidEmpty = ({ headers }: Request): boolean =>
  headers.get("content-length") === "0" || !headers.has("content-type");

/** The body byte for byte. Beyond the limits the rest of it is not read. */
export async function readBody(request: Request, clock: Clock): Promise<Uint8Array | Refusal> {
  if (Number(request.headers.get("content-length") ?? 0) > MAX_BYTES) return TOO_LARGE;
  const reader = request.body?.getReader();
  if (!reader) return new Uint8Array();
  const late = Promise.withResolvers<Refusal>();
  const cancel = clock.after(TIME_LIMIT, () => late.resolve(TOO_SLOW));
  const read = await Promise.race([late.promise, readAll(reader)]).finally(cancel);
  if ("status" in read) reader.cancel().catch(() => undefined); // The sender may be gone.
  return read;
}

async function readAll(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array | Refusal> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return Buffer.concat(chunks, bytes);
    bytes += value.byteLength;
    if (bytes > MAX_BYTES) return TOO_LARGE;
    chunks.push(value);
  }
}

/** @throws when it is not JSON in UTF-8. A byte order mark is let pass. */
export const parseJson = (body: Uint8Array): unknown =>
  JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
