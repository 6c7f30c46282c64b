import type { ItemTime } from "../../calendar/item.ts";
import type { EventTarget, StoredCalendar } from "../../calendar/tools.ts";
import type { Call } from "../contract.ts";

/** Where events come from. Each keeps its own calendars in Porter up to date; nobody else asks it anything. */
export type CalendarSource = {
  kind: StoredCalendar["source"];
  /**
   * Reads what is new, all that it has the first time. What fails is an IntegrationError; calendars that could be
   * read have been.
   */
  sync: (call: Call) => Promise<void>;
  /** Left out: nothing in it can be changed. */
  write?: EventWriter;
};

/** An event as it is to be. */
export type EventDraft = { title: string; description: string; location: string; time: ItemTime };

/**
 * Each brings Porter's own copy up to date before it resolves, so that what was changed is seen at once. A change that
 * is based on an old version is not made: PorterError CONFLICT, after the new version was read.
 */
export type EventWriter = {
  /** The source's own id of the new event. */
  create: (calendar: StoredCalendar, draft: EventDraft, call: Call) => Promise<string>;
  update: (target: EventTarget, change: Partial<EventDraft>, call: Call) => Promise<void>;
  /** Of an occurrence: that one alone. */
  remove: (target: EventTarget, call: Call) => Promise<void>;
};
