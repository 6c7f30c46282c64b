import { describe, expect, test } from "bun:test";
import { judge } from "../../server/agents/permissions.ts";
import type { PermissionMode } from "../../shared/session.ts";

const cwd = "/home/me/project";
const ask = (tool: string, input: unknown, mode: PermissionMode = "default", remembered: string[] = []) =>
  judge({ tool, input, mode, cwd, remembered });

describe("which tool calls wait for a person", () => {
  test("looking inside the working folder does not, outside it does", () => {
    expect(ask("Read", { file_path: "/home/me/project/src/a.ts" })).toBe("allow");
    expect(ask("Read", { file_path: "src/a.ts" })).toBe("allow");
    expect(ask("Grep", { pattern: "x" })).toBe("allow");
    expect(ask("Read", { file_path: "/home/me/project-two/a.ts" })).toBe("ask");
    expect(ask("Read", { file_path: "/home/me/project/../.ssh/id_ed25519" })).toBe("ask");
    expect(ask("Read", { file_path: 7 })).toBe("ask");
  });

  test("changes and commands do", () => {
    for (const tool of ["Bash", "Write", "Edit", "WebFetch", "mcp__fetch__fetch_html", "ATool of tomorrow"]) {
      expect(ask(tool, { file_path: "src/a.ts" })).toBe("ask");
    }
  });

  test("acceptEdits lets edits inside the working folder pass, and nothing else", () => {
    expect(ask("Edit", { file_path: "src/a.ts" }, "acceptEdits")).toBe("allow");
    expect(ask("Edit", { file_path: "/etc/hosts" }, "acceptEdits")).toBe("ask");
    expect(ask("Bash", { command: "ls" }, "acceptEdits")).toBe("ask");
  });

  test("bypassPermissions lets everything pass but a question to the owner", () => {
    expect(ask("Bash", { command: "rm x" }, "bypassPermissions")).toBe("allow");
    expect(ask("AskUserQuestion", {}, "bypassPermissions")).toBe("ask");
  });

  test("plan leaves the decision to the CLI, and puts the plan to the owner", () => {
    expect(ask("Bash", { command: "ls" }, "plan")).toBe("cli");
    expect(ask("ExitPlanMode", {}, "plan")).toBe("ask");
  });

  test("Porter's own tools never do: the session's token limits them", () => {
    expect(ask("mcp__porter__update_task", {})).toBe("allow");
    expect(ask("mcp__porterhouse__anything", {})).toBe("ask");
  });

  test("a tool that was allowed for the session no longer does", () => {
    expect(ask("Bash", { command: "ls" }, "default", ["Bash"])).toBe("allow");
    expect(ask("Write", { file_path: "a" }, "default", ["Bash"])).toBe("ask");
  });
});
