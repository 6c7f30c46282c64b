import { IntegrationError } from "../error.ts";

const MAX_BYTES = 10 * 1024 * 1024;

/** @throws IntegrationError when it is larger than 10 MB, or broke off */
export async function readText(response: Response, name: string, signal: AbortSignal): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of response.body ?? []) {
      size += part.byteLength;
      if (size > MAX_BYTES)
        throw new IntegrationError("retry", `${name}: it is larger than ${MAX_BYTES / 1024 / 1024} MB.`);
      parts.push(part);
    }
  } catch (cause) {
    if (cause instanceof IntegrationError) throw cause;
    signal.throwIfAborted();
    throw new IntegrationError("retry", `${name}: its address broke off.`, { cause });
  }
  return new TextDecoder().decode(Buffer.concat(parts));
}
