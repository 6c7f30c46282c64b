import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { formatLeastCost } from "../../ui/cut-off.tsx";
import { formatCost, formatCount } from "../../ui/money.ts";
import { Section } from "../../ui/section.tsx";
import { tokensIn, type UsageRow } from "./rows.ts";

/** Costs by one thing, the costliest first. */
export function UsageTable(props: { title: string; first: string; rows: readonly UsageRow[] }) {
  return (
    <Section title={props.title}>
      <table class="w-full table-fixed text-sm">
        <thead>
          <tr class="text-left text-xs text-ink-3">
            <th scope="col" class="py-1 font-normal">
              {props.first}
            </th>
            <th scope="col" class="hidden w-20 py-1 text-right font-normal sm:table-cell">
              Turns
            </th>
            <th scope="col" class="hidden w-24 py-1 text-right font-normal sm:table-cell">
              Tokens in
            </th>
            <th scope="col" class="hidden w-24 py-1 text-right font-normal sm:table-cell">
              Tokens out
            </th>
            <th scope="col" class="w-20 py-1 text-right font-normal">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr class="border-t border-line">
                <th scope="row" class="text-left font-normal">
                  <Show
                    when={row.href}
                    fallback={
                      <span class="flex min-h-9 items-center text-ink-2" title={row.name}>
                        <span class="truncate">{row.name}</span>
                      </span>
                    }
                  >
                    {(href) => (
                      <A
                        href={href()}
                        class="flex min-h-9 items-center hover:underline pointer-coarse:min-h-11"
                        title={row.name}
                      >
                        <span class="truncate">{row.name}</span>
                      </A>
                    )}
                  </Show>
                </th>
                <td class="hidden text-right text-ink-2 sm:table-cell">{row.turns}</td>
                <td class="hidden text-right text-ink-2 sm:table-cell">{formatCount(tokensIn(row))}</td>
                <td class="hidden text-right text-ink-2 sm:table-cell">{formatCount(row.outputTokens)}</td>
                <td class="text-right">
                  <Show when={row.cutOff > 0} fallback={formatCost(row.costUsd)}>
                    <span title="Without what cut-off turns cost">{formatLeastCost(row.costUsd)}</span>
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </Section>
  );
}
