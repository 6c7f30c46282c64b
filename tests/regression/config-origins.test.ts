import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../server/config/load.ts";
import { readEnv } from "../../server/env.ts";
import { scratchDir } from "../support/server.ts";

// `porter.example.net:443` is a URL of the scheme `porter.example.net:`. Its origin is "null", which every sandboxed
// page has: it stood in the list of allowed origins.
for (const url of ["porter.example.net:443", "javascript:alert(1)", "file:///etc"]) {
  test(`public_url must be http or https: ${url}`, () => {
    using folder = scratchDir("config");
    const path = join(folder.path, "home.toml");
    writeFileSync(path, `[server]\npublic_url = "${url}"`);
    expect(() => loadConfig(readEnv({ PORTER_CONFIG: path }))).toThrow(
      "server.public_url: must be an address",
    );
    expect(() => readEnv({ PORTER_PUBLIC_URL: url })).toThrow("PORTER_PUBLIC_URL: must be an address");
  });
}

// A missing variable in place of the whole table ended the start with a TypeError.
test("[agents] mcp may itself be a reference that is not set", () => {
  using folder = scratchDir("config");
  const path = join(folder.path, "home.toml");
  writeFileSync(path, '[agents]\nmcp = "env:NOT_SET"');
  const { agents, warnings } = loadConfig(readEnv({ PORTER_CONFIG: path }));
  expect(agents.mcp).toEqual({});
  expect(warnings).toHaveLength(1);
});
