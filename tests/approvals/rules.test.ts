import { describe, expect, test } from "bun:test";
import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { allows, isInside } from "../../server/agents/permission-rules.ts";
import { judge } from "../../server/agents/permissions.ts";
import { scopesOf } from "../../shared/permission-scope.ts";
import { shellWords } from "../../shared/shell-words.ts";
import { scratchDir } from "../support/server.ts";

const bash = (command: string) => ({ toolName: "Bash", input: { command } });
const rulesOf = (toolName: string, input: unknown) => scopesOf({ toolName, input }).map(({ rule }) => rule);
const letsPass = (rule: string, command: string, more: object = {}) =>
  allows(rule, { tool: "Bash", input: { command, ...more } }, "/home/me");

describe("what an always is offered for", () => {
  test("a command: itself, its first words, all", () => {
    expect(scopesOf(bash("git status --short"))).toEqual([
      { rule: "Bash(git status --short)", words: "Exactly this command" },
      { rule: "Bash(git status:*)", words: "Every command that begins with “git status”" },
      { rule: "Bash", words: "Every command" },
    ]);
    expect(rulesOf("Bash", { command: "ls -la src" })[1]).toBe("Bash(ls:*)");
    expect(rulesOf("Bash", { command: "npm run test -- --watch" })[1]).toBe("Bash(npm run test:*)");
  });

  test("no first words where they say nothing of what comes behind them", () => {
    for (const command of [
      "git",
      "git -c core.pager=evil status",
      "bash -c 'ls'",
      "/bin/sh x",
      "sudo ls",
      "env ls",
      "xargs rm",
      "find . -delete",
      "npm exec thing",
      "docker exec box ls",
      "rm a",
      "FOO=1 ls",
      "ls; rm a",
      "ls | sh",
      "$(x)",
      "ls\nrm a",
      "",
    ]) {
      expect(rulesOf("Bash", { command }).filter((rule) => rule.endsWith(":*)"))).toEqual([]);
    }
  });

  test("a command that would read as a kind of commands is not offered as itself", () => {
    expect(rulesOf("Bash", { command: "git status:*" })).not.toContain("Bash(git status:*)");
  });

  test("edits and looks: their folder; pages: their host; actions: themselves; questions: nothing", () => {
    expect(rulesOf("Write", { file_path: "/home/me/src/a.ts" })).toEqual(["Edit(//home/me/src/**)", "Edit"]);
    expect(rulesOf("Grep", { path: "/etc/", pattern: "x" })).toEqual(["Read(//etc/**)", "Read"]);
    expect(rulesOf("Edit", { file_path: "/home/me/../you/a.ts" })).toEqual(["Edit"]);
    expect(rulesOf("Edit", { file_path: "/a.ts" })).toEqual(["Edit"]);
    expect(rulesOf("WebFetch", { url: "https://me@example.net:8443/x" })[0]).toBe(
      "WebFetch(domain:example.net)",
    );
    const action = { integration_id: "calendar", action_name: "create_event" };
    expect(rulesOf("mcp__porter__integration_action", action)).toEqual([
      "mcp__porter__integration_action:calendar.create_event",
    ]);
    expect(rulesOf("AskUserQuestion", {})).toEqual([]);
    expect(rulesOf("mcp__fetch__get", {})).toEqual(["mcp__fetch__get"]);
  });

  test("whatever is offered lets pass the call that it is offered for", () => {
    for (const [tool, input] of [
      ["Bash", { command: "git status --short" }],
      ["Bash", { command: "echo 'a (b)'; ls" }],
      ["Edit", { file_path: "/home/me/src/a.ts" }],
      ["Read", { file_path: "/srv/a.ts" }],
      ["LS", { path: "/srv" }],
      ["WebFetch", { url: "https://example.net/" }],
      ["mcp__fetch__get", { url: "x" }],
      ["mcp__porter__integration_action", { integration_id: "a", action_name: "b" }],
    ] as const) {
      for (const rule of rulesOf(tool, input))
        expect([rule, allows(rule, { tool, input }, "/home/me")]).toEqual([rule, true]);
    }
  });
});

describe("a rule for a kind of command", () => {
  test.each([
    "git status",
    "git status --short .",
    " git  status ",
    "'git' \"status\"",
    "git status 'a; b' \"c | d\"",
    "git status *.ts ~/x",
  ])("lets %p pass", (command) => {
    expect(letsPass("Bash(git status:*)", command)).toBe(true);
  });

  test.each([
    "git statusx",
    "git",
    "git  -C /x status",
    "git status; rm -rf ~",
    "git status;rm -rf ~",
    "git status && rm a",
    "git status & rm a",
    "git status | sh",
    "git status || rm a",
    "git status > ~/.bashrc",
    "git status < /etc/passwd",
    "git status $(rm a)",
    "git status `rm a`",
    'git status "$(rm a)"',
    'git status "`rm a`"',
    "git status $HOME",
    "git status ${x:-$(rm a)}",
    "git status\nrm a",
    "git status\r\nrm a",
    "git status \\\nrm a",
    "git status 'a\nb'",
    "git status 'open",
    'git status "open',
    "git status {a,b}",
    "git status (rm a)",
    "git status #",
    "git status !!",
    "git status\trm",
    "X=1 git status",
    "git status\u00a0; rm a",
    "git status \u2028rm a",
    "(git status)",
    "{ git status; }",
    "",
  ])("does not let %p pass", (command) => {
    expect(letsPass("Bash(git status:*)", command)).toBe(false);
  });

  test("nor one that wants out of the sandbox, nor what is no text", () => {
    expect(letsPass("Bash(ls:*)", "ls", { dangerouslyDisableSandbox: true })).toBe(false);
    expect(allows("Bash(ls:*)", { tool: "Bash", input: { command: ["ls"] } }, "/")).toBe(false);
    expect(allows("Bash(ls:*)", { tool: "Other", input: { command: "ls" } }, "/")).toBe(false);
  });

  test("an exact one lets nothing else pass", () => {
    expect(letsPass("Bash(ls -la)", "ls -la")).toBe(true);
    for (const command of ["ls -la ", "ls  -la", "ls -la; rm a", "ls", "LS -LA"])
      expect(letsPass("Bash(ls -la)", command)).toBe(false);
  });
});

/** What a real shell makes of a line; the line must not do anything but print. */
test("a line that counts as one command is the same words to sh", () => {
  const piece = fc.constantFrom(
    "a",
    "b1",
    " ",
    "  ",
    "'",
    '"',
    "x y",
    "$",
    "`",
    ";",
    "|",
    "&",
    "\\",
    "-",
    "=",
    ",",
    "\n",
    "#",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const line = pieces.join("");
      const words = shellWords(`printf %s@ ${line}`);
      if (words === undefined) return;
      const { stdout, exitCode } = Bun.spawnSync(["sh", "-c", `printf %s@ ${line}`]);
      expect([exitCode, stdout.toString()]).toEqual([0, (words.slice(2).join("@") || "") + "@"]);
    }),
    { numRuns: 60 },
  );
});

describe("a rule for a folder", () => {
  test("holds below it, whatever the links say", () => {
    using home = scratchDir("links");
    const at = (...parts: string[]) => join(home.path, ...parts);
    for (const folder of ["work", "secret"]) mkdirSync(at(folder));
    symlinkSync(at("secret"), at("work", "link"));
    symlinkSync(at("secret", "new"), at("work", "dangling"));
    symlinkSync("loop", at("work", "loop"));
    expect(isInside(at("work"), at("work", "not", "yet", "there"))).toBe(true);
    for (const path of ["link/a", "dangling", "dangling/a", "loop/a", "../secret/a", "../workshop/a"])
      expect([path, isInside(at("work"), at("work", path))]).toEqual([path, false]);

    const edit = (path: string) =>
      allows(`Edit(/${at("work")}/**)`, { tool: "Write", input: { file_path: path } }, "/");
    expect(edit(at("work", "a.ts"))).toBe(true);
    for (const path of [
      at("work", "link", "a"),
      at("work", ".git", "hooks", "pre-commit"),
      at("work", ".mcp.json"),
      at("a"),
    ])
      expect([path, edit(path)]).toEqual([path, false]);
  });

  test("acceptEdits asks before what is run by others, and before what lies behind a link", () => {
    using home = scratchDir("edits");
    mkdirSync(join(home.path, "work"));
    symlinkSync(home.path, join(home.path, "work", "up"));
    const verdict = (path: string) =>
      judge({
        tool: "Edit",
        input: { file_path: path },
        mode: "acceptEdits",
        cwd: join(home.path, "work"),
        remembered: [],
        isFreeForAgents: () => false,
      });
    expect(["a.ts", ".claude/settings.json", ".GIT/config", "up/a.ts"].map(verdict)).toEqual([
      "allow",
      "ask",
      "ask",
      "ask",
    ]);
  });
});

test("a tool with the name of what every object has is a tool that nobody knows", () => {
  const call = { tool: "constructor", input: {}, cwd: "/home/me", isFreeForAgents: () => false };
  for (const mode of ["default", "acceptEdits"] as const)
    expect(judge({ ...call, mode, remembered: ["Edit", "Read"] })).toBe("ask");
});

test("a rule for pages is for its host alone", () => {
  const fetch = (url: string) =>
    allows("WebFetch(domain:example.net)", { tool: "WebFetch", input: { url } }, "/");
  expect(fetch("https://example.net/a")).toBe(true);
  for (const url of [
    "https://example.net.evil.org",
    "https://evil.org/example.net",
    "https://example.net@evil.org",
    "https://sub.example.net",
    "not a url",
  ])
    expect([url, fetch(url)]).toEqual([url, false]);
});
