import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadConfig } from "../../server/config/load.ts";
import { readEnv } from "../../server/env.ts";
import { scratchDir } from "../support/server.ts";

describe("what is said of a file that is no TOML shows where, and none of its values", () => {
  test.each([
    ["a quote that is not closed", '[channels.ntfy]\ntoken = "SECRET\n', "2:  token ="],
    ["quotes that are left out", "[channels.ntfy]\ntoken = SECRET\n", "2:  token ="],
    ["the line before", 'token = "SECRET"\n= 5\n', "1:  token ="],
    ["a text of many lines", 'text = """\nSECRET "is" = \\z\n"""\n', "1:  text ="],
    ["a table of one line", 'ntfy = { token = "SECRET, topic = 1 }\n', "1:  ntfy ="],
    ["a value alone", '"SECRET" x\n', ":1:"],
    ["a table", "[agents]\n[agents]\n", "2:  [agents]"],
  ])("%s", (_name, text, shown) => {
    using folder = scratchDir("toml");
    const path = join(folder.path, "home.toml");
    writeFileSync(path, text);
    let said = "";
    try {
      loadConfig(readEnv({ PORTER_CONFIG: path }));
    } catch (error) {
      said = String(error);
    }
    expect(said).toContain("Invalid TOML document");
    expect(said).toContain(shown);
    expect(said).not.toContain("SECRET");
  });
});
