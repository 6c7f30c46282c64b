import { describe, expect, test } from "bun:test";
import { AddComment } from "../../shared/comment.ts";
import { openScratchDatabase } from "../support/database.ts";

const AGENT = "session:1";
const code = (code: string) => expect.objectContaining({ code });

function withTask() {
  const scratch = openScratchDatabase();
  const task = scratch.tasks.create({ title: "A" }, "owner");
  return { ...scratch, taskId: task.id };
}

describe("comments on a task", () => {
  test("are listed oldest first, and each change is an event of the task", () => {
    using scratch = withTask();
    const { comments, taskId, events } = scratch;
    const first = comments.add({ taskId, text: "One" }, "owner");
    const second = comments.add({ taskId, text: "Two" }, AGENT);
    expect(first).toMatchObject({ taskId, text: "One", author: "owner", editedAt: null });
    expect(comments.list(taskId).items).toEqual([first, second]);
    const edited = comments.edit({ id: first.id, text: "One!" }, "owner");
    expect(edited).toEqual({ ...first, text: "One!", editedAt: expect.any(Date) });
    comments.remove(second.id, AGENT);
    expect(comments.list(taskId).items).toEqual([edited]);
    const told = ["created", "updated", "removed"].map((kind) => {
      const event = events.findLatest(`task:${taskId}`, `comment.${kind}`);
      return event && comments.describe(event);
    });
    expect(told).toEqual([
      { type: "created", comment: second },
      { type: "updated", comment: edited },
      { type: "removed", comment: second },
    ]);
  });

  test("are added once under an id of the caller's, which no other task's comment has", () => {
    using scratch = withTask();
    const { comments, taskId, tasks } = scratch;
    const id = Bun.randomUUIDv7();
    const made = comments.add({ id, taskId, text: "One" }, "owner");
    expect(comments.add({ id, taskId, text: "One" }, "owner")).toEqual(made);
    const other = tasks.create({ title: "B" }, "owner");
    expect(() => comments.add({ id, taskId: other.id, text: "One" }, "owner")).toThrow(code("CONFLICT"));
    expect(comments.list(taskId).items).toEqual([made]);
    expect(comments.list(other.id).items).toEqual([]);
  });

  test("are edited by their author only, and removed by their author or the owner", () => {
    using scratch = withTask();
    const { comments, taskId } = scratch;
    const owners = comments.add({ taskId, text: "Mine" }, "owner");
    const agents = comments.add({ taskId, text: "Theirs" }, AGENT);
    expect(() => comments.edit({ id: agents.id, text: "x" }, "owner")).toThrow(code("FORBIDDEN"));
    expect(() => comments.edit({ id: owners.id, text: "x" }, AGENT)).toThrow(code("FORBIDDEN"));
    expect(() => comments.remove(owners.id, AGENT)).toThrow(code("FORBIDDEN"));
    expect(() => comments.remove(agents.id, "session:2")).toThrow(code("FORBIDDEN"));
    expect(comments.list(taskId).items).toEqual([owners, agents]);
    expect(comments.remove(agents.id, "owner")).toEqual(agents);
  });

  test("an edit to the same words leaves no trace", () => {
    using scratch = withTask();
    const { comments, taskId } = scratch;
    const made = comments.add({ taskId, text: "Mine" }, "owner");
    expect(comments.edit({ id: made.id, text: "Mine" }, "owner")).toEqual(made);
    expect(scratch.events.findLatest(`task:${taskId}`, "comment.updated")).toBeUndefined();
  });

  test("need a task and words; what is not there is NOT_FOUND", () => {
    using scratch = withTask();
    const { comments, taskId } = scratch;
    const nobody = Bun.randomUUIDv7();
    expect(() => comments.add({ taskId: nobody, text: "x" }, "owner")).toThrow(code("NOT_FOUND"));
    expect(() => comments.edit({ id: nobody, text: "x" }, "owner")).toThrow(code("NOT_FOUND"));
    expect(() => comments.remove(nobody, "owner")).toThrow(code("NOT_FOUND"));
    for (const text of ["", " \n", "a\0"]) expect(AddComment.safeParse({ taskId, text }).success).toBe(false);
  });

  test("stay with a task that is removed and restored", () => {
    using scratch = withTask();
    const { comments, taskId, tasks } = scratch;
    const made = comments.add({ taskId, text: "Kept" }, "owner");
    tasks.remove(taskId, "owner");
    tasks.restore(taskId, "owner");
    expect(comments.list(taskId).items).toEqual([made]);
  });

  test("of which there are too many to show, the newest are shown", () => {
    using scratch = withTask();
    const { comments, taskId } = scratch;
    scratch.events.write(() => {
      for (let n = 1; n <= 502; n++) comments.add({ taskId, text: `${n}` }, "owner");
    });
    const { items } = comments.list(taskId);
    expect([items.length, items[0]?.text, items.at(-1)?.text]).toEqual([500, "3", "502"]);
  });
});
