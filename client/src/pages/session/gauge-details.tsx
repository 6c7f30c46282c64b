import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import type { Session } from "../../../../shared/session.ts";
import type { SessionSpending } from "../../../../shared/usage.ts";
import { setResume } from "../../actions/spending.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { CutOff, formatLeastCost } from "../../ui/cut-off.tsx";
import { Meter } from "../../ui/meter.tsx";
import { formatCost, formatCount } from "../../ui/money.ts";
import { now } from "../../ui/now.ts";
import { PlanLimits } from "../../ui/plan-limits.tsx";
import { Problem } from "../../ui/problem.tsx";
import { timeAgo } from "../../ui/time.ts";
import { Toggle } from "../../ui/toggle.tsx";
import { BudgetForm } from "./budget-form.tsx";

/** What the session takes: its context window, its costs and budget, the plan's limits, its last turns. */
export default function GaugeDetails(props: { session: Session }) {
  const spending = createQuery(() => api.agents.spending.queryOptions({ id: props.session.id }));
  const limits = createQuery(() => api.agents.limits.queryOptions());
  return (
    <>
      <h2 class="title text-base">Usage of this session</h2>
      <Context session={props.session} />
      <Show when={spending.error()}>
        {(error) => (
          <div class="mt-3">
            <Problem
              title="The costs could not be loaded"
              message={explain(error())}
              retry={spending.refetch}
            />
          </div>
        )}
      </Show>
      <Show when={spending.data()}>
        {(data) => (
          <>
            <BudgetForm session={props.session} budget={data().session} />
            <CutOff turns={data().cutOff} />
            <Show when={data().turns.length > 0}>
              <table class="mt-3 w-full text-sm">
                <caption class="sign pb-1 text-left text-ink-3">Last turns</caption>
                <thead class="sr-only">
                  <tr>
                    <th scope="col">When</th>
                    <th scope="col">Tokens</th>
                    <th scope="col">Cost</th>
                  </tr>
                </thead>
                <tbody>
                  <For each={data().turns.slice(0, 5)}>
                    {(turn) => (
                      <tr>
                        <td class="py-0.5 text-ink-2">{timeAgo(turn.at, now())}</td>
                        <td class="py-0.5 text-right text-ink-3">
                          {formatCount(turn.inputTokens + turn.cacheReadTokens + turn.cacheCreationTokens)}{" "}
                          in, {formatCount(turn.outputTokens)} out
                        </td>
                        <td class="w-20 py-0.5 text-right">
                          <Show when={turn.cost === "open"} fallback={formatCostOf(turn)}>
                            <span class="text-ink-3">so far</span>
                          </Show>
                        </td>
                      </tr>
                    )}
                  </For>
                </tbody>
              </table>
            </Show>
          </>
        )}
      </Show>
      <Show when={(limits.data()?.items.length ?? 0) > 0}>
        <h3 class="sign mt-4 mb-1.5 text-ink-3">Limits of the Claude plan</h3>
        <PlanLimits limits={limits.data()?.items ?? []} />
      </Show>
      <div class="mt-3 flex min-h-9 items-center gap-3 text-sm">
        <span class="flex-1">Goes on by itself when a limit ends</span>
        <Toggle
          label="Goes on by itself when a limit ends"
          isOn={props.session.resumesAtReset}
          change={(isOn) => void setResume(props.session, isOn)}
        />
      </div>
      <A href="/usage" class="button mt-2 w-full">
        All usage
      </A>
    </>
  );
}

const formatCostOf = ({ cost, costUsd }: SessionSpending["turns"][number]): string =>
  cost === "unknown" ? formatLeastCost(costUsd) : formatCost(costUsd);

function Context(props: { session: Session }) {
  const words = () => {
    const { contextTokens: tokens, contextWindow: window } = props.session;
    if (tokens === null) return "not known yet";
    if (window === null) return `${formatCount(tokens)} tokens so far`;
    return `${formatCount(tokens)} of ${formatCount(window)} tokens`;
  };
  const part = () => (props.session.contextTokens ?? 0) / (props.session.contextWindow ?? 1);
  return (
    <div class="mt-3 text-sm">
      <div class="mb-1 flex items-baseline justify-between gap-2">
        <span>Context window</span>
        <span class="text-xs text-ink-3">{words()}</span>
      </div>
      <Meter
        label="Context window"
        value={part()}
        words={words()}
        tone={part() >= 0.8 ? "caution" : "plain"}
      />
    </div>
  );
}
