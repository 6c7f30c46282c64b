import { useLocation } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Approval, DecideApproval } from "../../../../shared/approval.ts";
import { decideApproval } from "../../actions/approvals.ts";
import { explain } from "../../api/errors.ts";
import { mergeMessages } from "../../api/conversation.ts";
import { api } from "../../api/options.ts";
import { unfinishedOf } from "../../api/overlay.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { isAtWork } from "../../ui/at-work.ts";
import { createComposerModel } from "./composer-model.ts";
import { entriesOf } from "./entries.ts";

/** One conversation. `id` is fixed: the route makes a new model for another session. */
export function createSessionModel(id: string) {
  const query = createPagedQuery(() =>
    api.agents.get.infiniteQueryOptions({ id }, { cursorName: "before", next: (page) => page.olderCursor }),
  );
  const session = createMemo(() => query.data()?.pages[0]?.session);
  const history = createMemo(() => query.data()?.pages.flatMap((page) => page.messages) ?? []);
  const messages = createMemo(() => mergeMessages(history(), unfinishedOf(id)));
  const approvals = createMemo(() => {
    // Each page answers with the session's approvals; the latest page is the one that is kept true.
    const byId = new Map<string, Approval>();
    for (const page of (query.data()?.pages ?? []).toReversed()) {
      for (const approval of page.approvals) byId.set(approval.id, approval);
    }
    return [...byId.values()];
  });
  /** Messages that wait for the running turn to end, in their order: they stand at the composer. */
  const queued = createMemo(() => {
    const { queuedMessageIds = [], status } = session() ?? {};
    // A session that is queued waits as a whole; its first message waits for nothing else.
    const waiting = queuedMessageIds.slice(status === "queued" ? 1 : 0);
    return waiting.flatMap((queuedId) => messages().find((message) => message.id === queuedId) ?? []);
  });
  const entries = createMemo(() => {
    const current = session();
    if (!current) return [];
    const begun = messages().filter((message) => !queued().includes(message));
    return entriesOf({ messages: begun, approvals: approvals(), status: current.status });
  });
  /** The message that the address leads to (`#m12`: its seq), and whether it is loaded. */
  const location = useLocation();
  const target = createMemo(() => {
    const seq = Number(/^#m(\d+)$/.exec(location.hash)?.[1] ?? Number.NaN);
    if (Number.isNaN(seq)) return undefined;
    return { seq, messageId: history().find((message) => message.seq === seq)?.id };
  });
  const isBusy = createMemo(() => isAtWork(session()?.status ?? "completed"));
  const task = createQuery(() => ({
    ...api.tasks.get.queryOptions({ id: session()?.taskId ?? "" }),
    enabled: Boolean(session()?.taskId),
  }));

  const composer = createComposerModel(id);

  const [isStopping, setStopping] = createSignal(false);
  async function interrupt(): Promise<void> {
    if (!isBusy() || isStopping()) return;
    setStopping(true);
    try {
      await api.agents.interrupt.mutate({ id });
    } catch (error) {
      showToast({ message: `Not stopped: ${explain(error)}`, kind: "error" });
    } finally {
      setStopping(false);
    }
  }

  const lastPrompt = createMemo(() => {
    const last = messages().findLast((message) => message.role === "user");
    return last?.content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
  });

  return {
    id,
    query,
    session,
    task: task.data,
    entries,
    target,
    isBusy,
    failedServers: createMemo(() =>
      (session()?.mcpServers ?? []).filter((server) => server.status === "failed"),
    ),
    composer,
    queued,
    sending: composer.sending,
    interrupt: () => void interrupt(),
    isStopping,
    decide: (approval: Approval, decision: Omit<DecideApproval, "approvalId">) =>
      void decideApproval(approval, decision),
    sendAgain: () => {
      const text = lastPrompt();
      if (text) composer.send(text);
    },
  };
}
export type SessionModel = ReturnType<typeof createSessionModel>;
export type Decide = SessionModel["decide"];
