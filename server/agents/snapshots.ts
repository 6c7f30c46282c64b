import { Id } from "../../shared/ids.ts";
import type { Session } from "../../shared/session.ts";
import type { FolderDiffs } from "./folder-diff.ts";
import type { SessionSetupStore } from "./store/session-setup.ts";
import type { Stores } from "./stores.ts";

const DAY = 86_400_000;
/** In days since the session's last change. */
export const KEPT_DAYS = 90;
/** In days since it was archived. */
const KEPT_ARCHIVED_DAYS = 30;
/** So many sessions, those changed last, keep theirs. */
const MOST_KEPT = 500;

const AT_WORK = new Set<Session["status"]>(["queued", "running", "waiting"]);

/** Lets go what was noted of folders for sessions that nobody will compare any more. */
export function createSnapshotSweep(deps: {
  diffs: Pick<FolderDiffs, "kept" | "forget">;
  sessions: Pick<Stores["sessions"], "find">;
  setups: Pick<SessionSetupStore, "set">;
}) {
  return async function sweep(now: Date): Promise<void> {
    const ids = (await deps.diffs.kept()).filter((name) => Id.safeParse(name).success);
    const kept = ids.map((id) => ({ id, session: deps.sessions.find(id) }));
    const byAge = kept.toSorted((a, b) => changedAt(b.session) - changedAt(a.session));
    for (const [place, { id, session }] of byAge.entries()) {
      if (session && (AT_WORK.has(session.status) || (place < MOST_KEPT && isYoung(session, now)))) continue;
      if (session) deps.setups.set(id, { baseCommit: null });
      await deps.diffs.forget(id);
    }
  };
}

const changedAt = (session: Session | undefined): number => session?.updatedAt.getTime() ?? 0;

function isYoung({ updatedAt, archivedAt }: Session, now: Date): boolean {
  if (archivedAt && now.getTime() - archivedAt.getTime() > KEPT_ARCHIVED_DAYS * DAY) return false;
  return now.getTime() - updatedAt.getTime() <= KEPT_DAYS * DAY;
}
