import { z } from "zod";
import { plainText } from "./text.ts";

/** Every id that Porter makes is a UUID version 7 (RFC 9562): unique, and sorted by the time it was made. */
export const Id = z.uuid();

/** A key that makes a repeated call have the effect of one: the second call answers with what the first one made. */
export const IdempotencyKey = plainText(200).min(8);

/** Opaque place in a list, taken from `nextCursor` of the page before. */
export const Cursor = z.string().max(500);

export const PageLimit = z.number().int().min(1).max(200);
