import { expect, test } from "bun:test";
import { outcomeOf, placeOf, scopeOf, subjectOf } from "../../client/src/pages/approvals/decided-words.ts";
import { besidesOf, changesOf } from "../../client/src/ui/approval/call.ts";
import type { Approval, DecidedApproval } from "../../shared/approval.ts";
import { visible } from "../../shared/visible-text.ts";

const at = new Date("2026-05-01T10:00:00Z");
const decided = (approval: Partial<Approval>, more: Partial<DecidedApproval> = {}): DecidedApproval => ({
  approval: {
    id: "a",
    sessionId: "s",
    toolUseId: "t",
    toolName: "Bash",
    input: { command: "npm test" },
    status: "allowed",
    message: null,
    editedInput: null,
    expiresAt: new Date(at.getTime() + 1_000),
    createdAt: at,
    decidedAt: at,
    ...approval,
  },
  session: { id: "s", title: "Mend" },
  decidedBy: "owner",
  rule: null,
  seq: 12,
  ...more,
});

test("what became of an approval says who decided", () => {
  const said: [DecidedApproval, string][] = [
    [decided({}), "Allowed by you"],
    [decided({}, { decidedBy: null }), "Allowed"],
    [decided({}, { decidedBy: "token:mcp" }), "Allowed by your Claude, over MCP"],
    [decided({ status: "denied" }, { decidedBy: "token:phone" }), "Denied by the token “phone”"],
    [decided({ status: "denied", expiresAt: at }, { decidedBy: "porter" }), "Denied at its time limit"],
    [decided({ toolName: "AskUserQuestion" }), "Answered by you"],
    [decided({ toolName: "AskUserQuestion", status: "denied" }), "Left unanswered by you"],
    [decided({ toolName: "ExitPlanMode" }), "Approved by you"],
    [decided({ toolName: "constructor" }), "Allowed by you"],
    [decided({ status: "withdrawn" }), "Not answered: you went on without it"],
    [decided({ status: "withdrawn" }, { decidedBy: "session:s" }), "Not answered: the turn ended before"],
    [decided({ status: "withdrawn" }, { decidedBy: null }), "Not answered"],
  ];
  for (const [item, words] of said) expect(outcomeOf(item, (id) => id)).toBe(words);
});

test("its scope, its subject and its place are told", () => {
  const item = decided({ editedInput: { command: "npm test -- a" } }, { rule: "Bash(npm test:*)" });
  expect(scopeOf(item)).toBe("Every command that begins with “npm test”");
  expect(scopeOf(decided({}, { rule: "Something(else)" }))).toBe("Something(else)");
  expect(scopeOf(decided({}))).toBeUndefined();
  expect(subjectOf(item)).toBe("npm test -- a");
  expect([placeOf(item), placeOf(decided({}, { seq: null }))]).toEqual(["/agents/s#m12", "/agents/s"]);
});

test("a change of the input is told value by value", () => {
  const asked = { command: "a\nb", deep: { on: true }, same: 1 };
  expect(changesOf(asked, { command: "a\nc", deep: { on: true }, same: 1, more: "x" })).toEqual([
    {
      key: "command",
      lines: [
        { kind: "same", text: "a" },
        { kind: "removed", text: "b" },
        { kind: "added", text: "c" },
      ],
    },
    { key: "more", lines: [{ kind: "added", text: "x" }] },
  ]);
});

test("a preview leaves nothing of the input out", () => {
  const command = { command: "ls", description: "List", dangerouslyDisableSandbox: true, timeout: 5 };
  expect(besidesOf("Bash", command)).toEqual({ dangerouslyDisableSandbox: true, timeout: 5 });
  const edit = { file_path: "/a", old_string: "a", new_string: "b", replace_all: true };
  expect(besidesOf("Edit", edit)).toEqual({ replace_all: true });
  expect(besidesOf("Edit", { ...edit, replace_all: false })).toEqual({});
});

test("hidden characters are named, all others stay", () => {
  expect(visible("rm \u202etxt\u2066 \u200b\u00ad\ufeff\u0007\r")).toBe(
    "rm ‹U+202E›txt‹U+2066› ‹U+200B›‹U+00AD›‹U+FEFF›‹U+0007›‹U+000D›",
  );
  const plain = "git commit -m 'Grüße שלום 🌱'\n\tls";
  expect(visible(plain)).toBe(plain);
});
