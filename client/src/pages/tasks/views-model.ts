import { useNavigate, useSearchParams } from "@solidjs/router";
import { createMemo } from "solid-js";
import type { View } from "../../../../shared/view.ts";
import { explain } from "../../api/errors.ts";
import { applyView } from "../../api/feed-cache.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";
import { offerUndo, showToast } from "../../shell/toast.ts";
import { filtersAt, pathOf, readFilters } from "./filters.ts";

/** Filters of the tasks page that were given a name. A view is the address without the open task. */
export function createViewsModel() {
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const query = createQuery(() => api.views.list.queryOptions());
  const views = createMemo(() => query.data()?.items.filter(({ path }) => path.startsWith("/tasks")) ?? []);
  const path = createMemo(() => pathOf(readFilters(search)));
  const isShown = (view: View) => pathOf(filtersAt(view.path)) === path();

  async function attempt(deed: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      showToast({ message: `Not ${deed}: ${explain(error)}`, kind: "error" });
    }
  }

  return {
    views,
    path,
    current: createMemo(() => views().find(isShown)),
    save: (name: string) =>
      attempt("saved", async () => {
        applyView({ type: "created", view: await api.views.create.mutate({ name, path: path() }) });
      }),
    rename: (view: View, name: string) =>
      attempt("renamed", async () => {
        applyView({ type: "updated", view: await api.views.update.mutate({ id: view.id, name }) });
      }),
    remove: (view: View) =>
      attempt("deleted", async () => {
        await api.views.remove.mutate({ id: view.id });
        applyView({ type: "removed", view });
        if (isShown(view)) navigate("/tasks");
        const { name, path: kept } = view;
        offerUndo(
          `Deleted the view “${name}”`,
          () =>
            void attempt("brought back", async () => {
              applyView({ type: "created", view: await api.views.create.mutate({ name, path: kept }) });
            }),
        );
      }),
  };
}
export type ViewsModel = ReturnType<typeof createViewsModel>;
