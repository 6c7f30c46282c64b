import { expect, test } from "bun:test";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { scratchDir, startPorter } from "../support/server.ts";
import { serveWithToken } from "./with-token.ts";

/** It is run by Bun: it needs a newer Node than Porter does. */
const SUITE = resolve(import.meta.dir, "../../node_modules/@modelcontextprotocol/conformance/dist/index.js");

/** Names of the server that the suite is made for, and what Porter has of that kind. */
const NAMES: Record<string, string> = {
  arg1: "task",
  resourceUri: "task",
  "test://example-resource": "1",
  "test://static-text": "porter://task/1",
  "test://template/123/data": "porter://task/2",
  "test://watched-resource": "porter://task/1",
  test_error_handling: "get_task",
  test_prompt_with_arguments: "work_on_task",
  test_prompt_with_embedded_resource: "work_on_task",
  test_simple_prompt: "plan_day",
  test_simple_text: "list_tasks",
};

const APPLIES = [
  "completion-complete",
  "dns-rebinding-protection",
  "ping",
  "prompts-get-embedded-resource",
  "prompts-get-simple",
  "prompts-list",
  "resources-list",
  "resources-read-text",
  "resources-subscribe",
  "resources-templates-read",
  "resources-unsubscribe",
  "server-initialize",
  "server-sse-multiple-streams",
  "tools-call-error",
  "tools-call-simple-text",
  "tools-list",
];

/** Each asks for something that a server may have and Porter has no use for, and fails where it is not. */
const DOES_NOT_APPLY: Record<string, string> = {
  "elicitation-sep1034-defaults": "no tool asks the host for a form",
  "elicitation-sep1330-enums": "no tool asks the host for a form",
  "json-schema-2020-12": "wants a tool with one certain schema",
  "logging-set-level": "Porter's log is not the host's",
  "prompts-get-with-args": "wants a prompt that repeats its arguments",
  "prompts-get-with-image": "no prompt has a picture",
  "resources-read-binary": "all resources are Markdown",
  "server-sse-polling": "wants a tool that hangs up",
  "tools-call-audio": "no tool gives sound",
  "tools-call-elicitation": "no tool asks the host for a form",
  "tools-call-embedded-resource": "tools give JSON",
  "tools-call-image": "no tool gives a picture",
  "tools-call-mixed-content": "tools give JSON",
  "tools-call-sampling": "no tool asks the host's model",
  "tools-call-with-logging": "Porter's log is not the host's",
  "tools-call-with-progress": "no tool takes long",
};

const Checks = z.array(z.object({ id: z.string(), status: z.string(), errorMessage: z.string().optional() }));

test("the official conformance suite finds nothing wrong with the MCP server over HTTP", async () => {
  using results = scratchDir("conformance");
  await using porter = await startPorter();
  await porter.client.tasks.create.mutate({ title: "One" });
  await porter.client.tasks.create.mutate({ title: "The one of 123" });
  await using way = serveWithToken(porter, NAMES);
  const args = ["server", "--url", way.url, "--suite", "all", "--output-dir", results.path];
  const suite = Bun.spawn([process.execPath, "--bun", SUITE, ...args], {
    stdout: "ignore",
    stderr: "ignore",
  });
  await suite.exited; // Its code tells of what does not apply, too.

  const found: Record<string, string[]> = {};
  for (const folder of readdirSync(results.path)) {
    const name = folder.replace(/^server-(.+)-\d{4}-\d\d-\d\dT.+$/, "$1");
    const checks = Checks.parse(await Bun.file(join(results.path, folder, "checks.json")).json());
    found[name] = checks.map(({ id, status, errorMessage }) => [id, status, errorMessage].join(" ").trim());
  }
  expect(Object.keys(found).sort()).toEqual([...APPLIES, ...Object.keys(DOES_NOT_APPLY)].sort());
  for (const name of APPLIES) {
    const checks = found[name] ?? [];
    const failed = checks.filter((check) => !/ (SUCCESS|INFO)$/.test(check));
    expect({ name, failed }).toEqual({ name, failed: [] });
    expect(checks.length).toBeGreaterThan(0);
  }
});
