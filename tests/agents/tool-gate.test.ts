import { describe, expect, test } from "bun:test";
import { createApprovals } from "../../server/agents/approvals.ts";
import { createStores } from "../../server/agents/stores.ts";
import { createToolGate } from "../../server/agents/tool-gate.ts";
import type { PermissionMode } from "../../shared/session.ts";
import { openScratchDatabase } from "../support/database.ts";
import { makeSession } from "../support/session.ts";

const TOOL = "mcp__porter__integration_action";
const PARAMS = { title: "Dentist", attendees: ["ann"], place: { street: "Elm" } };
const EVENT = { integrationId: "calendar", action: "create_event", params: PARAMS };
const input = { integration_id: "calendar", action_name: "create_event", params: PARAMS };

function setUp(permissionMode: PermissionMode = "default") {
  const scratch = openScratchDatabase();
  const { events, db } = scratch;
  /** As a server has it after each start. */
  const open = () => {
    const stores = createStores(db);
    const approvals = createApprovals({ stores, events, limitMs: 1_000 });
    const isFreeForAgents = (_integrationId: string, action: string) => action === "list_events";
    const transitions = { hold: approvals.hold };
    return { stores, approvals, gate: createToolGate({ stores, approvals, transitions, isFreeForAgents }) };
  };
  const porter = open();
  const session = porter.stores.sessions.insert(makeSession({ permissionMode, status: "running" }));
  const question = { tool: TOOL, input, isSubagent: false };
  const ask = (toolUseId = "toolu_1") => {
    const answer = porter.gate.answerFor(session.id)({ ...question, toolUseId });
    return "decision" in answer ? answer.decision : "held";
  };
  const answer = (decision: "allow" | "deny") => {
    const parked = porter.stores.approvals.findParked(session.id);
    return porter.approvals.answer({ approvalId: parked?.id ?? "", decision }, "owner").approval;
  };
  return {
    ...porter,
    open,
    sessionId: session.id,
    mayRun: (run: Parameters<typeof porter.gate.mayRun>[1]) => porter.gate.mayRun(session.id, run),
    ask,
    answer,
    [Symbol.dispose]: () => scratch[Symbol.dispose](),
  };
}

describe("an action that an agent is about to run", () => {
  test("may, when it is free, and when the session bypasses permissions", () => {
    using asks = setUp();
    expect(asks.mayRun({ integrationId: "calendar", action: "list_events" })).toBe(true);
    expect(asks.mayRun(EVENT)).toBe(false);
    using bypasses = setUp("bypassPermissions");
    expect(bypasses.mayRun(EVENT)).toBe(true);
    expect(asks.gate.mayRun(Bun.randomUUIDv7(), EVENT)).toBe(false);
  });

  test("may not when its session's profile denies it, whatever else allows it", () => {
    for (const rule of [`!${TOOL}`, `!${TOOL}:calendar.create_event`]) {
      using bypasses = setUp("bypassPermissions");
      bypasses.stores.sessions.setAllowedTools(bypasses.sessionId, [rule]);
      expect(bypasses.mayRun(EVENT)).toBe(false);
      expect(bypasses.mayRun({ ...EVENT, action: "move_event" })).toBe(rule.includes(":"));
    }
  });

  test("may once for each yes, after the CLI was told of it, also over a restart", () => {
    using home = setUp();
    expect([home.ask(), home.mayRun(EVENT)]).toEqual(["defer", false]);
    home.answer("allow");
    expect(home.mayRun(EVENT)).toBe(false);
    expect([home.ask(), home.mayRun(EVENT)]).toEqual(["allow", true]);
    expect(home.mayRun(EVENT)).toBe(false);
    expect(home.open().gate.mayRun(home.sessionId, EVENT)).toBe(false);

    expect(home.ask("toolu_2")).toBe("defer");
    home.answer("allow");
    expect([home.ask("toolu_2"), home.mayRun(EVENT), home.mayRun(EVENT)]).toEqual(["allow", true, false]);
  });

  test("may with exactly the params that the owner saw", () => {
    using home = setUp();
    home.ask();
    home.answer("allow");
    home.ask();
    for (const params of [
      undefined,
      {},
      { ...PARAMS, title: "dentist" },
      { ...PARAMS, more: undefined },
      { ...PARAMS, place: {} },
    ]) {
      expect(home.mayRun({ ...EVENT, params })).toBe(false);
    }
    expect(home.mayRun({ ...EVENT, action: "delete_event" })).toBe(false);
    expect(home.mayRun({ ...EVENT, integrationId: "work" })).toBe(false);
    const { title, attendees, place } = PARAMS;
    expect(home.mayRun({ ...EVENT, params: { place, attendees, title } })).toBe(true);
  });

  test("may not after a no, nor for another session", () => {
    using home = setUp();
    home.ask();
    home.answer("deny");
    expect([home.ask(), home.mayRun(EVENT)]).toEqual(["deny", false]);
    home.ask("toolu_2");
    home.answer("allow");
    home.ask("toolu_2");
    const other = home.stores.sessions.insert(makeSession());
    expect(home.gate.mayRun(other.id, EVENT)).toBe(false);
  });

  test("may not after the turn for which it was allowed", () => {
    using home = setUp();
    home.ask();
    home.answer("allow");
    home.ask();
    home.approvals.close(home.sessionId, "owner");
    expect(home.mayRun(EVENT)).toBe(false);
  });

  test("needs a new yes when a crash left open whether it ran, and then may once more", () => {
    using home = setUp();
    home.ask();
    const { id } = home.answer("allow");
    home.ask();
    expect(home.mayRun(EVENT)).toBe(true);
    home.approvals.askAgain(id);
    expect(home.mayRun(EVENT)).toBe(false);
    home.answer("allow");
    expect([home.ask(), home.mayRun(EVENT), home.mayRun(EVENT)]).toEqual(["allow", true, false]);
  });
});
