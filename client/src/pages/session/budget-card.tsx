import { Match, Switch } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import type { Budget } from "../../../../shared/usage.ts";
import { raiseDayBudget, setBudget } from "../../actions/spending.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { formatCost } from "../../ui/money.ts";
import { HeldFrame } from "./held-frame.tsx";

/** Asks the owner when a budget keeps the next turn from beginning. */
export default function BudgetCard(props: { session: Session }) {
  const spending = createQuery(() => api.agents.spending.queryOptions({ id: props.session.id }));
  return (
    <Switch>
      <Match when={spending.data()?.heldBy === "session" && spending.data()}>
        {(data) => (
          <Question
            title={`This session has cost ${costs(data().session)}`}
            note="Its next turn waits for you."
            budget={data().session}
            allow={(toUsd) => void setBudget(props.session, toUsd)}
          />
        )}
      </Match>
      <Match when={spending.data()?.heldBy === "day" && spending.data()}>
        {(data) => (
          <Question
            title={`Today's agents have cost ${costs(data().today)}`}
            note="No turn begins today unless you allow more. Tomorrow this one goes on by itself."
            budget={data().today}
            allow={(toUsd) => void raiseDayBudget(toUsd)}
          />
        )}
      </Match>
    </Switch>
  );
}

const costs = ({ spentUsd, budgetUsd }: Budget) => `${formatCost(spentUsd)} of ${formatCost(budgetUsd ?? 0)}`;

function Question(props: { title: string; note: string; budget: Budget; allow: (toUsd: number) => void }) {
  const more = () => props.budget.raisedUsd ?? 0;
  return (
    <HeldFrame label="Waits for a budget" title={props.title}>
      <p class="mt-0.5 text-ink-2">{props.note}</p>
      <button type="button" class="button mt-2.5" data-kind="main" onClick={() => props.allow(more())}>
        Go on up to {formatCost(more())}
      </button>
    </HeldFrame>
  );
}
