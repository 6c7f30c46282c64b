import { and, asc, count, eq, inArray, isNotNull, isNull, lte, min, or, sql } from "drizzle-orm";
import type { Approval, DecidedApproval, ListDecided, WaitingApproval } from "../../../shared/approval.ts";
import { behind, orderBy, toPage, type Order } from "../../db/keyset.ts";
import { contains } from "../../db/like.ts";
import type { Db } from "../../db/open.ts";
import { approvals, messages, sessions } from "../../db/tables/agents.ts";

type Row = typeof approvals.$inferSelect;

const toApproval = ({
  answers: _answers,
  decidedBy: _decidedBy,
  rule: _rule,
  isHeld: _isHeld,
  deliveredAt: _deliveredAt,
  usedAt: _usedAt,
  ...approval
}: Row): Approval => approval;

/** The list over all sessions is not paged: a person answers these one by one. */
const MOST_WAITING = 200;

const DECIDED_PAGE = 30;
const BY_DECISION: Order = { by: approvals.decidedAt, unique: approvals.id, direction: "desc" };

export type Decision = Pick<Row, "status" | "message" | "answers" | "editedInput" | "decidedBy" | "rule">;

/** A parked call whose answer was not brought to it. A held one takes its answer itself. */
const isUndelivered = and(isNull(approvals.deliveredAt), eq(approvals.isHeld, false));

export function createApprovalStore(db: Db) {
  /** Where a call was asked for: in the last thing that the agent had begun to say by then. */
  const askedIn = sql<number | null>`(
    select ${messages.seq} from ${messages}
    where ${messages.sessionId} = ${approvals.sessionId} and ${messages.role} = 'assistant'
      and ${messages.parentToolUseId} is null and ${messages.createdAt} <= ${approvals.createdAt}
    order by ${messages.seq} desc limit 1)`;

  const ofToolUse = (sessionId: string, toolUseId: string) =>
    and(eq(approvals.sessionId, sessionId), eq(approvals.toolUseId, toolUseId));

  return {
    insert: (approval: Approval): Approval =>
      toApproval(db.insert(approvals).values(approval).returning().get()),

    insertHeld: (approval: Approval): Approval =>
      toApproval(
        db
          .insert(approvals)
          .values({ ...approval, isHeld: true })
          .returning()
          .get(),
      ),

    find(id: string): Approval | undefined {
      const row = db.select().from(approvals).where(eq(approvals.id, id)).get();
      return row && toApproval(row);
    },

    /** With the answers to the agent's question, which only the agent is told. */
    findByToolUse: (sessionId: string, toolUseId: string): Row | undefined =>
      db.select().from(approvals).where(ofToolUse(sessionId, toolUseId)).get(),

    decide: (id: string, decision: Decision): Approval =>
      toApproval(
        db
          .update(approvals)
          .set({ ...decision, decidedAt: new Date() })
          .where(eq(approvals.id, id))
          .returning()
          .get(),
      ),

    setDelivered: (id: string, deliveredAt: Date): void =>
      db.update(approvals).set({ deliveredAt }).where(eq(approvals.id, id)).run(),

    setAllDelivered: (sessionId: string, deliveredAt: Date): void =>
      db
        .update(approvals)
        .set({ deliveredAt })
        .where(and(eq(approvals.sessionId, sessionId), isUndelivered))
        .run(),

    setUsed: (id: string, usedAt: Date): void =>
      db.update(approvals).set({ usedAt }).where(eq(approvals.id, id)).run(),

    setAllUsed: (sessionId: string, usedAt: Date): void =>
      db
        .update(approvals)
        .set({ usedAt })
        .where(and(eq(approvals.sessionId, sessionId), isNull(approvals.usedAt)))
        .run(),

    /** Waits for a person again. */
    reopen: (id: string, expiresAt: Date): Approval =>
      toApproval(
        db
          .update(approvals)
          .set({
            status: "pending",
            message: null,
            answers: null,
            editedInput: null,
            isHeld: false,
            expiresAt,
            decidedAt: null,
            decidedBy: null,
            rule: null,
            deliveredAt: null,
            usedAt: null,
          })
          .where(eq(approvals.id, id))
          .returning()
          .get(),
      ),

    /** The call that stands parked in the CLI: asked, and its answer not yet given back. */
    findParked: (sessionId: string): Row | undefined =>
      db
        .select()
        .from(approvals)
        .where(
          and(
            eq(approvals.sessionId, sessionId),
            inArray(approvals.status, ["pending", "allowed", "denied"]),
            isUndelivered,
          ),
        )
        .limit(1)
        .get(),

    /** Calls that were allowed and handed to the CLI, and that Porter has not heard of yet; the oldest first. */
    unused: (sessionId: string): Approval[] =>
      db
        .select()
        .from(approvals)
        .where(
          and(
            eq(approvals.sessionId, sessionId),
            eq(approvals.status, "allowed"),
            or(isNotNull(approvals.deliveredAt), eq(approvals.isHeld, true)),
            isNull(approvals.usedAt),
          ),
        )
        .orderBy(asc(approvals.createdAt))
        .all()
        .map(toApproval),

    /** A call that the person went on without answering, and that the CLI still has parked. */
    findPassedOver: (sessionId: string): Row | undefined =>
      db
        .select()
        .from(approvals)
        .where(and(eq(approvals.sessionId, sessionId), eq(approvals.status, "withdrawn"), isUndelivered))
        .limit(1)
        .get(),

    /** Calls that were allowed and handed to the CLI. */
    delivered: (sessionId: string): Approval[] =>
      db
        .select()
        .from(approvals)
        .where(
          and(
            eq(approvals.sessionId, sessionId),
            eq(approvals.status, "allowed"),
            isNotNull(approvals.deliveredAt),
          ),
        )
        .all()
        .map(toApproval),

    /** Whatever of a session waits for a person, the oldest first. */
    pending: (sessionId: string): Row[] =>
      db
        .select()
        .from(approvals)
        .where(and(eq(approvals.sessionId, sessionId), eq(approvals.status, "pending")))
        .orderBy(asc(approvals.createdAt), asc(approvals.id))
        .all(),

    /** Calls for whose answer a process waits, of one session or of all. */
    held: (sessionId?: string): Row[] =>
      db
        .select()
        .from(approvals)
        .where(
          and(
            sessionId === undefined ? undefined : eq(approvals.sessionId, sessionId),
            eq(approvals.status, "pending"),
            eq(approvals.isHeld, true),
          ),
        )
        .all(),

    /** What waits in all sessions, the oldest first. */
    waiting: (): { items: WaitingApproval[]; total: number } => ({
      items: db
        .select({
          approval: approvals,
          session: { id: sessions.id, title: sessions.title, cwd: sessions.cwd, status: sessions.status },
        })
        .from(approvals)
        .innerJoin(sessions, eq(sessions.id, approvals.sessionId))
        .where(eq(approvals.status, "pending"))
        .orderBy(asc(approvals.createdAt), asc(approvals.id))
        .limit(MOST_WAITING)
        .all()
        .map(({ approval, session }) => ({ approval: toApproval(approval), session })),
      total:
        db.select({ total: count() }).from(approvals).where(eq(approvals.status, "pending")).get()?.total ??
        0,
    }),

    /** What waits no more, in all sessions, the latest decision first. */
    decided({ query = "", cursor, limit = DECIDED_PAGE }: ListDecided): {
      items: DecidedApproval[];
      nextCursor: string | null;
    } {
      const words = query.split(/\s+/).filter((word) => word !== "");
      const found = db
        .select({ approval: approvals, session: { id: sessions.id, title: sessions.title }, seq: askedIn })
        .from(approvals)
        .innerJoin(sessions, eq(sessions.id, approvals.sessionId))
        .where(
          and(
            isNotNull(approvals.decidedAt),
            behind(BY_DECISION, cursor),
            ...words.map((word) =>
              or(
                contains(approvals.input, word),
                contains(approvals.editedInput, word),
                contains(approvals.toolName, word),
                contains(sessions.title, word),
              ),
            ),
          ),
        )
        .orderBy(...orderBy(BY_DECISION))
        .limit(limit + 1)
        .all()
        .map((row) => ({
          ...row,
          key: [row.approval.decidedAt?.getTime() ?? 0, row.approval.id] satisfies [number, string],
        }));
      const { rows, nextCursor } = toPage(found, limit);
      const items = rows.map(({ approval, session, seq }): DecidedApproval => {
        const { decidedBy, rule } = approval;
        return { approval: toApproval(approval), session, decidedBy, rule, seq };
      });
      return { items, nextCursor };
    },

    /** Those whose time is over. */
    due: (now: Date): Approval[] =>
      db
        .select()
        .from(approvals)
        .where(and(eq(approvals.status, "pending"), lte(approvals.expiresAt, now)))
        .all()
        .map(toApproval),

    nextExpiry: (): Date | undefined =>
      db
        .select({ at: min(approvals.expiresAt) })
        .from(approvals)
        .where(eq(approvals.status, "pending"))
        .get()?.at ?? undefined,

    ofSession: (sessionId: string): Approval[] =>
      db
        .select()
        .from(approvals)
        .where(eq(approvals.sessionId, sessionId))
        .orderBy(asc(approvals.createdAt))
        .all()
        .map(toApproval),
  };
}
