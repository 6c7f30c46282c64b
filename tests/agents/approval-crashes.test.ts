import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { pause, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { eventually } from "../support/processes.ts";
import { scratchDir, startPorter, type Porter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const STEPS = ["shown", "resumed", "running", "answered", "asked"] as const;
type Step = (typeof STEPS)[number];

const home = scratchDir("crash");
const api = startMessagesApi();
const answer = api.gate();
const file = (step: Step, name: string) => join(home.path, `${step}-${name}`);
const runsOf = (step: Step) => readFileSync(file(step, "runs"), "utf8");

const ids = new Map<Step, string>();
const idOf = (step: Step) => ids.get(step) ?? "";
let porter: Porter;

/** The call of each session notes that it ran; that of the one amid its run waits until the file `go` is there. */
async function start({ client }: Porter, step: Step) {
  const command = `echo ran >> ${file(step, "runs")}`;
  const running = `touch ${file(step, "started")}; while [ ! -e ${file(step, "go")} ]; do sleep 0.05; done`;
  api.when(`KILLED WHEN ${step}`, (_request, call) =>
    call === 0
      ? toolUse("Bash", { command: step === "running" ? `${running}; ${command}` : command })
      : [pause(answer), text("Understood.")],
  );
  const { id } = await client.agents.start.mutate({ prompt: `KILLED WHEN ${step}` });
  ids.set(step, id);
  const watch = watchSession(client, id);
  const { approvals } = await watch.until((state) => state.approvals.length === 1);
  const approvalId = approvals[0]?.id ?? "";
  return {
    isWaiting: () => watch.untilStatus("waiting", "failed"),
    allow: () => client.agents.decide.mutate({ approvalId, decision: "allow" }),
    isResumed: () => watch.until(({ messages }) => messages.at(-1)?.role === "tool"),
    [Symbol.dispose]: () => watch[Symbol.dispose](),
  };
}

/** The notifications about the session of a step. */
const notesOf = async ({ client }: Porter, step: Step) =>
  (await client.notifications.list.query()).items.filter(({ key }) => key === `session:${idOf(step)}`);

/** One kill -9 of the server meets a session at each step of an approval's life. */
beforeAll(async () => {
  const config = `agents.max_concurrent = ${STEPS.length}`;
  const first = await startPorter({ api, home: home.path, config });
  using shown = await start(first, "shown");
  using resumed = await start(first, "resumed");
  using running = await start(first, "running");
  using answered = await start(first, "answered");
  for (const session of [shown, resumed, running, answered]) await session.isWaiting();
  await resumed.allow();
  await resumed.isResumed();
  await running.allow();
  await eventually(() => existsSync(file("running", "started")));
  expect(await notesOf(first, "running")).toEqual([]);
  const asked = await start(first, "asked");
  await answered.allow();
  asked[Symbol.dispose]();
  await first.kill();
  porter = await startPorter({ api, home: home.path, config });
});
afterAll(async () => {
  await porter[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
  home[Symbol.dispose]();
});

describe("an approval outlives a server that is killed", () => {
  test.each(["asked", "shown", "answered", "resumed"] as const)(
    "when it is %s, and the call that the owner allowed runs once",
    async (step) => {
      const id = idOf(step);
      if (step === "shown") {
        const kept = await porter.client.agents.get.query({ id });
        expect([kept.session.status, kept.approvals[0]?.status]).toEqual(["waiting", "pending"]);
      }
      answer.open();
      using watch = watchSession(porter.client, id);
      const over = (status: string | undefined) => status === "completed" || status === "interrupted";
      const { approvals, session } = await watch.until(
        (state) =>
          state.approvals.length === 1 &&
          (over(state.session?.status) || state.approvals[0]?.status === "pending"),
      );
      const approvalId = approvals[0]?.id ?? "";
      if (!over(session?.status)) await porter.client.agents.decide.mutate({ approvalId, decision: "allow" });
      const end = await watch.until((state) => over(state.session?.status));
      const again = await porter.client.agents.decide
        .mutate({ approvalId, decision: "allow" })
        .catch(porterErrorOf);

      expect(runsOf(step)).toBe("ran\n");
      expect(again).toMatchObject({ code: "CONFLICT" });
      if (step === "shown") expect(api.requestsWith(`KILLED WHEN ${step}`)).toHaveLength(2);
      if (step !== "resumed") expect(textOf(end.messages.at(-1))).toBe("Understood.");
    },
  );

  test("while the allowed call runs: it is asked again, and the owner told so", async () => {
    const id = idOf("running");
    const { session, approvals } = await porter.client.agents.get.query({ id });
    expect(session.status).toBe("waiting");
    expect(approvals.map(({ status }) => status)).toEqual(["pending"]);
    expect(existsSync(file("running", "runs"))).toBe(false);
    expect(await notesOf(porter, "running")).toMatchObject([{ kind: "agent_waiting", readAt: null }]);

    answer.open();
    await Bun.write(file("running", "go"), "");
    using watch = watchSession(porter.client, id);
    await porter.client.agents.decide.mutate({
      approvalId: approvals[0]?.id ?? "",
      decision: "allow",
    });
    await watch.until(({ messages }) => textOf(messages.at(-1)) === "Understood.");
    expect(runsOf("running")).toBe("ran\n");
  });
});
