import { describe, expect, test } from "bun:test";
import { permissionOf } from "../../server/agents/integration-action.ts";
import { judge } from "../../server/agents/permissions.ts";
import type { PermissionMode } from "../../shared/session.ts";

const cwd = "/home/me/project";
const ACTION = "mcp__porter__integration_action";
const isFreeForAgents = (integrationId: string, action: string) =>
  integrationId === "calendar" && action === "list_events";
const ask = (tool: string, input: unknown, mode: PermissionMode = "default", remembered: string[] = []) =>
  judge({ tool, input, mode, cwd, remembered, isFreeForAgents });
const run = (action: string, mode?: PermissionMode, remembered?: string[]) =>
  ask(ACTION, { integration_id: "calendar", action_name: action, params: { id: "7" } }, mode, remembered);

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

  test("an action of an integration does, unless it is free for agents", () => {
    expect(run("list_events")).toBe("allow");
    expect(run("delete_event")).toBe("ask");
    expect(run("delete_event", "acceptEdits")).toBe("ask");
    expect(run("delete_event", "bypassPermissions")).toBe("allow");
    expect(run("list_events", "plan")).toBe("allow");
    expect(run("delete_event", "plan")).toBe("cli");
  });

  test("a call that names no action bothers nobody: the tool refuses it", () => {
    for (const input of [{}, null, { integration_id: "calendar" }, { integration_id: 7, action_name: "x" }]) {
      expect(ask(ACTION, input)).toBe("allow");
    }
  });

  test("an action that was allowed for the session no longer does; another one, or that of another, does", () => {
    const call = (integrationId: string, action: string) => ({
      integration_id: integrationId,
      action_name: action,
    });
    const remembered = [permissionOf({ tool: ACTION, input: call("calendar", "create_event") })];
    expect(
      ask(ACTION, { ...call("calendar", "create_event"), params: { title: "x" } }, "default", remembered),
    ).toBe("allow");
    expect(ask(ACTION, call("calendar", "delete_event"), "default", remembered)).toBe("ask");
    expect(ask(ACTION, call("github", "create_event"), "default", remembered)).toBe("ask");
    expect(ask(ACTION, call("calendar", "create_event"), "default", [ACTION])).toBe("ask");
  });

  test("a tool that was allowed for the session no longer does", () => {
    expect(ask("Bash", { command: "ls" }, "default", ["Bash"])).toBe("allow");
    expect(ask("Write", { file_path: "a" }, "default", ["Bash"])).toBe("ask");
  });
});
