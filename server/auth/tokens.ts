import type { Actor } from "../../shared/actor.ts";
import {
  Token,
  type CreatedToken,
  type CreateToken,
  type TokenChange,
  type TokenName,
} from "../../shared/token.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import type { Log } from "../log.ts";
import { hashSecret, makeSecret, TOKEN_PREFIX } from "./secret.ts";
import { createTokenStore } from "./store.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export type Tokens = ReturnType<typeof createTokens>;

/** The named tokens that the owner gives to scripts and to other programs. `auth.findByBearer` knows them. */
export function createTokens(deps: { db: Db; events: Pick<EventLog, "write">; log: Pick<Log, "warn"> }) {
  const { events, log } = deps;
  const store = createTokenStore(deps.db);
  /** When the use of each was last written down in this run, in ms. */
  const noted = new Map<string, number>();
  const subjectOf = ({ id }: Token) => `token:${id}`;

  function setUsed(id: string): void {
    try {
      store.setUsed(id, new Date());
    } catch (error) {
      log.warn({ err: error }, "the last use of a token could not be written down");
    }
  }

  return {
    /** Those that were not revoked, the newest first; one that has expired is among them. */
    list: (): { items: Token[] } => ({ items: store.list() }),

    /** Of all that ever were, also of those that were revoked: what they did has their id on it. */
    names: (): { items: TokenName[] } => ({ items: store.names() }),

    create: ({ name, scope, days }: CreateToken, actor: Actor): CreatedToken =>
      events.write((append) => {
        const createdAt = new Date();
        const expiresAt = days === undefined ? null : new Date(createdAt.getTime() + days * DAY);
        const row = { id: Bun.randomUUIDv7(), name, scope, createdAt, expiresAt, lastUsedAt: null };
        const token = TOKEN_PREFIX + makeSecret();
        store.insert(hashSecret(token), row);
        append({ kind: "token.created", subject: subjectOf(row), actor, after: row });
        return { ...row, token };
      }),

    /**
     * It is void from here on; its streams end within 2 s.
     * @throws PorterError NOT_FOUND
     */
    revoke: (id: string, actor: Actor): Token =>
      events.write((append) => {
        const before = store.find(id);
        if (!before) throw new PorterError("NOT_FOUND", "There is no token with this id.");
        store.revoke(id);
        noted.delete(id);
        append({ kind: "token.revoked", subject: subjectOf(before), actor, before });
        return before;
      }),

    /** It was used. That is written down soon, behind the request that it came with, and once a minute at most. */
    noteUse(id: string): void {
      const now = performance.now();
      if (now - (noted.get(id) ?? -Infinity) < MINUTE) return;
      noted.set(id, now);
      setImmediate(setUsed, id);
    },

    /** What an event of the log means to someone who watches tokens; undefined when it is about something else. */
    describe({ kind, before, after }: LogEvent): TokenChange | undefined {
      if (kind === "token.created") return { type: "created", token: Token.parse(after) };
      return kind === "token.revoked" ? { type: "revoked", token: Token.parse(before) } : undefined;
    },
  };
}
