import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { explainFailure } from "../../server/agents/failures.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import { startPorter, type Porter } from "../support/server.ts";
import { watchSession } from "../support/watch.ts";

let porter: Porter;
beforeAll(async () => {
  porter = await startPorter({
    config: 'agents.command = "/nowhere/claude"',
    env: { ANTHROPIC_API_KEY: "" },
  });
});
afterAll(() => porter[Symbol.asyncDispose]());

test("a turn that fails says why in the CLI's own words where those add something", () => {
  const explain = (error: Parameters<typeof explainFailure>[0]) =>
    explainFailure(error, { reason: "Own words.", status: 400 });
  for (const error of ["rate_limit", "invalid_request"] as const)
    expect(explain(error)).toMatch(/\n\nOwn words\.$/);
  expect(explain("authentication_failed")).not.toContain("Own words.");
  expect(explain(undefined)).toBe("Own words.");
});

test("a CLI that is missing; that, and no login on the machine, is a warning before anyone tries", async () => {
  const { warnings } = await porter.client.system.status.query();
  expect(warnings.map(({ subject }) => subject)).toContain("agents.command");
  expect(warnings.map(({ message }) => message).join()).toContain("No Claude login was found");
  const session = await porter.client.agents.start.mutate({ prompt: "Hello" });
  using watch = watchSession(porter.client, session.id);
  const state = await watch.untilStatus("failed");
  expect(state.session?.error).toContain('not found at "/nowhere/claude"');
});

describe("a session is refused, and none is made,", () => {
  const start = async (cwd: string) => {
    const error = await porter.client.agents.start.mutate({ prompt: "Refuse me", cwd }).catch(porterErrorOf);
    expect((await porter.client.agents.list.query({ query: "Refuse me" })).items).toEqual([]);
    return error;
  };

  test("in a folder that is not allowed", async () => {
    expect(await start("/usr")).toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringContaining("allowed_dirs"),
    });
  });

  test("in a folder that does not exist", async () => {
    expect(await start("/nowhere")).toMatchObject({ code: "INVALID" });
  });

  test("behind a link that leads out of the allowed folders", async () => {
    await Bun.$`mkdir -p ${porter.home}/porter && ln -s /usr ${porter.home}/porter/out`.quiet();
    expect(await start(`${porter.home}/porter/out`)).toMatchObject({ code: "FORBIDDEN" });
  });
});
