import type { CalendarItem } from "../../server/calendar/item.ts";
import { defineIntegration } from "../../server/integrations/contract.ts";
import { actions, handleActions } from "../../server/integrations/calendar/actions.ts";
import { calendar } from "../../server/integrations/calendar/index.ts";
import type { EventWriter } from "../../server/integrations/calendar/source.ts";
import { undoActions } from "../../server/integrations/calendar/undo.ts";
import { PorterError } from "../../server/errors.ts";
import { openIntegrations, settle } from "../support/integrations.ts";

/** The actions in the real host, with a calendar whose source keeps nothing but what Porter has of it. */
export async function openCalendar() {
  const changes: unknown[] = [];
  const definition = defineIntegration({
    ...calendar,
    actions,
    init(context) {
      const { calendars } = context;
      const info = { source: "caldav" as const, color: null };
      calendars.put({ ...info, source: "ics", sourceId: "read", name: "Holidays", isWritable: false });
      const writable = calendars.put({ ...info, sourceId: "write", name: "Home", isWritable: true });
      const items = new Map<string, CalendarItem>();
      const save = () =>
        calendars.sync(writable.id, { reach: "all", items: [...items.values()], cursor: null });
      const write: EventWriter = {
        async create(_, draft) {
          const sourceId = `event-${items.size + 1}`;
          items.set(sourceId, { ...plain, ...draft, sourceId });
          save();
          return sourceId;
        },
        async update({ item, occurrence }, change) {
          changes.push(change);
          if (occurrence) throw new PorterError("CONFLICT", "It was changed elsewhere.");
          items.set(item.sourceId, { ...item, ...change });
          save();
        },
        async remove({ item }) {
          items.delete(item.sourceId);
          save();
        },
      };
      const handle = handleActions(context, {
        writerOf: (kind) => (kind === "caldav" ? write : undefined),
      });
      return {
        handle,
        undo: undoActions(calendars, handle),
        handleWebhook: () => () => "Nothing to do.",
      };
    },
  });
  const porter = openIntegrations({ definitions: [definition], timeZone: "Europe/Vienna" });
  await settle();
  const run = (action: string, params: Record<string, unknown> = {}): Promise<unknown> =>
    porter.integrations.run({ integrationId: "calendar", action, params }, { kind: "owner" });
  return Object.assign(porter, { run, changes });
}

const plain: Omit<CalendarItem, "sourceId" | "title" | "description" | "location" | "time"> = {
  etag: null,
  status: "confirmed",
  isFree: false,
  attendees: [],
  htmlLink: null,
  recurrence: [],
  override: null,
};
