import ICAL from "ical.js";

/** So many years are looked ahead for the rule by which a zone changes its clocks. */
const YEARS_AHEAD = 12;
/** A rule is one when it held for so many changes. */
const FEWEST = 8;

/**
 * The VTIMEZONE of an IANA zone, true from `from` on (RFC 5545, 3.6.5): each change of the clocks as it is known, and
 * the rule that the last ones keep. Where they keep none (a zone that follows the moon) it is true for 12 years.
 */
export function timeZoneComponent(timeZone: string, from: Date, now: Date): ICAL.Component {
  const component = new ICAL.Component("vtimezone");
  component.addPropertyWithValue("tzid", timeZone);
  const changes = changesOf(timeZone, from, now);
  const [first] = changes;
  if (!first) {
    const start = Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    component.addSubcomponent(observance({ local: start.toPlainDateTime(), from: start, to: start }));
    return component;
  }
  // A zone that has given up changing its clocks keeps no rule.
  const goesOn = (changes.at(-1)?.to.year ?? 0) >= lastYearOf(from, now) - 1;
  const regular = goesOn ? regularEnd(changes) : [];
  for (const change of changes.slice(0, changes.length - regular.length))
    component.addSubcomponent(observance(change));
  for (const [index, rule] of ruleOf(regular).entries()) {
    const change = regular[index];
    if (change) component.addSubcomponent(observance(change, rule));
  }
  return component;
}

type Change = {
  /** What the clock showed when it was changed. */
  local: Temporal.PlainDateTime;
  from: Temporal.ZonedDateTime;
  to: Temporal.ZonedDateTime;
};

const lastYearOf = (from: Date, now: Date): number =>
  Math.max(from.getUTCFullYear(), now.getUTCFullYear()) + YEARS_AHEAD;

/** From the last one before `from`. */
function changesOf(timeZone: string, from: Date, now: Date): Change[] {
  const start = Temporal.Instant.fromEpochMilliseconds(from.getTime()).toZonedDateTimeISO(timeZone);
  const lastYear = lastYearOf(from, now);
  const changes: Change[] = [];
  let to = start.getTimeZoneTransition("previous") ?? start.getTimeZoneTransition("next");
  while (to && to.year <= lastYear) {
    const before = to.subtract({ nanoseconds: 1 });
    const local = to.toPlainDateTime().add({ nanoseconds: before.offsetNanoseconds - to.offsetNanoseconds });
    // A zone may change its name alone.
    if (before.offsetNanoseconds !== to.offsetNanoseconds) changes.push({ local, from: before, to });
    to = to.getTimeZoneTransition("next");
  }
  return changes;
}

/** The last changes, as many as keep one rule: two in a year, in turn. */
function regularEnd(changes: Change[]): Change[] {
  for (let start = 0; changes.length - start >= FEWEST; start += 1) {
    const end = changes.slice(start);
    if (ruleOf(end).length === 2) return end;
  }
  return [];
}

/** The rules of the first two changes, when all of them keep to these; otherwise none. */
function ruleOf(changes: Change[]): string[] {
  const rules = [0, 1].map((kind) => ruleOfKind(changes.filter((_, index) => index % 2 === kind)));
  return rules.flatMap((rule) => rule ?? []).length === 2 ? rules.flatMap((rule) => rule ?? []) : [];
}

function ruleOfKind(changes: Change[]): string | undefined {
  const [first] = changes;
  if (!first) return undefined;
  const isLike = ({ local, from, to }: Change, index: number): boolean =>
    local.year === first.local.year + index &&
    local.month === first.local.month &&
    local.dayOfWeek === first.local.dayOfWeek &&
    local.toPlainTime().equals(first.local.toPlainTime()) &&
    from.offsetNanoseconds === first.from.offsetNanoseconds &&
    to.offsetNanoseconds === first.to.offsetNanoseconds;
  if (!changes.every(isLike)) return undefined;
  const week = ({ local }: Change): number => Math.ceil(local.day / 7);
  const isLast = changes.every(({ local }) => local.day + 7 > local.daysInMonth);
  if (!isLast && changes.some((change) => week(change) !== week(first))) return undefined;
  const day = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][first.local.dayOfWeek - 1];
  return `FREQ=YEARLY;BYMONTH=${first.local.month};BYDAY=${isLast ? -1 : week(first)}${day}`;
}

function observance({ local, from, to }: Change, rule?: string): ICAL.Component {
  const isSummer = to.offsetNanoseconds > from.offsetNanoseconds;
  const component = new ICAL.Component(isSummer ? "daylight" : "standard");
  component.addProperty(
    new ICAL.Property(["dtstart", {}, "date-time", local.toString({ smallestUnit: "second" })]),
  );
  component.addProperty(new ICAL.Property(["tzoffsetfrom", {}, "utc-offset", from.offset]));
  component.addProperty(new ICAL.Property(["tzoffsetto", {}, "utc-offset", to.offset]));
  if (rule !== undefined) component.addPropertyWithValue("rrule", ICAL.Recur.fromString(rule));
  return component;
}
