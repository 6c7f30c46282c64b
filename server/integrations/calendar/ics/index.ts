import { createHash } from "node:crypto";
import { z } from "zod";
import type { IntegrationContext } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import type { IcsEntry } from "../config.ts";
import { createGuardedFetch, type Lookup } from "../guarded-fetch.ts";
import type { CalendarSource } from "../source.ts";
import { isWholeCalendar } from "./content.ts";
import { download } from "./download.ts";
import { itemsOfLong } from "./parse.ts";

type IcsContext = Pick<IntegrationContext<unknown>, "calendars" | "fetch" | "timeZone">;

/** What was read last, and how: JSON. */
const Cursor = z.object({
  /** Of what the items follow from besides the text. */
  basis: z.string(),
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  text: z.string(),
});

/** What reads the same text differently than the version before it needs another number. */
const PARSER = 2;

/** Porter's name of the calendar. The address is no part of it: it may be a secret, and may be renewed. */
export const sourceIdOf = ({ name }: Pick<IcsEntry, "name">): string => `ics:${name}`;

/** A calendar that has an address and nothing else. */
export function createIcsSource(
  { calendars, fetch, timeZone }: IcsContext,
  entry: IcsEntry,
  lookup?: Lookup,
): CalendarSource {
  const { name, url, allow_private: allowPrivate } = entry;
  const guarded = createGuardedFetch(fetch, { name, allowPrivate, lookup });
  const basis = hash(`${PARSER} ${timeZone} ${url}`);

  return {
    kind: "ics",

    async sync({ signal }) {
      const calendar = calendars.put({
        sourceId: sourceIdOf(entry),
        source: "ics",
        name,
        color: null,
        isWritable: false,
      });
      const last = readCursor(calendar.cursor);
      const known = last?.basis === basis ? last : undefined;
      const found = await download(guarded, { url, name, known, signal });
      const text = found && hash(found.text);
      const cursor = found ? JSON.stringify({ ...validatorsOf(found), basis, text }) : calendar.cursor;
      if (!found || text === known?.text)
        return calendars.sync(calendar.id, { reach: "changes", items: [], cursor });
      if (!isWholeCalendar(found.text))
        throw new IntegrationError(
          "retry",
          `${name}: its address gives no calendar${looksLikePage(found.text) ? ", but a web page" : ", or only a part of one"}.`,
        );
      const items = await itemsOfLong(found.text, { timeZone, signal });
      calendars.sync(calendar.id, { reach: "all", items, cursor });
    },
  };
}

const hash = (text: string): string => createHash("sha256").update(text).digest("base64url");

const validatorsOf = ({ etag, lastModified }: { etag: string | null; lastModified: string | null }) => ({
  etag,
  lastModified,
});

function readCursor(cursor: string | null): z.infer<typeof Cursor> | undefined {
  return cursor === null ? undefined : Cursor.safeParse(JSON.parse(cursor)).data;
}

const looksLikePage = (text: string): boolean => /^\s*<(!doctype|html)/i.test(text);
