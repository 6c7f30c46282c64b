import type { Accessor } from "solid-js";
import type { WaitingApproval } from "../../../../shared/approval.ts";
import { useKeys } from "../../shell/keys.ts";

/** The keys that go through the cards and answer the one that has the focus, or the first. */
export function useApprovalKeys(
  items: Accessor<readonly WaitingApproval[]>,
  list: Accessor<HTMLElement | undefined>,
) {
  const cardOf = (id: string) => list()?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`);
  const idAtFocus = () => document.activeElement?.closest<HTMLElement>("[data-id]")?.dataset["id"];
  const current = () => {
    const id = idAtFocus() ?? items()[0]?.approval.id;
    return id === undefined ? undefined : cardOf(id);
  };
  const focus = (id: string) => cardOf(id)?.focus();

  const step = (by: 1 | -1) => {
    const at = items().findIndex(({ approval }) => approval.id === idAtFocus());
    const next = at < 0 ? items()[0] : items()[at + by];
    if (next) focus(next.approval.id);
  };
  /** Presses a button of the card; a question has none of these, so its first field gets the focus. */
  const press = (answer: "allow" | "deny" | "edit") => () => {
    const button = current()?.querySelector<HTMLElement>(`[data-answer="${answer}"]`);
    if (button) button.click();
    else if (answer === "allow") current()?.querySelector<HTMLElement>("input, textarea")?.focus();
  };
  const isHere = () => items().length > 0;

  useKeys("Approvals", [
    { keys: "j", words: "Next approval", run: () => step(1), when: isHere },
    { keys: "ArrowDown", words: "Next approval", run: () => step(1), when: isHere },
    { keys: "k", words: "Previous approval", run: () => step(-1), when: isHere },
    { keys: "ArrowUp", words: "Previous approval", run: () => step(-1), when: isHere },
    { keys: "a", words: "Allow it", run: press("allow"), when: isHere },
    { keys: "d", words: "Deny it", run: press("deny"), when: isHere },
    { keys: "e", words: "Edit it, or refine a plan", run: press("edit"), when: isHere },
    { keys: "o", words: "Open its session", run: () => current()?.querySelector("a")?.click(), when: isHere },
  ]);
  return { focus };
}
