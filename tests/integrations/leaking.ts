import { surviveStrays } from "../../server/integrations/strays.ts";
import { openIntegrations } from "../support/integrations.ts";
import { sample } from "./sample.ts";

/** Run by hostile.test.ts in a process of its own, which what it leaves behind must not end. */
const traces: unknown[] = [];
surviveStrays(process, { error: ({ trace }: { trace: unknown }) => void traces.push(trace) });

const enough = Promise.withResolvers<void>();
let calls = 0;
const leaking = sample("leaking", {
  tickInterval: 0.01,
  init: ({ notify, signal }) => {
    setInterval(() => {
      calls += 1;
      if (calls === 50) enough.resolve();
      if (signal.aborted) notify({ key: "left", title: "Still here", body: "" });
    }, 5);
    signal.addEventListener("abort", () => {
      throw new Error("a listener");
    });
    return {
      tick() {
        void Promise.reject(new Error("a promise that nobody waits for"));
      },
    };
  },
});
let ticksOfTheOther = 0;
const other = sample("other", {
  tickInterval: 0.01,
  init: () => ({ tick: () => void (ticksOfTheOther += 1) }),
});

const room = openIntegrations({ definitions: [leaking, other] });
const ticking = Promise.withResolvers<void>();
const looking = setInterval(() => {
  if (traces.length > 0 && ticksOfTheOther > 0) ticking.resolve();
}, 5);
await ticking.promise;
clearInterval(looking);
await room.integrations.setEnabled({ integrationId: "leaking", enabled: false }, "owner");
calls = 0;
await enough.promise;
const notifications = room.notifications.list({}).items.length;
await room[Symbol.asyncDispose]();
process.stdout.write(JSON.stringify({ traces, ticksOfTheOther, notifications }));
process.exit(0);
