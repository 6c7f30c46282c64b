import { createEffect, createMemo, createSignal } from "solid-js";
import type { Approval, DecideApproval } from "../../../../shared/approval.ts";
import { decideApproval } from "../../actions/approvals.ts";
import { explain } from "../../api/errors.ts";
import { mergeMessages } from "../../api/conversation.ts";
import { api } from "../../api/options.ts";
import { unfinishedOf } from "../../api/overlay.ts";
import { createQuery } from "../../api/query.ts";
import { showToast } from "../../shell/toast.ts";
import { isAtWork, waitingIds } from "../../ui/at-work.ts";
import { createComposerModel } from "./composer-model.ts";
import { entriesOf, keepSame, type Entry } from "./entries.ts";
import type { findEntry } from "./find-entry.ts";
import { createReading } from "./reading.ts";

/** One conversation. `id` is fixed: the route makes a new model for another session. */
export function createSessionModel(id: string) {
  const reading = createReading(id);
  const query = reading.end;
  const session = createMemo(() => query.data()?.pages[0]?.session);
  const latest = createMemo(() => mergeMessages(reading.latest(), unfinishedOf(id)));
  const messages = createMemo(() =>
    mergeMessages(reading.messages(), reading.isLive() ? unfinishedOf(id) : []),
  );
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
    const current = session();
    const waiting = current ? waitingIds(current) : [];
    return waiting.flatMap((queuedId) => latest().find((message) => message.id === queuedId) ?? []);
  });
  const entries = createMemo<Entry[]>((before) => {
    const current = session();
    if (!current) return [];
    const begun = messages().filter((message) => !queued().includes(message));
    // What waits at the end stands there, not behind a part of the middle.
    const asked = approvals().filter(({ status }) => reading.isLive() || status !== "pending");
    return keepSame(entriesOf({ messages: begun, approvals: asked, status: current.status }), before);
  }, []);
  /** Few addresses lead to a message. */
  const [find, setFind] = createSignal<typeof findEntry>();
  createEffect(() => {
    if (reading.linkedTo() === undefined) return;
    void import("./find-entry.ts").then(({ findEntry: found }) => setFind(() => found));
  });
  /** Where the message stands that the address leads to; without an entry while it is not on the page. */
  const target = createMemo(() => {
    const seq = reading.linkedTo();
    if (seq === undefined) return undefined;
    return { seq, entry: find()?.(seq, { messages: messages(), entries: entries() }) };
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
    const last = latest().findLast((message) => message.role === "user");
    return last?.content.flatMap((block) => (block.type === "text" ? [block.text] : [])).join("\n\n");
  });

  return {
    id,
    query,
    reading,
    session,
    task: task.data,
    entries,
    approvals,
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
