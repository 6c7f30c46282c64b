import { describe, expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createPorterClient } from "../../client/sdk/index.ts";
import { findFreePort, scratchDir, startAndFail, startPorter } from "../support/server.ts";

describe("a start with a wrong configuration", () => {
  const cases = [
    {
      name: "an unknown key",
      config: '[server]\nport = 0\nprot = 3101\nhost = "127.0.0.1"\n',
      says: [":3: server.prot: is not a known key", "host, port, public_url"],
    },
    {
      name: "a wrong type",
      config: '[agents]\nmax_concurrent = "four"\n',
      says: [":2: agents.max_concurrent: ", "expected number"],
    },
    {
      name: "a syntax error",
      config: "[server]\nport = = 1\n",
      says: [":2:", "Invalid TOML"],
    },
  ];

  for (const { name, config, says } of cases) {
    test(`ends with file, line, key and what is allowed, and nothing made on the disk: ${name}`, async () => {
      using home = scratchDir("home");
      const { code, stderr, configPath } = await startAndFail({ home: home.path, config });
      expect(code).toBe(1);
      expect(stderr).toStartWith(configPath);
      for (const part of says) expect(stderr).toContain(part);
      expect(stderr).not.toContain("    at "); // no stack
      expect(existsSync(join(home.path, "data"))).toBe(false);
    });
  }

  test("a configuration file that is not there is named", async () => {
    const { code, stderr } = await startAndFail({ env: { PORTER_CONFIG: "/nowhere/home.toml" } });
    expect(code).toBe(1);
    expect(stderr).toContain("/nowhere/home.toml");
    expect(stderr).toContain("PORTER_CONFIG");
  });
});

describe("a start on an address that others could reach", () => {
  for (const host of ["0.0.0.0", "::"]) {
    test(`is refused without public_url: ${host}`, async () => {
      const { code, stderr } = await startAndFail({ env: { PORTER_HOST: host } });
      expect(code).toBe(1);
      expect(stderr).toContain(host);
      expect(stderr).toContain("public_url");
    });
  }

  test("is allowed with one, which then is the address that is printed, and that the web app tells for webhooks", async () => {
    const port = findFreePort();
    await using porter = await startPorter({
      port,
      env: { PORTER_HOST: "0.0.0.0" },
      config: '[server]\npublic_url = "https://porter.example.net/"',
    });
    expect(porter.stdout()).toStartWith("Porter serves on https://porter.example.net. ");
    const client = createPorterClient({ url: `http://127.0.0.1:${port}`, token: porter.token });
    expect((await client.system.status.query()).publicOrigin).toBe("https://porter.example.net");
  });
});

describe("the environment", () => {
  test("beats the file; PORTER_TOKEN is the owner's token, and no token file is made", async () => {
    const token = "a-token-of-more-than-thirty-two-characters";
    await using porter = await startPorter({
      config: '[server]\nport = 1\nhost = "203.0.113.1"',
      env: { PORTER_HOST: "127.0.0.1", PORTER_TOKEN: token },
    });
    expect((await fetch(`${porter.url}/health`)).status).toBe(200);
    expect(await porter.client.tasks.counts.query()).toMatchObject({ todo: 0 });
    expect(existsSync(join(porter.dataDir, "token"))).toBe(false);
  });

  test("a token under 32 characters is refused and not repeated", async () => {
    const { code, stderr } = await startAndFail({ env: { PORTER_TOKEN: "hunter2-hunter2" } });
    expect(code).toBe(1);
    expect(stderr).toContain("PORTER_TOKEN");
    expect(stderr).toContain("32");
    expect(stderr).not.toContain("hunter2");
  });

  test("a port that another program has is named", async () => {
    using other = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: () => new Response() });
    const { code, stderr } = await startAndFail({ env: { PORTER_PORT: String(other.port) } });
    expect(code).toBe(1);
    expect(stderr).toContain(String(other.port));
    expect(stderr).toContain("another program has it");
    expect(stderr).toContain("PORTER_PORT");
  });

  test("an address that this machine does not have is not called a taken port", async () => {
    const env = { PORTER_HOST: "203.0.113.7", PORTER_PUBLIC_URL: "https://porter.example.net" };
    const { code, stderr } = await startAndFail({ env });
    expect(code).toBe(1);
    expect(stderr).toContain("203.0.113.7");
    expect(stderr).not.toContain("another program");
  });
});

describe("a variable that the file refers to and that is not set", () => {
  const config = [
    "[agents.mcp.notes]",
    'command = "notes-server"',
    'env = { NOTES_TOKEN = "env:NOTES_TOKEN" }',
    "[agents.mcp.plain]",
    'command = "plain-server"',
  ].join("\n");

  test("is a warning that says what will not work, and the start goes on", async () => {
    await using porter = await startPorter({ config });
    const { warnings } = await porter.client.system.status.query();
    const about = warnings.find(({ subject }) => subject === "agents.mcp.notes.env.NOTES_TOKEN");
    expect(about?.message).toContain("NOTES_TOKEN is not set");
    expect(about?.message).toContain('the MCP server "notes" is left out');
    expect(porter.stderr()).toContain("NOTES_TOKEN is not set");
    expect(await (await fetch(`${porter.url}/health`)).json()).toEqual({ status: "degraded" });
  });

  test("is silent once it is set", async () => {
    await using porter = await startPorter({ config, env: { NOTES_TOKEN: "secret" } });
    const { warnings } = await porter.client.system.status.query();
    expect(warnings).toEqual([]);
    expect(await (await fetch(`${porter.url}/health`)).json()).toEqual({ status: "ok" });
  });
});
