import { createMemo, createSignal, type Accessor } from "solid-js";
import type { LeavablePart, PreviewTold } from "../../../../shared/told.ts";
import { explain } from "../../api/errors.ts";
import { api } from "../../api/options.ts";
import { createQuery } from "../../api/query.ts";

/** What an agent would be told beside its prompt, if it were started so. */
export function createToldPreview(given: Accessor<PreviewTold>, leaveOut: Accessor<readonly LeavablePart[]>) {
  /** As it stood when it was asked for: a letter more changes little. */
  const [asked, setAsked] = createSignal<PreviewTold>();
  const query = createQuery(() => ({
    ...api.agents.preview.queryOptions(asked() ?? {}),
    enabled: asked() !== undefined,
    keepPrevious: true,
  }));
  return {
    isAsked: () => asked() !== undefined,
    ask: () => {
      const again = asked() !== undefined;
      setAsked(given());
      if (again) query.refetch();
    },
    parts: createMemo(() =>
      query.data()?.parts.map((part) => ({
        ...part,
        isLeftOut: part.kind !== "porter" && leaveOut().includes(part.kind),
      })),
    ),
    problem: createMemo(() => (query.error() ? explain(query.error()) : undefined)),
  };
}
