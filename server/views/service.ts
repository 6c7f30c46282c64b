import type { Actor } from "../../shared/actor.ts";
import { View, type CreateView, type UpdateView, type ViewChange } from "../../shared/view.ts";
import type { Db } from "../db/open.ts";
import { PorterError } from "../errors.ts";
import type { EventLog, LogEvent } from "../events/log.ts";
import { createViewStore } from "./store.ts";

export type Views = ReturnType<typeof createViews>;

/** Pages with their filters, kept under a name. */
export function createViews({ db, events }: { db: Db; events: Pick<EventLog, "write"> }) {
  const store = createViewStore(db);
  const subjectOf = ({ id }: View) => `view:${id}`;

  /** @throws PorterError NOT_FOUND */
  function get(id: string): View {
    const view = store.find(id);
    if (!view) throw new PorterError("NOT_FOUND", "There is no view with this id.");
    return view;
  }

  return {
    /** In the order in which they were made. */
    list: (): { items: View[] } => ({ items: store.list() }),

    create: ({ name, path }: CreateView, actor: Actor): View =>
      events.write((append) => {
        const view = { id: Bun.randomUUIDv7(), name, path, createdAt: new Date() };
        store.insert(view);
        append({ kind: "view.created", subject: subjectOf(view), actor, after: view });
        return view;
      }),

    update: ({ id, name, path }: UpdateView, actor: Actor): View =>
      events.write((append) => {
        const before = get(id);
        const after = { ...before, name: name ?? before.name, path: path ?? before.path };
        if (Bun.deepEquals(before, after)) return before;
        store.replace(after);
        append({ kind: "view.updated", subject: subjectOf(after), actor, before, after });
        return after;
      }),

    remove: (id: string, actor: Actor): View =>
      events.write((append) => {
        const before = get(id);
        store.remove(id);
        append({ kind: "view.removed", subject: subjectOf(before), actor, before });
        return before;
      }),

    /** What an event of the log means to someone who watches views; undefined when it is about something else. */
    describe({ kind, before, after }: LogEvent): ViewChange | undefined {
      switch (kind) {
        case "view.created":
          return { type: "created", view: View.parse(after) };
        case "view.updated":
          return { type: "updated", view: View.parse(after) };
        case "view.removed":
          return { type: "removed", view: View.parse(before) };
        default:
          return undefined;
      }
    },
  };
}
