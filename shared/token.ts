import { z } from "zod";
import { Id } from "./ids.ts";
import { oneLine } from "./text.ts";

/**
 * What a named token is good for: to look (`read`), for what an agent may do (`agent`), or for all that the owner may,
 * except for tokens and signing in (`owner`).
 */
export const TokenScope = z.enum(["read", "agent", "owner"]);
export type TokenScope = z.output<typeof TokenScope>;

/** A named token of the owner's, without its secret: that is shown once, when it is made. */
export const Token = z.object({
  id: Id,
  name: z.string(),
  scope: TokenScope,
  createdAt: z.date(),
  /** Null: it has no end. */
  expiresAt: z.date().nullable(),
  /** Written down once a minute at most. Null: not yet. */
  lastUsedAt: z.date().nullable(),
});
export type Token = z.infer<typeof Token>;

/** What is known of every token that ever was. */
export type TokenName = { id: string; name: string; isRevoked: boolean };

export const CreateToken = z.strictObject({
  name: oneLine(80),
  scope: TokenScope,
  /** From now on; left out: without end. */
  days: z.number().int().min(1).max(3650).optional(),
});
export type CreateToken = z.infer<typeof CreateToken>;

/** `token`: the secret, to send as `Authorization: Bearer porter_…`. Nobody can read it again. */
export type CreatedToken = Token & { token: string };

export type TokenChange = { type: "created" | "revoked"; token: Token };
