import { and, desc, eq, gt, isNull, lte, ne, sql } from "drizzle-orm";
import type { Token, TokenName } from "../../shared/token.ts";
import type { Db } from "../db/open.ts";
import { credentials } from "../db/tables/auth.ts";

type Credential = typeof credentials.$inferSelect;

/** A row of the owner's named tokens stays for its name, which stands for what it did. */
const isNotToken = ne(credentials.kind, "token");

export function createCredentialStore(db: Db) {
  // Asked by every request of a browser, an agent and a script. (A placeholder is given as the column writes it.)
  const goodAt = db
    .select()
    .from(credentials)
    .where(
      and(eq(credentials.hash, sql.placeholder("hash")), gt(credentials.expiresAt, sql.placeholder("now"))),
    )
    .prepare();

  return {
    insert: (credential: typeof credentials.$inferInsert): void =>
      db.insert(credentials).values(credential).run(),

    find: (hash: string, now: Date): Credential | undefined =>
      goodAt.get({ hash, now: credentials.expiresAt.mapToDriverValue(now) }),

    /** Whether there was a session's token with this hash that is good and was bound to none. */
    bind: (hash: string, sessionId: string, now: Date): boolean =>
      db
        .update(credentials)
        .set({ sessionId })
        .where(
          and(
            eq(credentials.hash, hash),
            eq(credentials.kind, "session"),
            isNull(credentials.sessionId),
            gt(credentials.expiresAt, now),
          ),
        )
        .returning({ hash: credentials.hash })
        .all().length === 1,

    /** Of a browser or a session. */
    remove: (hash: string): void =>
      db
        .delete(credentials)
        .where(and(eq(credentials.hash, hash), isNotToken))
        .run(),

    /** Of browsers and sessions. */
    removeExpired: (now: Date): void =>
      db
        .delete(credentials)
        .where(and(lte(credentials.expiresAt, now), isNotToken))
        .run(),

    removeOfKind: (kind: Credential["kind"]): void =>
      db.delete(credentials).where(eq(credentials.kind, kind)).run(),
  };
}

/** The last moment that a Date can be: of a token without end. */
const NEVER = new Date(8.64e15);
/** Of a revoked token: no clock that is set back lets it in again. */
const REVOKED = new Date(0);

const isToken = eq(credentials.kind, "token");
const wasNotRevoked = and(isToken, gt(credentials.expiresAt, REVOKED));

function toToken({ id, name, scope, createdAt, expiresAt, lastUsedAt }: Credential): Token {
  if (id === null || name === null || scope === null) throw new Error("A token's row is not whole.");
  const end = expiresAt.getTime() === NEVER.getTime() ? null : expiresAt;
  return { id, name, scope, createdAt, expiresAt: end, lastUsedAt };
}

/** The owner's named tokens. One that was revoked is found by its name only. */
export function createTokenStore(db: Db) {
  return {
    insert: (hash: string, token: Token): void =>
      db
        .insert(credentials)
        .values({ ...token, hash, kind: "token", expiresAt: token.expiresAt ?? NEVER })
        .run(),

    /** The newest first. */
    list: (): Token[] =>
      db.select().from(credentials).where(wasNotRevoked).orderBy(desc(credentials.id)).all().map(toToken),

    names: (): TokenName[] =>
      db
        .select()
        .from(credentials)
        .where(isToken)
        .all()
        .map((row) => ({ ...toToken(row), isRevoked: row.expiresAt.getTime() === REVOKED.getTime() }))
        .map(({ id, name, isRevoked }) => ({ id, name, isRevoked })),

    find(id: string): Token | undefined {
      const row = db
        .select()
        .from(credentials)
        .where(and(wasNotRevoked, eq(credentials.id, id)))
        .get();
      return row && toToken(row);
    },

    revoke: (id: string): void =>
      db
        .update(credentials)
        .set({ expiresAt: REVOKED })
        .where(and(isToken, eq(credentials.id, id)))
        .run(),

    setUsed: (id: string, at: Date): void =>
      db
        .update(credentials)
        .set({ lastUsedAt: at })
        .where(and(isToken, eq(credentials.id, id)))
        .run(),
  };
}
