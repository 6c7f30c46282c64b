import { phrase } from "./line.ts";

/**
 * A time of day that stands in a line. A likely one needs a day beside it, a preposition, or the line's end.
 * `ofToday`: it means no other day, also when it is over.
 */
export type Time = {
  start: number;
  end: number;
  time: Temporal.PlainTime;
  trust: "sure" | "likely" | "beside a day";
  ofToday: boolean;
};

const TIME = phrase(
  [
    String.raw`(?<hour>\d{1,2})(?:[:.](?<minute>\d\d))?\s?(?<half>[ap])\.?m\.?`,
    String.raw`(?<hour>\d{1,2}):(?<minute>\d\d)`,
    String.raw`(?<hour>\d{1,2}) (?<clock>o['’]?clock)`,
    String.raw`(?:at |@\s?)(?<hour>\d{1,2})`,
    "(?:(?:in the|this) )?(?<word>morning|noon|midday|afternoon|evening|night|tonight)",
  ].join("|"),
);

/** The hours that the words stand for. */
const WORDS: Record<string, number> = {
  morning: 9,
  noon: 12,
  midday: 12,
  afternoon: 15,
  evening: 19,
  night: 20,
  tonight: 20,
};

export function findTimes(text: string): Time[] {
  return [...text.matchAll(TIME)].flatMap((match): Time[] => {
    const { hour = "", minute, half, clock, word } = match.groups ?? {};
    const place = { start: match.index, end: match.index + match[0].length };
    if (word) {
      const ofToday = /^(this\s|tonight)/i.test(match[0]);
      const time = new Temporal.PlainTime(WORDS[word.toLowerCase()]);
      const trust = ofToday ? "sure" : /^(noon|midday)$/i.test(word) ? "likely" : "beside a day";
      return [{ ...place, time, trust, ofToday }];
    }
    const time = timeOf(half ? hourOfHalf(Number(hour), half) : inWakingHours(hour), minute);
    return time ? [{ ...place, time, trust: half || clock ? "sure" : "likely", ofToday: false }] : [];
  });
}

/** 12am is midnight, 12pm noon; 13pm is nothing. */
function hourOfHalf(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toLowerCase() === "p" ? 12 : 0);
}

/** "at 5" is in the afternoon; whoever means the night writes 05:00 or 5am. */
function inWakingHours(hour: string): number {
  const isShort = hour.length === 1 && hour !== "0";
  return isShort && Number(hour) < 7 ? Number(hour) + 12 : Number(hour);
}

function timeOf(hour: number, minute = "0"): Temporal.PlainTime | undefined {
  const isTime = hour >= 0 && hour < 24 && Number(minute) < 60;
  return isTime ? new Temporal.PlainTime(hour, Number(minute)) : undefined;
}
