import type { Session } from "../../../shared/session.ts";
import { explain } from "../api/errors.ts";
import { applySessionChange } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { showToast } from "../shell/toast.ts";

async function run(failed: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    showToast({ message: `${failed}: ${explain(error)}`, kind: "error" });
  }
}

/** Shown at once, and taken back when the server refuses. */
const change = (session: Session, part: Partial<Session>, send: () => Promise<unknown>): Promise<void> =>
  run("Not changed", async () => {
    applySessionChange({ ...session, ...part });
    try {
      await send();
    } catch (error) {
      applySessionChange(session);
      throw error;
    }
  });

/** Null: what the configuration says. */
export const setBudget = (session: Session, budgetUsd: number | null): Promise<void> =>
  change(session, { budgetUsd }, () => api.agents.setBudget.mutate({ id: session.id, budgetUsd }));

export const setResume = (session: Session, resumesAtReset: boolean): Promise<void> =>
  change(session, { resumesAtReset }, () => api.agents.setResume.mutate({ id: session.id, resumesAtReset }));

export const raiseDayBudget = (toUsd: number): Promise<void> =>
  run("Not allowed", () => api.agents.raiseDayBudget.mutate({ toUsd }));

export const goOn = (id: string): Promise<void> =>
  run("It does not go on", () => api.agents.goOn.mutate({ id }));
