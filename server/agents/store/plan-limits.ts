import { asc } from "drizzle-orm";
import type { PlanLimit } from "../../../shared/usage.ts";
import type { Db } from "../../db/open.ts";
import { planLimits } from "../../db/tables/agents.ts";

export function createPlanLimitStore(db: Db) {
  return {
    save: (limit: PlanLimit): void =>
      db.insert(planLimits).values(limit).onConflictDoUpdate({ target: planLimits.type, set: limit }).run(),

    list: (): PlanLimit[] => db.select().from(planLimits).orderBy(asc(planLimits.type)).all(),
  };
}
