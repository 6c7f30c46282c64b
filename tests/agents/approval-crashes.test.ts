import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { porterErrorOf } from "../../shared/errors.ts";
import { pause, startMessagesApi, text, toolUse } from "../support/messages-api.ts";
import { scratchDir, startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

const STEPS = ["asked", "shown", "answered", "resumed"] as const;

/** kill -9 of the server at each step of an approval's life: the call that the owner allowed runs once. */
test.each(STEPS)("an approval outlives a server that is killed when it is %s", async (step) => {
  using home = scratchDir("crash");
  await using api = startMessagesApi();
  const first = await startPorter({ api, home: home.path });
  const runs = join(home.path, "runs");
  const answer = api.gate();
  api.when("CRASH", (_request, call) =>
    call === 0 ? toolUse("Bash", { command: `echo ran >> ${runs}` }) : [pause(answer), text("Understood.")],
  );
  const { id } = await first.client.agents.start.mutate({ prompt: "CRASH" });
  {
    using watch = watchSession(first.client, id);
    const { approvals } = await watch.until((state) => state.approvals.length === 1);
    if (step !== "asked") await watch.untilStatus("waiting", "failed");
    const approvalId = approvals[0]?.id ?? "";
    if (step === "answered" || step === "resumed")
      await first.client.agents.decide.mutate({ approvalId, decision: "allow" });
    if (step === "resumed") await watch.until(({ messages }) => messages.at(-1)?.role === "tool");
  }
  await first.kill();

  await using porter = await startPorter({ api, home: home.path });
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

  expect(readFileSync(runs, "utf8")).toBe("ran\n");
  expect(again).toMatchObject({ code: "CONFLICT" });
  if (step === "shown") expect(api.requestsWith("CRASH")).toHaveLength(2);
  if (step !== "resumed") expect(textOf(end.messages.at(-1))).toBe("Understood.");
});
