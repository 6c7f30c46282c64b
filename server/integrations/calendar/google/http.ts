import { IntegrationError } from "../../error.ts";
import { readLimited } from "../limited-body.ts";
import { requestFailure, NoAnswer } from "../no-answer.ts";
import type { GoogleContext } from "./settings.ts";

export type Answer = { status: number; headers: Headers; text: string };

/**
 * A request to Google, and its answer up to so many bytes. Redirects are not followed: the request has secrets in it.
 * @throws IntegrationError `retry`, a NoAnswer when it may have been done
 */
export async function request(
  { fetch }: Pick<GoogleContext, "fetch">,
  { url, maxBytes, ...init }: RequestInit & { url: string | URL; maxBytes: number },
): Promise<Answer> {
  try {
    const response = await fetch(url, { ...init, redirect: "manual" });
    const bytes = await readLimited(response, maxBytes);
    if (!bytes) throw new NoAnswer(`Google's answer is longer than ${maxBytes / 1024 / 1024} MiB.`);
    return { status: response.status, headers: response.headers, text: bytes.toString("utf8") };
  } catch (error) {
    if (error instanceof IntegrationError) throw error;
    throw requestFailure(error, "Google could not be reached, or its answer broke off");
  }
}

/** What a text says as JSON; undefined for what is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
