import type { calendar_v3 } from "@googleapis/calendar";
import type { StoredCalendar } from "../../../calendar/tools.ts";
import type { Call } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import type { GoogleApi } from "./api.ts";
import { infoOf } from "./from-google.ts";
import { GoogleRefusal } from "./refusal.ts";
import type { GoogleContext, GoogleSettings } from "./settings.ts";

type Entry = calendar_v3.Schema$CalendarListEntry;

const MAX_PAGES = 20;

/** Which of Google's calendars Porter has: those of `calendar_id`. */
export function createChoice(
  { calendars }: GoogleContext,
  { calendar_id }: Pick<GoogleSettings, "calendar_id">,
  api: Pick<GoogleApi, "calendar" | "calendars">,
) {
  async function readTicked(call: Call): Promise<Entry[]> {
    const entries: Entry[] = [];
    let pageToken: string | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const answer = await api.calendars(pageToken, call);
      entries.push(...(answer.items ?? []).filter(({ selected, primary }) => selected || primary));
      pageToken = answer.nextPageToken ?? undefined;
      if (!pageToken) return entries;
    }
    throw new IntegrationError("retry", "Google's list of calendars has no end.");
  }

  /** What is not in the account keeps no other from being read. */
  async function readNamed(ids: string[], call: Call) {
    const entries: Entry[] = [];
    const failures: IntegrationError[] = [];
    for (const id of ids)
      try {
        entries.push(await api.calendar(id, call));
      } catch (error) {
        if (!(error instanceof GoogleRefusal) || error.status !== 404) throw error;
        failures.push(
          new IntegrationError(
            "config",
            `[integrations.calendar] calendar_id: the account has no calendar "${id}" in its list.`,
          ),
        );
      }
    return { entries, failures };
  }

  return {
    /**
     * Brings Porter's list up to date; calendars that are wanted no longer go, with their events.
     * @throws IntegrationError, and the list is as it was
     */
    async settle(call: Call): Promise<{ chosen: StoredCalendar[]; failures: IntegrationError[] }> {
      const { entries, failures } =
        calendar_id === "all"
          ? { entries: await readTicked(call), failures: [] }
          : await readNamed([calendar_id].flat(), call);
      // `primary` and its own id are one calendar.
      const byId = new Map(
        entries.flatMap((entry) => (entry.id ? [[entry.id, { ...entry, id: entry.id }]] : [])),
      );
      const chosen = [...byId.values()].map((entry) => calendars.put(infoOf(entry)));
      for (const { id, source, sourceId } of calendars.list())
        if (source === "google" && !byId.has(sourceId)) calendars.remove(id);
      return { chosen, failures };
    },
  };
}
