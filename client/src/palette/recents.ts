import { createSignal } from "solid-js";
import type { Session } from "../../../shared/session.ts";
import type { Task } from "../../../shared/task.ts";
import { isNotFound } from "../api/errors.ts";
import { findSession, findTask } from "../api/feed-cache.ts";
import { api } from "../api/options.ts";
import { queryClient } from "../api/query-client.ts";
import { loadRecents, saveRecents, type Recent } from "../shell/recents.ts";

export type RecentPlace = Recent & { task?: Task; session?: Session };

function known(recent: Recent): RecentPlace {
  const task = recent.kind === "task" ? findTask(recent.id) : undefined;
  const session = recent.kind === "session" ? findSession(recent.id) : undefined;
  return {
    ...recent,
    title: task?.title ?? session?.title ?? recent.title,
    ...(task && { task }),
    ...(session && { session }),
  };
}

async function ask({ kind, id }: Recent): Promise<Pick<RecentPlace, "task" | "session" | "title">> {
  if (kind === "task") {
    const task = await queryClient.fetchQuery(api.tasks.get.queryOptions({ id }));
    return { task, title: task.title };
  }
  const { session } = await api.agents.get.query({ id, limit: 1 });
  return { session, title: session.title };
}

/** The last opened places as the caches know them; the others are asked for, and those that are gone are forgotten. */
export function createRecents() {
  const [all, setAll] = createSignal(loadRecents().map(known));

  const save = () => saveRecents(all().map(({ kind, id, title }) => ({ kind, id, title })));

  function replace(id: string, by: (place: RecentPlace) => RecentPlace[]): void {
    setAll((places) => places.flatMap((place) => (place.id === id ? by(place) : [place])));
    save();
  }

  async function complete(place: RecentPlace): Promise<void> {
    try {
      const more = await ask(place);
      replace(place.id, (old) => [{ ...old, ...more }]);
    } catch (error) {
      // Any other failure leaves it as it was remembered; opening it tells the cause.
      if (isNotFound(error)) replace(place.id, () => []);
    }
  }

  save();
  for (const place of all()) if (!place.task && !place.session) void complete(place);

  return () => all().filter(({ title }) => title !== "");
}
