import { createSignal, Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import type { Budget } from "../../../../shared/usage.ts";
import { setBudget } from "../../actions/spending.ts";
import { Meter } from "../../ui/meter.tsx";
import { formatCost } from "../../ui/money.ts";

/** What the session has cost and may cost, and a budget of its own. */
export function BudgetForm(props: { session: Session; budget: Budget }) {
  const [isOpen, setOpen] = createSignal(false);
  const [typed, setTyped] = createSignal("");
  const words = () => {
    const { spentUsd, budgetUsd } = props.budget;
    return budgetUsd === null ? formatCost(spentUsd) : `${formatCost(spentUsd)} of ${formatCost(budgetUsd)}`;
  };
  const part = () => (props.budget.budgetUsd === null ? 0 : props.budget.spentUsd / props.budget.budgetUsd);
  const open = () => {
    setTyped(props.budget.budgetUsd === null ? "" : String(props.budget.budgetUsd));
    setOpen(true);
  };
  const save = () => {
    setOpen(false);
    // An empty field takes the session's own budget back.
    void setBudget(props.session, typed().trim() === "" ? null : Number(typed()));
  };
  return (
    <div class="mt-3 text-sm">
      <div class="mb-1 flex min-h-8 items-center gap-2">
        <span class="flex-1">Cost</span>
        <span class="text-xs text-ink-3">{words()}</span>
        <button
          type="button"
          class="button"
          data-kind="quiet"
          aria-expanded={isOpen()}
          onClick={() => (isOpen() ? setOpen(false) : open())}
        >
          {props.budget.budgetUsd === null ? "Set a budget" : "Change"}
        </button>
      </div>
      <Show when={props.budget.budgetUsd !== null}>
        <Meter
          label="Budget of this session"
          value={part()}
          words={words()}
          tone={part() >= 1 ? "danger" : part() >= 0.8 ? "caution" : "plain"}
        />
      </Show>
      <Show when={isOpen()}>
        <form
          class="mt-2 flex items-center gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <label class="flex min-w-0 flex-1 items-center gap-2">
            <span class="flex-none text-ink-2">At most $</span>
            <input
              type="number"
              min="0.01"
              max="1000000"
              step="0.01"
              class="field min-w-0 flex-1"
              placeholder="as configured"
              ref={(field) => queueMicrotask(() => field.focus())}
              value={typed()}
              onInput={(event) => setTyped(event.currentTarget.value)}
            />
          </label>
          <button type="submit" class="button" data-kind="main">
            Save
          </button>
        </form>
      </Show>
    </div>
  );
}
