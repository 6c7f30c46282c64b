import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { loadConfig } from "../../server/config/load.ts";
import { readEnv } from "../../server/env.ts";
import { createFakeClock, openIntegrations, settle } from "../support/integrations.ts";
import { scratchDir } from "../support/server.ts";
import { sample } from "./sample.ts";

const known = [
  sample("weather", {
    tickInterval: 60,
    config: z.object({
      city: z.string(),
      token: z.string().min(4).optional(),
      places: z.array(z.strictObject({ name: z.string(), height: z.number().optional() })).default([]),
    }),
    actions: {
      ask: { title: "", description: "", effect: "read", params: z.object({}), result: z.unknown() },
    },
    init: () => ({ handle: { ask: () => null } }),
  }),
  sample("quiet"),
];

function load(text: string, variables: Record<string, string> = {}) {
  using folder = scratchDir("config");
  const path = join(folder.path, "home.toml");
  writeFileSync(path, text);
  return loadConfig(readEnv({ HOME: "/home/someone", ...variables, PORTER_CONFIG: path }), known);
}

function complaint(text: string, variables?: Record<string, string>): string {
  try {
    load(text, variables);
  } catch (error) {
    if (error instanceof Error) return error.message.replaceAll(/\S*\/home\.toml/g, "home.toml");
  }
  throw new Error("This configuration was taken.");
}

describe("what ends the start, with line and key", () => {
  const cases: [name: string, text: string, ...says: string[]][] = [
    [
      "an integration that does not exist",
      '[integrations]\nenabled = ["quiet", "wether"]',
      "home.toml:2: integrations.enabled.1: ",
      "weather, quiet",
    ],
    [
      "a section of none",
      "[integrations.wether]",
      "home.toml:1: integrations.wether: is not a known key",
      "weather",
    ],
    [
      "an unknown key",
      '[integrations.weather]\ncity = "Graz"\ntown = "Graz"',
      "home.toml:3: integrations.weather.town: is not a known key",
      "city, token, places, tick_interval, agent_actions",
    ],
    [
      "a wrong type",
      "[integrations.weather]\ncity = 5",
      "home.toml:2: integrations.weather.city: ",
      "expected string",
    ],
    [
      "a wrong key deeper down, in the second of two tables",
      '[[integrations.weather.places]]\nname = "A"\n[[integrations.weather.places]]\nname = "B"\nhigh = 1',
      "home.toml:5: integrations.weather.places.1.high: is not a known key",
      "name, height",
    ],
    [
      "an interval that is none",
      "[integrations.weather]\ntick_interval = 0",
      "home.toml:2: ",
      "tick_interval",
    ],
    [
      "an interval for one without ticks",
      "[integrations.quiet]\ntick_interval = 5",
      "integrations.quiet.tick_interval: is not a known key",
    ],
    [
      "an action that it does not have",
      '[integrations.weather]\nagent_actions = ["ask", "tell"]',
      "home.toml:2: integrations.weather.agent_actions.1: ",
      "Allowed here: ask",
    ],
    ["no table", "[integrations]\nweather = true", "home.toml:2: integrations.weather: "],
  ];
  for (const [name, text, ...says] of cases) {
    test(name, () => {
      const said = complaint(text);
      for (const part of says) expect(said).toContain(part);
    });
  }

  test("a value from a variable is not repeated", () => {
    const said = complaint('[integrations.weather]\ntoken = "env:TOKEN"', { TOKEN: "s3c" });
    expect(said).toContain("integrations.weather.token");
    expect(said).not.toContain("s3c");
  });
});

describe("what does not end the start", () => {
  test("a variable that is not set: the integration waits for it", () => {
    const config = load('[integrations]\nenabled = ["weather"]\n[integrations.weather]\ncity = "env:CITY"');
    expect(config.missingVariables).toEqual([{ path: ["integrations", "weather", "city"], name: "CITY" }]);
    expect(config.warnings).toEqual([]);
    expect(config.referencedVariables).toEqual(["CITY"]);
  });

  test("a key that it needs and does not have: the integration says so", async () => {
    const { integrations: config, missingVariables } = load('[integrations]\nenabled = ["weather", "quiet"]');
    const { enabled, sections } = config;
    await using room = openIntegrations({ definitions: known, enabled, sections, missingVariables });
    await settle();
    expect(room.host.find("weather")).toMatchObject({ state: "needs_config" });
    expect(room.host.find("weather")?.error?.message).toContain("integrations.weather.city");
    expect(room.host.find("quiet")).toMatchObject({ state: "ok" });
  });
});

test("an integration gets its own keys, resolved, and none of Porter's", async () => {
  const seen: unknown[] = [];
  const [weather] = known;
  if (!weather) throw new Error("There is no weather.");
  const text = [
    "[integrations.weather]",
    'city = "env:CITY"',
    "tick_interval = 10",
    'agent_actions = ["ask"]',
    "[[integrations.weather.places]]",
    'name = "A"',
  ].join("\n");
  const { integrations } = load(text, { CITY: "Graz" });
  const definition = {
    ...weather,
    init: ({ config }: { config: unknown }) => (seen.push(config), { handle: { ask: () => null } }),
  };
  await using room = openIntegrations({
    definitions: [definition],
    sections: integrations.sections,
    clock: createFakeClock(),
  });
  await settle();
  expect(seen).toEqual([{ city: "Graz", places: [{ name: "A" }] }]);
  expect(room.host.find("weather")?.ticks?.interval).toBe(10);
});
