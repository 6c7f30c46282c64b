import { lazy, Match, Suspense, Switch } from "solid-js";
import type { Session } from "../../../../shared/session.ts";

const LimitCard = lazy(() => import("./limit-card.tsx"));
const BudgetCard = lazy(() => import("./budget-card.tsx"));

/** What a session waits for that waits, but not for the answer to a call. */
export function Held(props: { session: Session }) {
  const isWaiting = () => props.session.status === "waiting";
  return (
    <Suspense>
      <Switch>
        <Match when={isWaiting() && props.session.limitedUntil}>
          {(until) => <LimitCard session={props.session} until={until()} />}
        </Match>
        <Match when={isWaiting()}>
          <BudgetCard session={props.session} />
        </Match>
      </Switch>
    </Suspense>
  );
}
