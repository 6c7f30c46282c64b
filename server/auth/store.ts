import { and, eq, gt, lte } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import { credentials } from "../db/tables/auth.ts";

type Credential = typeof credentials.$inferSelect;

export function createCredentialStore(db: Db) {
  return {
    insert: (credential: typeof credentials.$inferInsert): void =>
      db.insert(credentials).values(credential).run(),

    find: (hash: string, now: Date): Credential | undefined =>
      db
        .select()
        .from(credentials)
        .where(and(eq(credentials.hash, hash), gt(credentials.expiresAt, now)))
        .get(),

    remove: (hash: string): void => db.delete(credentials).where(eq(credentials.hash, hash)).run(),

    removeExpired: (now: Date): void => db.delete(credentials).where(lte(credentials.expiresAt, now)).run(),

    removeOfKind: (kind: Credential["kind"]): void =>
      db.delete(credentials).where(eq(credentials.kind, kind)).run(),
  };
}
