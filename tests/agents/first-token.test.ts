import { expect, test } from "bun:test";
import type { SDKMessage } from "@anthropic-ai/claude-agent-sdk";
import { createAnswerWriter } from "../../server/agents/answer-writer.ts";
import { createApprovals } from "../../server/agents/approvals.ts";
import { createBudgets } from "../../server/agents/budgets.ts";
import type { AgentLive } from "../../server/agents/live.ts";
import { createPlanLimits } from "../../server/agents/plan-limits.ts";
import { findUnheard, promptOf } from "../../server/agents/prompt.ts";
import type { AgentProcess } from "../../server/agents/runner/runner.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createSupervisor } from "../../server/agents/supervisor.ts";
import { createTransitions } from "../../server/agents/transitions.ts";
import { createEventLog } from "../../server/events/log.ts";
import { createLog } from "../../server/log.ts";
import { createNotifications } from "../../server/notifications/service.ts";
import { openScratchDatabase, type ScratchDatabase } from "../support/database.ts";
import { eventually } from "../support/processes.ts";
import { makeSession } from "../support/session.ts";

function open({ db }: ScratchDatabase) {
  const stores = createStores(db);
  const events = createEventLog<AgentLive>({ db });
  const notifications = createNotifications({ db, events });
  const session = stores.sessions.insert(makeSession({ claudeSessionId: crypto.randomUUID() }));
  return { stores, events, notifications, session };
}

test("the first piece of an answer is shown before anything is written down, and the next finds it on the disk", () => {
  using house = openScratchDatabase();
  const { stores, events, session } = open(house);
  const sessionId = session.id;
  const shown: string[] = [];
  let begun = 0;
  const writer = createAnswerWriter({
    sessionId,
    stores,
    events: {
      ...events,
      write: (work) => {
        shown.push("written");
        return events.write(work);
      },
      publishLive: ({ value }) => void shown.push(value.type),
    },
    onBegun: () => begun++,
  });
  const onDisk = () =>
    house.read<{ seq: number; role: string; content: string }>("SELECT seq, role, content FROM messages");

  writer.begin("msg_1");
  writer.beginBlock(0, { type: "text", text: "" });
  writer.grow(0, "The shed");
  expect(shown).toEqual(["message", "delta"]);
  expect(onDisk()).toEqual([]);
  expect(writer.unfinished()).toMatchObject({ seq: 1, content: [{ text: "The shed" }] });

  // Somebody else's message takes the place that the answer was shown at.
  stores.messages.insert({ sessionId, role: "user", content: [], state: "done" });
  writer.grow(0, " is red.");
  expect(shown[2]).toBe("written");
  expect(begun).toBe(1);
  expect(writer.unfinished()).toMatchObject({ seq: 2, content: [{ text: "The shed is red." }] });
  // What comes beside an answer that is not on the disk yet stands behind it.
  writer.finish();
  writer.begin("msg_2");
  writer.beginBlock(0, { type: "text", text: "" });
  writer.addNotice("A wait.");
  writer.finish();
  expect(onDisk().map(({ seq, role, content }) => [seq, role, JSON.parse(content)[0]?.text])).toEqual([
    [1, "user", undefined],
    [2, "assistant", "The shed is red."],
    [3, "assistant", ""],
    [4, "system", "A wait."],
  ]);
  expect(begun).toBe(2);
});

test("a prompt for a process that waits for it is on the disk with its turn begun, in one transaction, before the process gets it", async () => {
  using house = openScratchDatabase();
  const transact = house.db.transaction.bind(house.db);
  let transactions = 0;
  house.db.transaction = (...work) => {
    transactions++;
    return transact(...work);
  };
  const { stores, events, notifications, session } = open(house);
  const approvals = createApprovals({ stores, events, limitMs: 1_000 });
  const budgets = createBudgets({ stores, events, notifications, config: {}, timeZone: "UTC" });
  const transitions = createTransitions({
    stores,
    events,
    approvals,
    notifications,
    budgets,
    resumesAtReset: false,
  });
  const lastOnDisk = () =>
    house.read<{ status: string }>("SELECT status FROM turns ORDER BY number DESC LIMIT 1")[0]?.status;
  const given: [string, string | undefined][] = [];
  const process = fakeProcess((text) => given.push([text, lastOnDisk()]));
  let opened = 0;
  let isHeld = false;
  const supervisor = createSupervisor({
    stores,
    approvals,
    transitions,
    planLimits: createPlanLimits({ stores, events }),
    holdBack: () => isHeld,
    events,
    log: createLog("silent"),
    limits: { maxConcurrent: 1, idleMs: 60_000 },
    command: undefined,
    beyondMemory: () => Promise.resolve([]),
    openProcess: () => {
      opened++;
      return { process, steering: { model: undefined, effort: undefined, permissionMode: "default" } };
    },
    spare: {
      whenIdle: () => undefined,
      whenBusy: () => undefined,
      runId: () => undefined,
      drop: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    },
    takeSpare: () => Promise.resolve(undefined),
    restoreParkedCall: () => Promise.resolve(),
    prepareFolder: () => Promise.resolve(),
    findUnheard: (turn) => findUnheard(turn, stores),
    findLost: () => Promise.resolve([]),
    promptOf: (turn, unheard) => promptOf(turn, unheard, stores),
  });
  const say = (content: string) =>
    supervisor.add(() => transitions.addTurn(session, { content }, "owner")).turn.number;
  const statusOf = (number: number) => stores.turns.find(number)?.status;
  const ended = (number: number) =>
    eventually(() => statusOf(number) === "completed" && supervisor.runningCount() === 0);

  const first = say("Paint it.");
  expect(statusOf(first)).toBe("queued"); // There is no process yet.
  await ended(first);

  transactions = 0;
  const second = say("Green.");
  expect(statusOf(second)).toBe("running");
  expect(transactions).toBe(1);
  const third = say("And the door.");
  expect(statusOf(third)).toBe("queued"); // It waits for the one before.
  await ended(third);

  // What is not written down is not given to the process.
  const fail = () =>
    supervisor.add(() => {
      transitions.addTurn(session, { content: "Never." }, "owner");
      throw new Error("The disk is full.");
    });
  expect(fail).toThrow("The disk is full.");
  isHeld = true;
  expect(statusOf(say("Too dear."))).toBe("queued");
  isHeld = false;
  supervisor.pump();
  await eventually(() => given.length === 4);
  expect(given).toEqual([
    ["Paint it.", "running"],
    ["Green.", "queued"], // the last turn on the disk: that of the door
    ["And the door.", "running"],
    ["Too dear.", "running"],
  ]);
  expect(opened).toBe(1);
  await supervisor.stop();
});

/** It ends each turn at once, and says nothing. */
function fakeProcess(onPrompt: (text: string) => void): AgentProcess {
  const results: SDKMessage[] = [];
  let wake: () => void = () => undefined;
  let isOver = false;
  async function* messages(): AsyncGenerator<SDKMessage> {
    while (!isOver) {
      const next = results.shift();
      if (next) yield next;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }
  return {
    messages: messages(),
    send: ({ blocks }) => {
      onPrompt(blocks.map((block) => (block.type === "text" ? block.text : "")).join());
      results.push(DONE);
      wake();
      return "prompt";
    },
    hasCommand: () => Promise.resolve(false),
    steer: () => Promise.resolve(),
    interrupt: () => Promise.resolve(),
    runId: "run",
    servers: {
      list: () => Promise.resolve([]),
      restart: () => Promise.resolve(),
      turn: () => Promise.resolve(),
    },
    mcpServers: () => Promise.resolve([]),
    end: () => {
      isOver = true;
      wake();
      return Promise.resolve();
    },
    stderrTail: () => "",
    exit: () => undefined,
  };
}

const DONE = {
  type: "result",
  subtype: "success",
  is_error: false,
  result: "",
  total_cost_usd: 0,
  modelUsage: {},
} as unknown as SDKMessage; // As much of it as is read.
