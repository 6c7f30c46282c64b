import { describe, expect, test } from "bun:test";
import { explainFailure } from "../../server/agents/failures.ts";
import { porterErrorOf } from "../../shared/errors.ts";
import { apiError, cut, text } from "../support/messages-api.ts";
import { agentPids } from "../support/processes.ts";
import { startPorter } from "../support/server.ts";
import { shareTalk } from "../support/shared-talk.ts";
import { textOf, watchSession } from "../support/watch.ts";

const { api, porter, talk } = await shareTalk();

describe("a turn that fails says why, in words for a person", () => {
  const cases = [
    [
      "a login that is not accepted",
      apiError(401, "authentication_error", "invalid x-api-key"),
      "ANTHROPIC_API_KEY",
    ],
    ["an overloaded API", apiError(529, "overloaded_error", "Overloaded"), "overloaded right now"],
    ["a rate limit", apiError(429, "rate_limit_error", "Slow down"), "rate limit"],
    ["an answer that breaks off", [text("This is half of"), cut()], "the answer broke off"],
  ] as const;

  test.each(cases)("%s, and the conversation goes on", async (name, answer, words) => {
    api.when(`FAILS by ${name}`, () => answer);
    const { session } = await talk.ask(`FAILS by ${name}`);
    expect(session.status).toBe("failed");
    expect(session.error).toContain(words);

    api.when(`BETTER than ${name}`, [[text("All is well.")]]);
    const { messages } = await talk.ask(`BETTER than ${name}`);
    expect(textOf(messages.at(-1))).toBe("All is well.");
  });

  test("with the CLI's own words where those add something", () => {
    const explain = (error: Parameters<typeof explainFailure>[0]) =>
      explainFailure(error, { reason: "Own words.", status: 400 });
    for (const error of ["rate_limit", "invalid_request"] as const)
      expect(explain(error)).toMatch(/\n\nOwn words\.$/);
    expect(explain("authentication_failed")).not.toContain("Own words.");
    expect(explain(undefined)).toBe("Own words.");
  });

  test("a CLI that is missing; that, and no login on the machine, is a warning before anyone tries", async () => {
    await using porter = await startPorter({
      config: 'agents.command = "/nowhere/claude"',
      env: { ANTHROPIC_API_KEY: "" },
    });
    const { warnings } = await porter.client.system.status.query();
    expect(warnings.map(({ subject }) => subject)).toContain("agents.command");
    expect(warnings.map(({ message }) => message).join()).toContain("No Claude login was found");
    const session = await porter.client.agents.start.mutate({ prompt: "Hello" });
    using watch = watchSession(porter.client, session.id);
    const state = await watch.untilStatus("failed");
    expect(state.session?.error).toContain('not found at "/nowhere/claude"');
  });
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

test("an interrupt ends the turn, keeps what was said, and the same process goes on", async () => {
  const gate = api.gate();
  api.when("LONG", [[text("So it begins", { chunk: 4, until: gate })]]);
  api.when("SHORT", [[text("Yes.")]]);
  const { id: first } = await talk.say("LONG");
  await talk.watch.until(({ messages }) => textOf(messages.at(-1)) === "So it begins");
  const process = agentPids(porter);
  const stopped = await porter.client.agents.interrupt.mutate({ id: talk.id });
  expect(stopped).toMatchObject({ status: "interrupted", error: null });

  await talk.ask("SHORT");
  expect(agentPids(porter)).toEqual(process);
  const { messages } = talk.watch.state;
  expect(messages.slice(messages.findIndex(({ id }) => id === first)).map(textOf)).toEqual([
    "LONG",
    "So it begins",
    "SHORT",
    "Yes.",
  ]);
});
