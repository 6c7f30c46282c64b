import { Match, Switch } from "solid-js";
import { explain, isNotFound } from "../../api/errors.ts";
import { Empty } from "../../ui/empty.tsx";
import { Problem } from "../../ui/problem.tsx";
import { RowsSkeleton } from "../../ui/rows-skeleton.tsx";
import type { TasksModel } from "./model.ts";

/** The panel while its task is not there: on its way, deleted, or out of reach. */
export function DetailMissing(props: { model: TasksModel }) {
  const { query } = props.model.opened;
  return (
    <div class="p-5">
      <Switch fallback={<RowsSkeleton rows={4} />}>
        <Match when={isNotFound(query.error())}>
          <Empty
            title="This task is gone"
            action={
              <button type="button" class="button" onClick={() => props.model.close()}>
                Back to the tasks
              </button>
            }
          >
            It was deleted, or the address is not quite right.
          </Empty>
        </Match>
        <Match when={query.error()}>
          {(error) => (
            <Problem title="The task could not be loaded" message={explain(error())} retry={query.refetch} />
          )}
        </Match>
      </Switch>
    </div>
  );
}
