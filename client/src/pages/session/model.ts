import { useLocation } from "@solidjs/router";
import { createMemo, createSignal } from "solid-js";
import type { Approval, DecideApproval } from "../../../../shared/approval.ts";
import type { Message } from "../../../../shared/message.ts";
import { explain } from "../../api/errors.ts";
import { applyApproval, applyMessage } from "../../api/feed-cache.ts";
import { mergeMessages } from "../../api/conversation.ts";
import { api } from "../../api/options.ts";
import { unfinishedOf } from "../../api/overlay.ts";
import { createPagedQuery, createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { isAtWork } from "../../ui/at-work.ts";
import { loadDraft, saveDraft } from "./drafts.ts";
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
  const entries = createMemo(() => {
    const current = session();
    if (!current) return [];
    // A session that is queued waits as a whole; its first message waits for nothing else.
    const waiting = current.queuedMessageIds.slice(current.status === "queued" ? 1 : 0);
    const queued = new Set(waiting);
    const isQueued = (message: Message) => queued.has(message.id);
    const inOrder = [...messages().filter((message) => !isQueued(message)), ...messages().filter(isQueued)];
    return entriesOf({ messages: inOrder, approvals: approvals(), status: current.status, queued });
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

  const [draft, setDraft] = createSignal(loadDraft(id));
  /** What was sent and is not acknowledged yet: shown at once, dimmed. */
  const [sending, setSending] = createSignal<readonly { key: string; text: string }[]>([]);
  const changeDraft = (text: string) => {
    setDraft(text);
    saveDraft(id, text);
  };

  async function send(content: string): Promise<void> {
    const key = crypto.randomUUID();
    setSending((all) => [...all, { key, text: content }]);
    try {
      applyMessage(await api.agents.send.mutate({ id, content, idempotencyKey: key }));
    } catch (error) {
      if (draft() === "") changeDraft(content);
      showToast({ message: `Not sent: ${explain(error)}`, kind: "error" });
    } finally {
      setSending((all) => all.filter((each) => each.key !== key));
    }
  }
  const submit = () => {
    const content = draft();
    if (content.trim() === "") return;
    changeDraft("");
    void send(content);
  };

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

  async function decide(approval: Approval, decision: Omit<DecideApproval, "approvalId">): Promise<void> {
    const status = decision.decision === "allow" ? "allowed" : "denied";
    applyApproval({ ...approval, status, message: decision.message ?? null, decidedAt: new Date() });
    try {
      applyApproval(await api.agents.decide.mutate({ approvalId: approval.id, ...decision }));
    } catch (error) {
      applyApproval(approval);
      showToast({ message: `Not decided: ${explain(error)}`, kind: "error" });
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
    draft,
    changeDraft,
    sending,
    submit,
    interrupt: () => void interrupt(),
    isStopping,
    decide: (approval: Approval, decision: Omit<DecideApproval, "approvalId">) =>
      void decide(approval, decision),
    sendAgain: () => {
      const text = lastPrompt();
      if (text) void send(text);
    },
  };
}
export type SessionModel = ReturnType<typeof createSessionModel>;
export type Decide = SessionModel["decide"];
