import { describe, expect, test } from "bun:test";
import { createApprovals } from "../../server/agents/approvals.ts";
import { createStores } from "../../server/agents/stores.ts";
import type { DecideApproval } from "../../shared/approval.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

const HOUR = 3_600_000;

function setUp({ limitMs = HOUR, allowedTools = [] as string[] } = {}) {
  const scratch = openScratchDatabase();
  const stores = createStores(scratch.db);
  const approvals = createApprovals({ stores, events: scratch.events, limitMs });
  const session = stores.sessions.insert(makeSession({ status: "waiting", cwd: "/home/me/work" }));
  stores.sessions.setAllowedTools(session.id, allowedTools);
  return {
    ask: (toolName: string, input: unknown) =>
      approvals.ask(session.id, { toolUseId: Bun.randomUUIDv7(), toolName, input }),
    /** The approval, or why not. */
    answer(approvalId: string, answer: Omit<DecideApproval, "approvalId">) {
      try {
        return approvals.answer({ approvalId, ...answer }, "owner").approval;
      } catch (error) {
        const { code, message } = error as Error & { code: string }; // a PorterError
        return { code, message };
      }
    },
    approvals,
    stores,
    events: scratch.events,
    session,
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}

const question = (text: string, labels: string[] = []) => ({
  question: text,
  header: "",
  multiSelect: false,
  options: labels.map((label) => ({ label, description: "" })),
});

describe("an answer", () => {
  test("to a question holds one for each that was asked, and nothing else", () => {
    using home = setUp();
    const { id } = home.ask("AskUserQuestion", { questions: [question("Which?"), question("When?")] });
    const wrong: (Record<string, string> | undefined)[] = [
      undefined,
      {},
      { "Which?": "A" },
      { "Which?": "A", "When?": " " },
      { "Which?": "A", "When?": "B", "Why?": "C" },
      { "Which?": "A", "Why?": "C" },
    ];
    for (const answers of wrong)
      expect(home.answer(id, { decision: "allow", answers })).toMatchObject({ code: "INVALID" });
    expect(home.answer(id, { decision: "deny", answers: { "Which?": "A" } })).toMatchObject({
      code: "INVALID",
    });
    const answers = { "Which?": "A", "When?": "in my own time" };
    expect(home.answer(id, { decision: "allow", answers })).toMatchObject({ status: "allowed" });
  });

  test("to a question in which nothing is asked can only be a no", () => {
    using home = setUp();
    const { id } = home.ask("AskUserQuestion", { questions: [] });
    expect(home.answer(id, { decision: "allow", answers: {} })).toMatchObject({ code: "INVALID" });
    expect(home.answer(id, { decision: "deny" })).toMatchObject({ status: "denied" });
  });

  test("to a call brings no answers, which would become a part of its input", () => {
    using home = setUp();
    const { id } = home.ask("Bash", { command: "ls" });
    expect(home.answer(id, { decision: "allow", answers: { command: "rm" } })).toMatchObject({
      code: "INVALID",
    });
  });

  test("that changes the input cannot make of it what the profile denies", () => {
    using home = setUp({ allowedTools: ["!Bash(rm:*)", "!WebFetch"] });
    const { id } = home.ask("Bash", { command: "ls" });
    expect(home.answer(id, { decision: "allow", editedInput: { command: "rm -rf ." } })).toMatchObject({
      code: "INVALID",
      message: expect.stringContaining("profile"),
    });
    expect(home.answer(id, { decision: "allow", editedInput: { command: "ls -l" } })).toMatchObject({
      status: "allowed",
    });
  });

  test("that changes the input leaves each value what it was: the tool would refuse another kind", () => {
    using home = setUp();
    const input = { text: "a", list: ["a"], deep: { a: 1 }, on: true, count: 1, none: null };
    const { id } = home.ask("mcp__fetch__get", input);
    for (const change of [
      { text: ["a"] },
      { text: null },
      { list: {} },
      { deep: "a" },
      { deep: [] },
      { on: 1 },
    ])
      expect(home.answer(id, { decision: "allow", editedInput: { ...input, ...change } })).toMatchObject({
        code: "INVALID",
        message: expect.stringContaining(`“${Object.keys(change)[0]}”`),
      });
    const editedInput = { text: "b", list: [], deep: { b: [] }, on: false, none: "now", more: 1 };
    expect(home.answer(id, { decision: "allow", editedInput })).toMatchObject({
      status: "allowed",
      editedInput,
    });
  });

  test("that comes too late says why", () => {
    using home = setUp();
    const said = (id: string) => home.answer(id, { decision: "allow" });
    const answered = home.ask("Bash", { command: "ls" });
    home.answer(answered.id, { decision: "deny" });
    const denied = "This approval was answered already: it is denied; this answer has no effect.";
    expect(said(answered.id)).toEqual({ code: "CONFLICT", message: denied });

    const passed = home.ask("Bash", { command: "ls" });
    home.approvals.close(home.session.id, "owner");
    expect(said(passed.id)).toMatchObject({ message: expect.stringContaining("gone on without") });

    using hasty = setUp({ limitMs: -1 });
    const late = hasty.ask("Bash", { command: "ls" });
    const over = { code: "CONFLICT", message: expect.stringContaining("time limit") };
    // Before the timer has denied it, and after.
    expect(hasty.answer(late.id, { decision: "allow" })).toMatchObject(over);
    expect(hasty.answer(late.id, { decision: "deny" })).toMatchObject({ status: "denied" });
    expect(hasty.answer(late.id, { decision: "allow" })).toMatchObject(over);
  });
});

describe("what was decided", () => {
  test("is listed with who did it, how far it reaches and where it was asked, the latest first", () => {
    using home = setUp();
    const { approvals, stores, session } = home;
    const said = stores.messages.insert({
      sessionId: session.id,
      role: "assistant",
      content: [{ type: "text", text: "Let me see." }],
      state: "done",
    });
    const call = (command: string) => home.ask("Bash", { command });
    const first = call("git status --short");
    approvals.answer({ approvalId: first.id, decision: "allow", remember: "Bash(git status:*)" }, "owner");
    const second = call("rm it");
    approvals.answer({ approvalId: second.id, decision: "deny", message: "No." }, "token:mcp");
    const third = call("echo 100%");
    approvals.answer({ approvalId: third.id, decision: "deny" }, "porter");
    const waiting = call("pwd");

    const { items, nextCursor } = stores.approvals.decided({});
    expect(nextCursor).toBeNull();
    expect(items.map(({ approval }) => approval.id)).toEqual([third.id, second.id, first.id]);
    expect(items.map(({ decidedBy, rule, seq }) => [decidedBy, rule, seq])).toEqual([
      ["porter", null, said.seq],
      ["token:mcp", null, said.seq],
      ["owner", "Bash(git status:*)", said.seq],
    ]);
    expect(items[2]).toMatchObject({ session: { id: session.id, title: session.title } });
    expect(items.every(({ approval }) => !("answers" in approval))).toBe(true);

    const found = (query: string) =>
      stores.approvals.decided({ query }).items.map(({ approval }) => approval.id);
    expect(found("status GIT")).toEqual([first.id]);
    expect(found("100%")).toEqual([third.id]);
    expect(found("paint bash")).toEqual([third.id, second.id, first.id]);
    expect(found(waiting.id)).toEqual([]);

    // What is asked again after a crash waits again, and then has its new decision.
    approvals.askAgain(first.id);
    expect(stores.approvals.decided({}).items).toHaveLength(2);
    approvals.answer({ approvalId: first.id, decision: "deny" }, "token:mcp");
    expect(stores.approvals.decided({ limit: 1 }).items[0]).toMatchObject({
      approval: { id: first.id, status: "denied" },
      decidedBy: "token:mcp",
      rule: null,
    });
  });

  test("comes in pages, without gaps and doubles, also of one moment", () => {
    using home = setUp();
    const ids = Array.from({ length: 7 }, (_, at) => {
      const { id } = home.ask("Bash", { command: `echo ${at}` });
      home.approvals.answer({ approvalId: id, decision: "deny" }, "owner");
      return id;
    });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = home.stores.approvals.decided({ limit: 3, ...(cursor !== null && { cursor }) });
      seen.push(...page.items.map(({ approval }) => approval.id));
      cursor = page.nextCursor;
    } while (cursor !== null && seen.length < ids.length + 3);
    expect(seen).toEqual(ids.toReversed());
    expect(() => home.stores.approvals.decided({ cursor: "nonsense" })).toThrow();
  });

  test("keeps who did it when the log has forgotten", () => {
    using home = setUp();
    const [allowed, passed] = [home.ask("Bash", { command: "ls" }), home.ask("Bash", { command: "pwd" })];
    home.answer(allowed.id, { decision: "allow", remember: true });
    home.approvals.close(home.session.id, "session:s");
    home.events.prune({ before: new Date(Date.now() + HOUR), keep: 0 });
    expect(home.stores.approvals.decided({}).items).toMatchObject([
      { approval: { id: passed.id, status: "withdrawn" }, decidedBy: "session:s", rule: null },
      { approval: { id: allowed.id, status: "allowed" }, decidedBy: "owner", rule: "Bash" },
    ]);
  });
});
