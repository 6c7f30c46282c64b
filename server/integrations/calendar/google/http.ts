import { IntegrationError } from "../../error.ts";
import type { GoogleContext } from "./settings.ts";

export type Answer = { status: number; headers: Headers; text: string };

/**
 * A request to Google, and its answer up to so many bytes. Redirects are not followed: the request has secrets in it.
 * @throws IntegrationError `retry`
 */
export async function request(
  { fetch }: Pick<GoogleContext, "fetch">,
  { url, maxBytes, ...init }: RequestInit & { url: string | URL; maxBytes: number },
): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual" });
    return { status: response.status, headers: response.headers, text: await readText(response, maxBytes) };
  } catch (error) {
    if (error instanceof IntegrationError) throw error;
    // Without the cause: it may quote the address, which has ids in it.
    throw new IntegrationError("retry", "Google could not be reached, or its answer broke off.");
  }
}

async function readText(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop early also ends the transfer.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > maxBytes)
      throw new IntegrationError("retry", `Google's answer is longer than ${maxBytes / 1024 / 1024} MiB.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** What a text says as JSON; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
