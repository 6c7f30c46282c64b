import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../server/config/load.ts";
import { readEnv } from "../../server/env.ts";
import { builtIns } from "../../server/integrations/registry.ts";
import { scratchDir } from "../support/server.ts";

/** Loads a configuration as the start does. */
function load(text: string, variables: Record<string, string> = {}) {
  using folder = scratchDir("config");
  const path = join(folder.path, "home.toml");
  writeFileSync(path, text);
  return loadConfig(readEnv({ HOME: "/home/someone", ...variables, PORTER_CONFIG: path }));
}

/** What a wrong configuration says, without the folder it was in. */
function complaint(text: string): string {
  try {
    load(text);
  } catch (error) {
    if (error instanceof Error) return error.message.replaceAll(/\S*\/home\.toml/g, "home.toml");
  }
  throw new Error("This configuration was taken.");
}

describe("what is allowed", () => {
  test("an empty file: everything has a default", () => {
    const { server, agents, events, warnings } = load("");
    expect(server).toEqual({
      host: "127.0.0.1",
      port: 3101,
      public_url: undefined,
      time_zone: Temporal.Now.timeZoneId(),
    });
    expect(agents).toMatchObject({ max_concurrent: 4, idle_minutes: 10, permission_mode: "default" });
    expect(agents.cwd).toBe("/home/someone/porter");
    expect(events.max_rows).toBe(1_000_000);
    expect(warnings).toEqual([]);
  });

  test("the file that ships with Porter", () => {
    const { agents, integrations } = loadConfig(readEnv({ HOME: "/home/someone" }), builtIns);
    expect(Object.keys(agents.mcp)).toEqual(["fetch"]);
    expect(integrations.enabled).toEqual(["tasks", "calendar"]);
  });

  test("any IANA time zone, older names too", () => {
    for (const name of [...Intl.supportedValuesOf("timeZone"), "Asia/Calcutta", "UTC"])
      expect(load(`server.time_zone = "${name}"`).server.time_zone).toBe(name);
  });

  test("`~` is the home folder, in allowed_dirs too", () => {
    const { agents } = load('agents = { cwd = "~", allowed_dirs = ["~/code", "/srv/~x"] }');
    expect(agents.cwd).toBe("/home/someone");
    expect(agents.allowed_dirs).toEqual(["/home/someone/code", "/srv/~x"]);
  });
});

describe("what is refused, with line and key", () => {
  const cases: [name: string, text: string, ...says: string[]][] = [
    [
      "an unknown table",
      "[sever]\nport = 1",
      "home.toml:1: sever: is not a known key",
      "server, agents, events",
    ],
    ["a key of an inline table", 'server = { port = 1, hots = "x" }', "home.toml:1: server.hots", "host"],
    ["a dotted key", "\nagents.max_concurent = 1", "home.toml:2: agents.max_concurent", "max_concurrent"],
    [
      "a key of an MCP server",
      '[agents.mcp.fetch]\ncommand = "x"\nargz = []',
      "home.toml:3: agents.mcp.fetch.argz: is not a known key",
      "command, args, env, url, headers",
    ],
    ["a number out of range", "[server]\nport = 70000", "home.toml:2: server.port: ", "<=65535"],
    [
      "a word that is not on the list",
      '\n[agents]\n\npermission_mode = "yolo"',
      "home.toml:4: agents.permission_mode: ",
      "default",
      "acceptEdits",
      "plan",
      "bypassPermissions",
    ],
    [
      "a time zone that does not exist",
      '[server]\ntime_zone = "Europe/Bärlin"',
      "home.toml:2: server.time_zone: ",
      "must be an IANA time zone such as Europe/Berlin",
    ],
    ["an offset", '[server]\ntime_zone = "+02:00"', "home.toml:2: server.time_zone: ", "IANA time zone"],
    [
      "quiet hours that are none",
      '[calendar]\nquiet_hours = "22-7"',
      "home.toml:2: calendar.quiet_hours: ",
      '"22:00-07:00"',
    ],
    [
      "quiet hours without end",
      '[calendar]\nquiet_hours = "22:00-22:00"',
      "home.toml:2: calendar.quiet_hours: ",
    ],
    ["a fraction", "[server]\nport = 1.5", "home.toml:2: server.port: ", "int"],
    [
      "an element of a list",
      '[agents]\nallowed_dirs = ["/a", 1]',
      "home.toml:2: agents.allowed_dirs.1: ",
      "string",
    ],
    [
      "an integration that is not there",
      '[integrations]\nenabled = ["mail"]',
      "home.toml:2: integrations.enabled",
    ],
    ["a key given twice", "[server]\nport = 1\nport = 2", "home.toml:3"],
    [
      "a public_url that is none",
      '[server]\npublic_url = "porter"',
      "home.toml:2: server.public_url",
      "https://",
    ],
  ];
  for (const [name, text, ...says] of cases) {
    test(name, () => {
      const message = complaint(text);
      for (const part of says) expect(message).toContain(part);
    });
  }

  test("every mistake at once, one line each", () => {
    const lines = complaint('[server]\nport = "a"\nhots = 1\n[agents]\nidle_minutes = -1').split("\n");
    expect(lines).toHaveLength(3);
  });
});

describe("env: references", () => {
  test("are replaced by the variable's value, wherever they stand", () => {
    const config = load(
      '[agents]\nmodel = "env:MODEL"\nallowed_dirs = ["/a", "env:DIR"]\n[agents.mcp.x]\nurl = "https://x.example"\nheaders = { authorization = "env:X_TOKEN" }',
      { MODEL: "sonnet", DIR: "/b", X_TOKEN: "s3cret" },
    );
    expect(config.agents.model).toBe("sonnet");
    expect(config.agents.allowed_dirs).toEqual(["/a", "/b"]);
    expect(config.agents.mcp.x).toMatchObject({ headers: { authorization: "s3cret" } });
    expect(config.referencedVariables.toSorted()).toEqual(["DIR", "MODEL", "X_TOKEN"]);
    expect(config.warnings).toEqual([]);
  });

  test("a missing one takes its MCP server out and leaves the others in", () => {
    const config = load(
      '[agents.mcp.a]\ncommand = "a"\nargs = ["--key", "env:A_KEY"]\n[agents.mcp.b]\ncommand = "b"',
      { A_KEY: "" }, // empty counts as not set
    );
    expect(Object.keys(config.agents.mcp)).toEqual(["b"]);
    expect(config.warnings).toEqual([
      {
        subject: "agents.mcp.a.args.1",
        message: 'The variable A_KEY is not set: the MCP server "a" is left out until it is set.',
      },
    ]);
    expect(config.referencedVariables).toEqual(["A_KEY"]);
  });

  test("a missing one elsewhere leaves the default", () => {
    const config = load('[agents]\nmodel = "env:NO_MODEL"');
    expect(config.agents.model).toBeUndefined();
    expect(config.warnings[0]?.message).toBe(
      "The variable NO_MODEL is not set: agents.model has no value until it is set.",
    );
  });

  test("a secret is not repeated when it does not fit", () => {
    expect(() => load('[server]\npublic_url = "env:SECRET"', { SECRET: "hunter2" })).toThrow(
      /server\.public_url/,
    );
    try {
      load('[server]\npublic_url = "env:SECRET"', { SECRET: "hunter2" });
    } catch (error) {
      expect(String(error)).not.toContain("hunter2");
    }
  });

  test("only the whole string is one", () => {
    const { agents, referencedVariables } = load('[agents]\nmodel = "my env:MODEL"');
    expect(agents.model).toBe("my env:MODEL");
    expect(referencedVariables).toEqual([]);
  });
});

describe("PORTER_* variables", () => {
  test("beat the file", () => {
    const { server } = load('[server]\nport = 1\nhost = "a"\npublic_url = "https://a.example"', {
      PORTER_PORT: "2",
      PORTER_HOST: "b",
      PORTER_PUBLIC_URL: "https://b.example",
    });
    expect(server).toMatchObject({ port: 2, host: "b", public_url: "https://b.example" });
  });

  test("an empty one counts as not set", () => {
    expect(load("[server]\nport = 7", { PORTER_PORT: "" }).server.port).toBe(7);
  });

  for (const [name, value] of [
    ["PORTER_PORT", "http"],
    ["PORTER_PORT", "65536"],
    ["PORTER_PUBLIC_URL", "my-house"],
    ["PORTER_LOG", "loud"],
    ["PORTER_TOKEN", "too short"],
  ] as const) {
    test(`a wrong one is named and its value is not: ${name}=${value}`, () => {
      expect(() => load("", { [name]: value })).toThrow(name);
      expect(() => load("", { [name]: value })).not.toThrow(value);
    });
  }
});
