import { A } from "@solidjs/router";
import { For, Show } from "solid-js";
import { explain } from "../../api/errors.ts";
import { Answered } from "../../ui/answered.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RepairCard } from "../../ui/repair-card.tsx";
import { WithCode } from "../../ui/with-code.tsx";
import { IntegrationList } from "./list.tsx";
import type { IntegrationsModel } from "./model.ts";

export function IntegrationsView(props: { model: IntegrationsModel }) {
  const { model } = props;
  return (
    <div class="mx-auto w-full max-w-[52rem] px-4 pt-5 pb-16 sm:px-9 md:pt-8">
      <h1 class="title text-xl">Integrations</h1>
      <Repairs model={model} />
      <div class="mt-4">
        <Answered
          query={model.query}
          explain={explain}
          problem="The integrations could not be loaded"
          rows={3}
        >
          {() => (
            <>
              <Show when={model.isAllOff()}>
                <p class="mb-2 max-w-[38rem] text-ink-2">
                  <WithCode text='None is on. Switch one on here, or name it in `config/home.toml`: `[integrations]` `enabled = ["tasks"]`.' />
                </p>
              </Show>
              <IntegrationList model={model} />
            </>
          )}
        </Answered>
      </div>
    </div>
  );
}

/** What only the person can mend: the first thing on the page. */
function Repairs(props: { model: IntegrationsModel }) {
  const { model } = props;
  return (
    <>
      <Show when={model.repairs().length === 0 && model.repairsError()}>
        {(error) => (
          <div class="mt-4">
            <Problem
              title="What needs you could not be loaded"
              message={explain(error())}
              retry={model.retryRepairs}
            />
          </div>
        )}
      </Show>
      <Show when={model.repairs().length > 0}>
        <section aria-label="Needs you" class="mt-4">
          <h2 class="sign pb-2 text-brass">Needs you</h2>
          <ul class="flex flex-col gap-3">
            <For each={model.repairs()}>
              {(repair) => (
                <RepairCard
                  repair={repair}
                  isBusy={model.deeds.busy() !== undefined}
                  press={model.deeds.repair}
                  aside={
                    <Show when={repair.integrationId}>
                      {(id) => (
                        <A
                          href={`/integrations/${id()}`}
                          class="inline-flex items-center text-sm font-medium text-brass hover:underline pointer-coarse:min-h-11"
                        >
                          Open {model.items().find((item) => item.id === id())?.name ?? id()}
                        </A>
                      )}
                    </Show>
                  }
                />
              )}
            </For>
          </ul>
        </section>
      </Show>
    </>
  );
}
