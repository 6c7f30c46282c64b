import type { Call, Effect, Incoming, SignedIn, SignIn } from "../../contract.ts";
import { IntegrationError } from "../../error.ts";
import type { CalendarSource } from "../source.ts";
import { createApi } from "./api.ts";
import { createChoice } from "./choice.ts";
import { createOAuth } from "./oauth.ts";
import { createPush } from "./push.ts";
import { createReading } from "./reading.ts";
import type { GoogleContext, GoogleSettings } from "./settings.ts";
import { createTurns } from "../turns.ts";
import { createTokens } from "./tokens.ts";
import { createWriting } from "./writing.ts";

export { verifyPush } from "./push.ts";

export type GoogleSource = CalendarSource & {
  /** Somebody has signed in and Google has not ended it. */
  isConnected: () => boolean;
  connect: (call: Call & SignIn) => string;
  finishConnect: (call: Call & SignedIn) => Promise<void>;
  disconnect: (call: Call) => Promise<void>;
  health: (call: Call) => Promise<void>;
  handleWebhook: (delivery: Pick<Incoming, "headers">, call: Call) => Promise<Effect>;
};

/** The calendars of one Google account. */
export function createGoogleSource(context: GoogleContext, settings: GoogleSettings): GoogleSource {
  const oauth = createOAuth(context, settings);
  const tokens = createTokens(context, oauth);
  const api = createApi(context, settings, tokens);
  const choice = createChoice(context, settings, api);
  const reading = createReading(context, api);
  const push = createPush(context, api);
  const turns = createTurns();
  const { calendars } = context;

  const readAnew = (calendarId: string, call: Call): Promise<void> =>
    turns.share(calendarId, () => reading.bringUpToDate(calendarId, call));

  function forget(): void {
    tokens.forget();
    push.forget();
    for (const { id, source } of calendars.list()) if (source === "google") calendars.remove(id);
  }

  return {
    isConnected: () => tokens.find() !== undefined,
    kind: "google",

    async sync(call) {
      const { chosen, failures } = await choice.settle(call);
      await push.stopOthers(
        chosen.map(({ id }) => id),
        call,
      );
      for (const calendar of chosen)
        try {
          // Watched first: what changes while it is read is told of.
          await push.lookAfter(calendar, call);
          await readAnew(calendar.id, call);
        } catch (error) {
          if (!(error instanceof IntegrationError) || error.remedy === "auth") throw error;
          failures.push(error);
        }
      // A wrong name in the configuration waits for a person; the rest passes.
      const [worst] = failures.toSorted(
        (a, b) => Number(b.remedy === "config") - Number(a.remedy === "config"),
      );
      if (worst) throw worst;
    },

    write: createWriting(context, { api, reading, turns }),

    /** A push says nothing but that something has changed: however many come, and in which order, it is read anew. */
    async handleWebhook({ headers }, call) {
      const calendarId = push.calendarOf(headers["x-goog-channel-id"]);
      if (calendarId === undefined || headers["x-goog-resource-state"] === "sync")
        return () => "Nothing to do.";
      await readAnew(calendarId, call);
      return () => "Read what has changed.";
    },

    health: async (call) => void (await api.calendar("primary", call)),
    connect: oauth.addressOf,

    async finishConnect({ signal, ...signedIn }) {
      tokens.keep(await oauth.exchange(signedIn, signal));
    },

    async disconnect() {
      try {
        const given = tokens.find();
        // Whatever Google says: Porter has it no longer.
        forget();
        if (given) await oauth.revoke(given.refreshToken);
      } catch (error) {
        if (!(error instanceof IntegrationError)) throw error;
        forget();
        context.notify({
          key: "google-not-revoked",
          title: "Google still lists Porter",
          body: "Porter has forgotten the sign-in, but could not tell Google. Take its access back at https://myaccount.google.com/connections",
        });
      }
    },
  };
}
