import { BadDelivery } from "../error.ts";
import { defineIntegration } from "../contract.ts";
import { actions, handleActions } from "./actions.ts";
import { Config } from "./config.ts";
import { verifyPush } from "./google/push.ts";
import { setup } from "./setup.ts";
import { openSources, requireGoogle } from "./sources.ts";
import { undoActions } from "./undo.ts";

export const calendar = defineIntegration({
  id: "calendar",
  name: "Calendar",
  description: "Brings events from Google, from CalDAV servers and from any calendar that has an address.",
  config: Config,
  tickInterval: 300,
  canConnect: true,
  setup,
  webhook: {
    check: "own",
    takesEmptyBody: true,
    hasSecret: ({ client_id }) => client_id !== undefined,
    verify: (given, _, stored) => verifyPush(given, stored),
  },
  actions,

  async init(context) {
    const sources = await openSources(context);
    const { google } = sources;
    const handle = handleActions(context, sources);

    return {
      tick: sources.syncAll,
      handle,
      undo: undoActions(context.calendars, handle),
      handleWebhook(delivery, call) {
        if (google) return google.handleWebhook(delivery, call);
        throw new BadDelivery("Google is not in the configuration any more.");
      },
      health: sources.health,
      connect: (call) => requireGoogle(sources).connect(call),
      finishConnect: (call) => requireGoogle(sources).finishConnect(call),
      disconnect: (call) => requireGoogle(sources).disconnect(call),
    };
  },
});
