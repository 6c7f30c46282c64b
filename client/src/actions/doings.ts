import { createMemo } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import { api } from "../api/options.ts";
import { unfinishedOf } from "../api/overlay.ts";
import { createQuery } from "../api/query.ts";
import { isAtWork } from "../ui/at-work.ts";
import { describeDoing, lastLine } from "../ui/doing-words.ts";

/** For rows of sessions: in one line, what the agent does right now, or what it waits for. */
export function createDoings(): (session: Session) => string | undefined {
  const query = createQuery(() => api.agents.atWork.queryOptions());
  const byId = createMemo(() => new Map(query.data()?.items.map((item) => [item.sessionId, item])));
  return ({ id, status }) => {
    const known = byId().get(id);
    if (!known || !isAtWork(status)) return undefined;
    const written = unfinishedOf(id).at(-1)?.content.at(-1);
    if (status === "running" && written?.type === "text") return lastLine(written.text);
    return describeDoing(known, status);
  };
}
