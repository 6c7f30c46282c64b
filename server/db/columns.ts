import { customType } from "drizzle-orm/sqlite-core";
import superjson from "superjson";

/** A moment as an integer: milliseconds since 1970 in UTC. */
export const moment = customType<{ data: Date; driverData: number }>({
  dataType: () => "integer",
  toDriver: (date) => date.getTime(),
  fromDriver: (milliseconds) => new Date(milliseconds),
});

/** A JSON value; Dates in it survive (superjson). */
export const snapshot = customType<{ data: unknown; driverData: string }>({
  dataType: () => "text",
  toDriver: (value) => superjson.stringify(value),
  fromDriver: (text) => superjson.parse(text),
});
