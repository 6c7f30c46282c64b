import { z } from "zod";

/**
 * What a named token is good for: to look (`read`), for what an agent may do (`agent`), or for all that the owner may,
 * except for tokens themselves (`owner`).
 */
export const TokenScope = z.enum(["read", "agent", "owner"]);
export type TokenScope = z.output<typeof TokenScope>;
