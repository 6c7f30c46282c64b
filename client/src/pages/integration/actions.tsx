import ChevronRight from "lucide-solid/icons/chevron-right";
import { useSearchParams } from "@solidjs/router";
import { lazy, Show, Suspense } from "solid-js";
import type { ActionInfo, Integration } from "../../../../shared/integration.ts";
import { effectWords } from "../../ui/integration-words.ts";
import { Keyed } from "../../ui/keyed.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import { Section } from "../../ui/section.tsx";

const ActionForm = lazy(() => import("./action-form.tsx"));

/** What can be done with it, each to be tried here. The address has the one that is open. */
export function Actions(props: { integration: Integration }) {
  const [search, setSearch] = useSearchParams<{ action?: string }>();
  const open = (name: string | undefined) => setSearch({ action: name }, { replace: true, scroll: false });
  return (
    <Section title="Actions" count={props.integration.actions.length}>
      <ul>
        <Keyed each={props.integration.actions} by={(action) => action.name}>
          {(action) => (
            <li class="border-line not-first:border-t">
              <Row
                action={action()}
                isOpen={search.action === action().name}
                toggle={() => open(search.action === action().name ? undefined : action().name)}
              />
              <Show when={search.action === action().name}>
                <div class="pt-1 pb-4 pl-6">
                  <p class="mb-3 max-w-[38rem] text-sm text-ink-2">{action().description}</p>
                  <Suspense fallback={<RowsSkeleton rows={2} />}>
                    <ActionForm integrationId={props.integration.id} action={action()} />
                  </Suspense>
                </div>
              </Show>
            </li>
          )}
        </Keyed>
      </ul>
    </Section>
  );
}

function Row(props: { action: ActionInfo; isOpen: boolean; toggle: () => void }) {
  return (
    <button
      type="button"
      class="flex min-h-10 w-full items-center gap-2 rounded-md py-1 text-left hover:bg-hover pointer-coarse:min-h-11"
      aria-expanded={props.isOpen}
      onClick={() => props.toggle()}
    >
      <ChevronRight
        size={14}
        class={`flex-none text-ink-3 transition-transform ${props.isOpen ? "rotate-90" : ""}`}
        aria-hidden="true"
      />
      <span class="min-w-0 flex-1 font-medium">{props.action.title}</span>
      <span class="flex-none text-xs text-ink-3">
        <span class={props.action.effect === "destroy" ? "text-danger" : ""}>
          {effectWords[props.action.effect]}
        </span>
        <span class="max-sm:sr-only">
          {props.action.isFreeForAgents ? " · free for agents" : " · agents ask first"}
        </span>
      </span>
    </button>
  );
}
