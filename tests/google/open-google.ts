import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import {
  createGoogleSource,
  verifyPush,
  type GoogleSource,
} from "../../server/integrations/calendar/google/index.ts";
import { defineIntegration, type IntegrationContext } from "../../server/integrations/contract.ts";
import { startGoogle } from "../support/google/index.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import type { ScratchDatabase } from "../support/database.ts";

const Config = z.strictObject({
  client_id: z.string(),
  client_secret: z.string(),
  calendar_id: z.union([z.string(), z.array(z.string())]).default("primary"),
  api_root: z.string(),
  auth_url: z.string(),
  token_url: z.string(),
  revoke_url: z.string(),
});

type Options = {
  calendarId?: string | string[];
  publicUrl?: string;
  google?: ReturnType<typeof startGoogle>;
  clock?: ReturnType<typeof createFakeClock>;
  database?: ScratchDatabase;
};

/** Google's part of the integration alone, in a real Porter, against the fake Google. Both have one clock. */
export async function openGoogle(options: Options = {}) {
  const clock = options.clock ?? createFakeClock();
  const google = options.google ?? startGoogle({ now: clock.now });
  let made: { source: GoogleSource; context: IntegrationContext<z.output<typeof Config>> } | undefined;
  const definition = defineIntegration({
    id: "calendar",
    name: "Calendar",
    description: "Google's part of it.",
    config: Config,
    canConnect: true,
    webhook: {
      check: "own",
      takesEmptyBody: true,
      hasSecret: () => true,
      verify: (given, _config, stored) => verifyPush(given, stored),
    },
    actions: {},
    init(context) {
      const source = createGoogleSource(context, context.config);
      made = { source, context };
      return { ...source, handle: {} };
    },
  });
  const porter = openIntegrations({
    definitions: [definition],
    sections: {
      calendar: {
        ...google.section,
        ...(options.calendarId !== undefined && { calendar_id: options.calendarId }),
      },
    },
    clock,
    timeZone: "Europe/Vienna",
    ...(options.publicUrl && { publicUrl: options.publicUrl }),
    ...(options.database && { database: options.database }),
  });
  await settle();
  if (!made) throw new Error("The integration was not set up.");
  const { source, context } = made;
  const call = { signal: context.signal };
  const redirectUri = "http://127.0.0.1:3101/oauth/calendar/callback";

  /** The owner's way to Google and back, up to the code. */
  async function consent() {
    const codeVerifier = randomBytes(32).toString("base64url");
    const codeChallenge = createHash("sha256").update(codeVerifier).digest("base64url");
    const address = source.connect({ ...call, redirectUri, state: "the state", codeChallenge });
    const response = await fetch(address, { redirect: "manual" });
    const back = new URL(response.headers.get("location") ?? "");
    return { ...call, redirectUri, codeVerifier, code: back.searchParams.get("code") ?? "", back };
  }

  return {
    ...porter,
    source,
    context,
    google,
    clock,
    call,
    consent,
    signIn: async () => source.finishConnect(await consent()),
    sync: async () => source.sync(call),
    /** What the one calendar, or the one of this source id, is in Porter. */
    calendar(sourceId?: string) {
      const found = context.calendars
        .list()
        .find((one) => sourceId === undefined || one.sourceId === sourceId);
      if (!found) throw new Error("There is no such calendar.");
      return found;
    },
    /** The titles of a year's events, in their order. */
    titles: () => year(context).map(({ title }) => title),
    year: () => year(context),
    async [Symbol.asyncDispose](): Promise<void> {
      await porter[Symbol.asyncDispose]();
      if (!options.google) await google[Symbol.asyncDispose]();
    },
  };
}

export type OpenGoogle = Awaited<ReturnType<typeof openGoogle>>;

const year = ({ calendars }: Pick<IntegrationContext<unknown>, "calendars">) =>
  calendars.events({ from: "2026-01-01", to: "2026-12-31" });

/** At this hour of a day in November, in Vienna. */
export const at = (hour: number, day = 23) => ({
  start: {
    dateTime: `2026-11-${day}T${String(hour).padStart(2, "0")}:00:00+01:00`,
    timeZone: "Europe/Vienna",
  },
  end: {
    dateTime: `2026-11-${day}T${String(hour + 1).padStart(2, "0")}:00:00+01:00`,
    timeZone: "Europe/Vienna",
  },
});

/** What it fails with; undefined when it does not. */
export const failureOf = (work: unknown): Promise<unknown> =>
  Promise.resolve(work).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
