import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../db/open.ts";
import {
  integrationRuns,
  integrations,
  integrationState,
  integrationUndos,
  vault,
  type OpenRun,
} from "../db/tables/integrations.ts";

export type IntegrationStore = ReturnType<typeof createIntegrationStore>;

export function createIntegrationStore(db: Db) {
  const stateAt = (integrationId: string, key: string) =>
    and(eq(integrationState.integrationId, integrationId), eq(integrationState.key, key));
  const vaultAt = (integrationId: string, key: string) =>
    and(eq(vault.integrationId, integrationId), eq(vault.key, key));

  return {
    /** What the owner decided; undefined when the configuration decides. */
    findEnabled: (id: string): boolean | undefined =>
      db.select().from(integrations).where(eq(integrations.id, id)).get()?.enabled ?? undefined,

    saveEnabled: (id: string, enabled: boolean): void =>
      db
        .insert(integrations)
        .values({ id, enabled })
        .onConflictDoUpdate({ target: integrations.id, set: { enabled } })
        .run(),

    findState: (integrationId: string, key: string): unknown =>
      db.select().from(integrationState).where(stateAt(integrationId, key)).get()?.value,

    saveState: (integrationId: string, key: string, value: unknown): void =>
      db
        .insert(integrationState)
        .values({ integrationId, key, value })
        .onConflictDoUpdate({
          target: [integrationState.integrationId, integrationState.key],
          set: { value },
        })
        .run(),

    removeState: (integrationId: string, key: string): void =>
      db.delete(integrationState).where(stateAt(integrationId, key)).run(),

    findSealed: (integrationId: string, key: string): string | undefined =>
      db.select().from(vault).where(vaultAt(integrationId, key)).get()?.sealed,

    saveSealed: (integrationId: string, key: string, sealed: string): void =>
      db
        .insert(vault)
        .values({ integrationId, key, sealed })
        .onConflictDoUpdate({ target: [vault.integrationId, vault.key], set: { sealed } })
        .run(),

    /** Every row of the vault gets what `change` makes of it, all of them or none. What it held stands nowhere then. */
    changeSealed(change: (row: typeof vault.$inferSelect) => string): void {
      db.transaction(
        (tx) => {
          for (const row of tx.select().from(vault).all())
            tx.update(vault)
              .set({ sealed: change(row) })
              .where(vaultAt(row.integrationId, row.key))
              .run();
        },
        { behavior: "immediate" },
      );
      // The write-ahead log has the pages as they were, and would keep them until it is written over.
      db.run(sql`PRAGMA wal_checkpoint(TRUNCATE)`);
    },

    saveRun: (run: OpenRun): void => db.insert(integrationRuns).values(run).run(),

    removeRun: (id: string): void => db.delete(integrationRuns).where(eq(integrationRuns.id, id)).run(),

    listRuns: (): OpenRun[] => db.select().from(integrationRuns).orderBy(integrationRuns.id).all(),

    saveUndo: (eventId: number, kept: unknown): void =>
      db.insert(integrationUndos).values({ eventId, kept }).run(),

    /** Undefined: nothing was kept; null: it was undone. */
    findUndo: (eventId: number): unknown =>
      db.select().from(integrationUndos).where(eq(integrationUndos.eventId, eventId)).get()?.kept,

    forgetUndo: (eventId: number): void =>
      db.update(integrationUndos).set({ kept: null }).where(eq(integrationUndos.eventId, eventId)).run(),

    removeSealed: (integrationId: string, key: string): void =>
      db.delete(vault).where(vaultAt(integrationId, key)).run(),
  };
}
