import ICAL from "ical.js";

/** One content line, in the form of jCal (RFC 7265, 3.4). */
export type Property = {
  name: string;
  /** By their names in small letters; the first value of each. */
  parameters: Readonly<Record<string, string | undefined>>;
  type: string;
  /** Of an RRULE its text. */
  values: unknown[];
};

/** All that Porter reads of an event. The rest (attachments, HTML, what programs keep for themselves) may be anything. */
const KNOWN = new Set(
  "UID SEQUENCE DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID SUMMARY DESCRIPTION LOCATION STATUS TRANSP X-MICROSOFT-CDO-BUSYSTATUS ATTENDEE URL".split(
    " ",
  ),
);

/** The properties of an event by their names. A line that is not one costs itself alone. */
export function propertiesOf(lines: readonly string[]): Map<string, Property[]> {
  const properties = new Map<string, Property[]>();
  for (const line of lines) {
    const name = /^[A-Z-]+/i.exec(line)?.[0].toUpperCase();
    const property = name !== undefined && KNOWN.has(name) ? parse(name, line) : undefined;
    if (!property) continue;
    const same = properties.get(property.name);
    if (same) same.push(property);
    else properties.set(property.name, [property]);
  }
  return properties;
}

function parse(name: string, line: string): Property | undefined {
  // A rule is handed on as it is: what of it can be understood is for who spreads it over time to say.
  if (name === "RRULE")
    return { name, parameters: {}, type: "text", values: [line.slice(line.indexOf(":") + 1).trim()] };
  try {
    const [, parameters, type, ...values]: [string, Record<string, unknown>, string, ...unknown[]] =
      ICAL.parse.property(withQuotedZone(line).trimEnd());
    return { name, parameters: firstOf(parameters), type, values };
  } catch {
    return undefined;
  }
}

/**
 * Exchange writes `TZID=(UTC+01:00) Berlin` without the quotation marks that its colon needs (RFC 5545, 3.2). Found
 * without a pattern that tries every colon with every other: a line may have millions.
 */
function withQuotedZone(line: string): string {
  const parameter = line.search(/;TZID=/i);
  if (parameter < 0) return line;
  const from = parameter + ";TZID=".length;
  const to = line.lastIndexOf(":");
  const zone = line.slice(from, to);
  const isBare = zone.includes(":") && !/[";]/.test(zone) && /^:\d{8}[\dTZ,]*\s*$/.test(line.slice(to));
  return isBare ? `${line.slice(0, from)}"${zone}"${line.slice(to)}` : line;
}

const firstOf = (parameters: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).flatMap(([name, given]) => {
      const value: unknown = Array.isArray(given) ? given[0] : given;
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
