import { z } from "zod";

/**
 * What servers say of a calendar, as tsdav reads it from the XML: names in camel case without their prefixes, one
 * element as itself and several as a list, an empty one as `{}`, text that looks like a number as one.
 */
const Text = z
  .union([
    z.coerce.string().refine((text) => text !== "[object Object]"),
    z.object({ _cdata: z.string() }).transform(({ _cdata }) => _cdata),
    z.object({ _text: z.coerce.string() }).transform(({ _text }) => _text),
  ])
  .optional()
  .catch(undefined);

const Names = z.record(z.string(), z.unknown()).catch({});

const listOf = <Item extends z.ZodType>(item: Item) =>
  z.union([z.array(item), item.transform((one) => [one])]).catch([]);

export const CalendarProperties = z.object({
  resourcetype: Names,
  displayname: Text,
  /** RFC 3744, 5.4; undefined: not told. */
  currentUserPrivilegeSet: z
    .object({ privilege: listOf(Names) })
    .transform(({ privilege }) => privilege.flatMap((one) => Object.keys(one)))
    .optional()
    .catch(undefined),
  /** RFC 3253, 3.1.5 */
  supportedReportSet: z
    .object({ supportedReport: listOf(z.object({ report: Names })) })
    .transform(({ supportedReport }) => supportedReport.flatMap(({ report }) => Object.keys(report)))
    .catch([]),
  /** RFC 4791, 5.2.3; empty: not told. */
  supportedCalendarComponentSet: z
    .object({ comp: listOf(z.object({ _attributes: z.object({ name: z.string() }) })) })
    .transform(({ comp }) => comp.map(({ _attributes }) => _attributes.name))
    .catch([]),
  syncToken: Text,
  getctag: Text,
  calendarColor: Text,
});

/** What of an object is asked for. */
export const ObjectProperties = z.object({
  resourcetype: Names,
  getetag: Text,
  calendarData: Text,
});
