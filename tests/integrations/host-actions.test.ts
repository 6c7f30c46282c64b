import { describe, expect, test } from "bun:test";
import { z } from "zod";
import { defineAction, type LiveIntegration } from "../../server/integrations/contract.ts";
import { IntegrationError } from "../../server/integrations/error.ts";
import { PorterError } from "../../server/errors.ts";
import type { RunAction } from "../../shared/integration.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { sample, SECOND, stateOf } from "./sample.ts";

const Params = z.object({ city: z.string().min(1), days: z.number().int().default(3) });
const action = (effect: "read" | "change" | "destroy") =>
  defineAction({
    title: "Ask",
    description: "Asks the weather.",
    effect,
    params: Params,
    result: z.object({ text: z.string(), at: z.date().optional() }),
  });
const actions = { read: action("read"), change: action("change"), destroy: action("destroy") };
type Handle = (params: unknown, call: { actor: string; signal: AbortSignal }) => unknown;

async function withWeather(handle: Handle, options: Partial<Parameters<typeof openIntegrations>[0]> = {}) {
  const clock = createFakeClock();
  const all = { read: handle, change: handle, destroy: handle } as LiveIntegration["handle"]; // some of them break their word
  const definition = sample("weather", { actions, init: () => ({ handle: all }) });
  const room = openIntegrations({ definitions: [definition], clock, ...options });
  await settle();
  const run = (action: string, params?: Record<string, unknown>, integrationId = "weather") =>
    room.integrations.run({ integrationId, action, params }, { kind: "owner" });
  const agentRun = (action: string, params: Record<string, unknown> = { city: "Graz" }) =>
    room.integrations.run({ integrationId: "weather", action, params }, { kind: "session", sessionId: "s1" });
  const ran = () =>
    room.integrations.history({ integrationId: "weather" }).items.filter(({ kind }) => kind === "ran");
  return { ...room, clock, run, agentRun, ran };
}

const fails = (run: Promise<unknown>, code: string, ...words: string[]) =>
  run.then(
    () => {
      throw new Error("It ran.");
    },
    (error: unknown) => {
      expect(error).toMatchObject({ name: "PorterError", code });
      for (const word of words) expect(String(error)).toContain(word);
    },
  );

describe("a run", () => {
  test("gets checked params with their defaults, and gives the result", async () => {
    const seen: unknown[] = [];
    await using room = await withWeather((params, { actor }) => {
      seen.push(params, actor);
      return { text: "Sun" };
    });
    expect(await room.run("read", { city: "Graz" })).toEqual({ text: "Sun" });
    expect(seen).toEqual([{ city: "Graz", days: 3 }, "owner"]);
  });

  test("stands in the event log with its actor, and neither params nor results do", async () => {
    await using room = await withWeather(() => ({ text: "a-result" }));
    await room.run("change", { city: "a-param" });
    expect(room.ran()).toMatchObject([{ what: "change", actor: "owner", error: null }]);
    const log = JSON.stringify(room.read("select * from events"));
    expect(log).not.toContain("a-param");
    expect(log).not.toContain("a-result");
  });

  test("is noted before its effect when it has one, and forgotten when it is told", async () => {
    const open: unknown[] = [];
    await using room = await withWeather(() => {
      open.push(room.read("SELECT action, actor FROM integration_runs"));
      return { text: "" };
    });
    for (const name of ["read", "change", "destroy"]) await room.run(name, { city: "Graz" });
    expect(open).toEqual([
      [],
      [{ action: "change", actor: "owner" }],
      [{ action: "destroy", actor: "owner" }],
    ]);
    expect(room.read("SELECT * FROM integration_runs")).toEqual([]);
  });

  test("is refused with the name of what does not fit, and does not reach the integration", async () => {
    let calls = 0;
    await using room = await withWeather(() => ((calls += 1), { text: "" }));
    await fails(room.run("read", {}), "INVALID", "city");
    await fails(room.run("read", { city: "" }), "INVALID", "city");
    await fails(room.run("read", { city: "Graz", days: 1.5 }), "INVALID", "days");
    await fails(room.run("read", { city: "Graz", dyas: 1 }), "INVALID", "dyas");
    await fails(room.run("read"), "INVALID", "city");
    const error = await room.run("read", { city: "", days: 1.5 }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ issues: [{ path: ["city"] }, { path: ["days"] }] });
    expect(calls).toBe(0);
    expect(room.ran()).toEqual([]);
  });

  test("of what is not there says what there is", async () => {
    await using room = await withWeather(() => ({ text: "" }));
    await fails(room.run("reed", {}), "NOT_FOUND", "reed", "read, change, destroy");
    await fails(room.run("toString", {}), "NOT_FOUND", "toString");
    await fails(room.run("read", {}, "wether"), "NOT_FOUND", "wether", "weather");
  });

  test("of one that is switched off, or not up, says so", async () => {
    await using room = await withWeather(() => ({ text: "" }));
    await room.integrations.setEnabled({ integrationId: "weather", enabled: false }, "owner");
    await fails(room.run("read", { city: "Graz" }), "UNAVAILABLE", "switched off");
  });

  test("that fails tells what would help", async () => {
    let thrown: unknown;
    await using room = await withWeather(() => {
      throw thrown;
    });
    thrown = new IntegrationError("retry", "The service is away.");
    await fails(room.run("read", { city: "Graz" }), "UNAVAILABLE", "Try again later", "The service is away");
    expect(stateOf(room, "weather")).toBe("degraded");
    thrown = new PorterError("NOT_FOUND", "There is no such city.");
    await fails(room.run("read", { city: "Graz" }), "NOT_FOUND", "no such city");
    thrown = new IntegrationError("auth", "Sign in.");
    await fails(room.run("read", { city: "Graz" }), "UNAVAILABLE", "sign in");
    expect(stateOf(room, "weather")).toBe("needs_auth");
    await fails(room.run("read", { city: "Graz" }), "UNAVAILABLE", "waits until its owner signs in");
    expect(room.ran()).toHaveLength(3);
    expect(room.ran().every(({ error }) => error !== null)).toBe(true);
  });

  test("that asks for what is not there is no fault of the integration", async () => {
    await using room = await withWeather(() => {
      throw new PorterError("NOT_FOUND", "There is no such city.");
    });
    await fails(room.run("read", { city: "Graz" }), "NOT_FOUND");
    expect(stateOf(room, "weather")).toBe("ok");
  });

  test("whose result breaks the promise is an error of Porter's, and shows", async () => {
    await using room = await withWeather(() => ({ text: 5, secret: "a-secret" }));
    await fails(room.run("read", { city: "Graz" }), "INTERNAL");
    expect(stateOf(room, "weather")).toBe("degraded");
    expect(JSON.stringify([room.logged, room.ran()])).not.toContain("a-secret");
  });

  test("that never ends is given up after 60 seconds, and its signal tells it", async () => {
    let signal: AbortSignal | undefined;
    await using room = await withWeather((_params, call) => {
      signal = call.signal;
      return new Promise(() => {});
    });
    const run = fails(room.run("read", { city: "Graz" }), "UNAVAILABLE", "60 seconds");
    await room.clock.advance(61 * SECOND);
    await run;
    expect(signal?.aborted).toBe(true);
    expect(room.integrations.diagnostics("weather").leftBehind).toBe(1);
    const stopping = room.stop();
    await room.clock.advance(10 * SECOND);
    await stopping;
  });

  test("is described by JSON schemas", async () => {
    await using room = await withWeather(() => ({ text: "" }));
    const [read] = room.host.find("weather")?.actions ?? [];
    expect(read).toMatchObject({
      name: "read",
      effect: "read",
      isFreeForAgents: true,
      params: {
        type: "object",
        required: ["city"],
        additionalProperties: false,
        properties: { city: { type: "string" }, days: { type: "integer", default: 3 } },
      },
      result: { properties: { at: { type: "string", format: "date-time" } } },
    });
  });
});

describe("an agent", () => {
  test("reads without asking, and changes nothing without its owner's word", async () => {
    const asked: RunAction[] = [];
    let isAllowed = false;
    let calls = 0;
    await using room = await withWeather(() => ((calls += 1), { text: "" }), {
      mayAgentRun: (sessionId, input) => {
        expect(sessionId).toBe("s1");
        asked.push(input);
        return isAllowed;
      },
    });
    await room.agentRun("read");
    expect(asked).toEqual([]);
    await fails(room.agentRun("change"), "FORBIDDEN", "approval");
    await fails(room.agentRun("destroy"), "FORBIDDEN", "approval");
    expect(calls).toBe(1);
    isAllowed = true;
    await room.agentRun("change");
    expect(calls).toBe(2);
    expect(asked.map(({ action }) => action)).toEqual(["change", "destroy", "change"]);
    expect(room.ran()[0]).toMatchObject({ actor: "session:s1", what: "change" });
  });

  test("does not use up an approval by a call that could not have been made", async () => {
    let asked = 0;
    await using room = await withWeather(() => ({ text: "" }), { mayAgentRun: () => ((asked += 1), true) });
    await fails(room.agentRun("change", {}), "INVALID");
    await fails(room.agentRun("nothing"), "NOT_FOUND");
    await room.integrations.setEnabled({ integrationId: "weather", enabled: false }, "owner");
    await fails(room.agentRun("change"), "UNAVAILABLE");
    expect(asked).toBe(0);
  });

  test("is free to do what the configuration says", async () => {
    await using room = await withWeather(() => ({ text: "" }), {
      sections: { weather: { agent_actions: ["change"] } },
    });
    await room.agentRun("change");
    await fails(room.agentRun("destroy"), "FORBIDDEN");
    expect(room.integrations.isFreeForAgents("weather", "change")).toBe(true);
    expect(room.integrations.isFreeForAgents("weather", "destroy")).toBe(false);
    expect(room.integrations.isFreeForAgents("weather", "constructor")).toBe(false);
    expect(room.integrations.isFreeForAgents("nothing", "read")).toBe(false);
  });
});

describe("diagnostics", () => {
  test("hold states, counts and types, and no value of anything", async () => {
    await using room = await withWeather(() => ({ text: "a-result" }), {
      definitions: [
        sample("weather", {
          actions: { read: actions.read },
          config: z.object({ token: z.string(), list: z.array(z.string()), other: z.string().optional() }),
          init: () => ({
            handle: { read: () => Promise.reject(new IntegrationError("retry", "a-message")) },
          }),
        }),
      ],
      sections: { weather: { token: "a-token", list: ["a-value"] } },
    });
    await fails(room.run("read", { city: "a-param" }), "UNAVAILABLE");
    const told = room.integrations.diagnostics("weather");
    expect(told).toMatchObject({
      integration: "weather",
      state: "degraded",
      remedy: "retry",
      actions: { ok: 0, failed: 1 },
      config: { token: "string", list: "array of 1", other: "not set" },
    });
    expect(JSON.stringify(told)).not.toMatch(/a-(token|value|param|result|message)/);
  });
});
