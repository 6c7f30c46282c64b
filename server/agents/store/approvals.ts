import { and, asc, eq, inArray, isNotNull, isNull } from "drizzle-orm";
import type { Approval } from "../../../shared/approval.ts";
import type { Db } from "../../db/open.ts";
import { approvals } from "../../db/tables/agents.ts";

type Row = typeof approvals.$inferSelect;

const toApproval = ({
  answers: _answers,
  deliveredAt: _deliveredAt,
  usedAt: _usedAt,
  ...approval
}: Row): Approval => approval;

export function createApprovalStore(db: Db) {
  const ofToolUse = (sessionId: string, toolUseId: string) =>
    and(eq(approvals.sessionId, sessionId), eq(approvals.toolUseId, toolUseId));

  return {
    insert: (approval: Approval): Approval =>
      toApproval(db.insert(approvals).values(approval).returning().get()),

    find(id: string): Approval | undefined {
      const row = db.select().from(approvals).where(eq(approvals.id, id)).get();
      return row && toApproval(row);
    },

    /** With the answers to the agent's question, which only the agent is told. */
    findByToolUse: (sessionId: string, toolUseId: string): Row | undefined =>
      db.select().from(approvals).where(ofToolUse(sessionId, toolUseId)).get(),

    decide: (id: string, decision: Pick<Row, "status" | "message" | "answers">): Approval =>
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
        .where(and(eq(approvals.sessionId, sessionId), isNull(approvals.deliveredAt)))
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
    reopen: (id: string): Approval =>
      toApproval(
        db
          .update(approvals)
          .set({
            status: "pending",
            message: null,
            answers: null,
            decidedAt: null,
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
            isNull(approvals.deliveredAt),
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
            isNotNull(approvals.deliveredAt),
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
        .where(
          and(
            eq(approvals.sessionId, sessionId),
            eq(approvals.status, "withdrawn"),
            isNull(approvals.deliveredAt),
          ),
        )
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
