import { requestFailure, NoAnswer } from "./no-answer.ts";

const MAX_BYTES = 10 * 1024 * 1024;

/** The body of an answer; undefined when it is longer than so many bytes, and the rest is not taken. */
export async function readLimited(response: Response, maxBytes: number): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.byteLength;
    if (size > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** @throws NoAnswer when it is larger than 10 MB, or broke off */
export async function readBytes(response: Response, name: string, signal: AbortSignal): Promise<Buffer> {
  const bytes = await readLimited(response, MAX_BYTES).catch((thrown: unknown) => {
    signal.throwIfAborted();
    throw requestFailure(thrown, `${name}: its answer broke off`);
  });
  if (bytes) return bytes;
  throw new NoAnswer(`${name}: it is larger than ${MAX_BYTES / 1024 / 1024} MB.`);
}
