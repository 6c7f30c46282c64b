import Ban from "lucide-solid/icons/ban";
import Check from "lucide-solid/icons/check";
import Hand from "lucide-solid/icons/hand";
import { createMemo, type Accessor } from "solid-js";
import type { WaitingApproval } from "../../../shared/approval.ts";
import { readQuestions } from "../../../shared/questions.ts";
import { decideApproval } from "../actions/approvals.ts";
import { api } from "../api/options.ts";
import { createQuery } from "../api/query.ts";
import { showToast } from "../shell/toast.ts";
import { toolName, toolSummary } from "../../../shared/tool-words.ts";
import { visible } from "../../../shared/visible-text.ts";
import type { Action } from "./actions.ts";

const MOST = 4;
/** A longer command is looked at before it is allowed: `toolSummary` would cut it. */
const LONGEST = 140;

/**
 * What waits for the person, to be answered from any page. Which approvals these are is settled when the palette opens:
 * one that comes later must not take a line's place under the finger.
 */
export function createWaitingActions(shownSessionId: string | undefined): Accessor<Action[]> {
  const query = createQuery(() => api.agents.approvals.queryOptions());
  const offered = createMemo<readonly string[] | undefined>((settled) => {
    const all = query.data()?.items;
    return (
      settled ??
      all
        ?.toSorted(byNearness(shownSessionId))
        .slice(0, MOST)
        .map(({ approval }) => approval.id)
    );
  });
  return createMemo(() => {
    const { items, total } = query.data() ?? { items: [], total: 0 };
    const waiting = (offered() ?? []).flatMap((id) => items.find(({ approval }) => approval.id === id) ?? []);
    return waiting.length === 0 ? [] : [allOf(total), ...waiting.flatMap(actionsFor)];
  });
}

/** Those of the session that is shown, then the newest. */
const byNearness = (sessionId: string | undefined) => (a: WaitingApproval, b: WaitingApproval) =>
  Number(b.session.id === sessionId) - Number(a.session.id === sessionId) ||
  b.approval.createdAt.getTime() - a.approval.createdAt.getTime();

const common = { about: "waiting", also: ["approve", "approval", "permission", "waits", "answer"] } as const;

/** The first line, so that an Enter out of habit answers nothing. */
const allOf = (total: number): Action => ({
  ...common,
  id: "waiting",
  words: total === 1 ? "Answer what waits" : `Answer what waits (${total})`,
  icon: Hand,
  href: "/approvals",
  run: ({ go }) => go("/approvals"),
});

function actionsFor({ approval, session }: WaitingApproval): Action[] {
  const { id, toolName: tool, input } = approval;
  const title = visible(session.title);
  const lookAt = (words: string): Action => ({
    ...common,
    id: `look-${id}`,
    words: `${words} (${title})`,
    icon: Hand,
    href: `/agents/${session.id}`,
    run: ({ go }) => go(`/agents/${session.id}`),
  });
  if (tool === "AskUserQuestion")
    return [lookAt(`Answer: ${readQuestions(input)[0]?.question ?? "a question"}`)];
  if (tool === "ExitPlanMode") return [lookAt("Read the plan")];

  const call = visible(`${toolName(tool, input).name} ${toolSummary(tool, input)}`.trim());
  const decide = (decision: "allow" | "deny"): Action => ({
    ...common,
    id: `${decision}-${id}`,
    words: `${decision === "allow" ? "Allow" : "Deny"}: ${call} (${title})`,
    wraps: true,
    icon: decision === "allow" ? Check : Ban,
    run: async () => {
      if (await decideApproval(approval, { decision }))
        showToast({ message: `${decision === "allow" ? "Allowed" : "Denied"}: ${call}` });
    },
  });
  return [isShort(input) ? decide("allow") : lookAt(`Look at: ${call}`), decide("deny")];
}

/** Whether a line can say all of a command. Of other calls it says what they are about, as a notification does. */
function isShort(input: unknown): boolean {
  const command: unknown = typeof input === "object" && input !== null ? Reflect.get(input, "command") : "";
  return typeof command !== "string" || (command.length <= LONGEST && !command.trim().includes("\n"));
}
