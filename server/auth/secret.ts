import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits in base64url: 43 characters. */
export const makeSecret = (): string => randomBytes(32).toString("base64url");

/** Named tokens begin so: scanners for leaked secrets can know them by it. */
export const TOKEN_PREFIX = "porter_";

const digestOf = (secret: string): Buffer => createHash("sha256").update(secret).digest();

/** SHA-256 in hex. Enough for secrets of 256 random bits; a password would need a slow hash. */
export const hashSecret = (secret: string): string => digestOf(secret).toString("hex");

/** Compares two secrets of any length in constant time. */
export const isSameSecret = (a: string, b: string): boolean => timingSafeEqual(digestOf(a), digestOf(b));
