import { expect, test } from "bun:test";
import { gather } from "../../server/integrations/webhooks/gather.ts";

test("what is asked for together is done together, and each gets its own result", async () => {
  const batches: number[][] = [];
  const double = gather((items: number[]) => {
    batches.push(items);
    return items.map((item) => 2 * item);
  });
  expect(await Promise.all([double(1), double(2), double(3)])).toEqual([2, 4, 6]);
  expect(await double(4)).toBe(8);
  expect(batches).toEqual([[1, 2, 3], [4]]);
});

test("what fails fails for all of them, and not for those that come after", async () => {
  const strict = gather((items: string[]) => {
    if (items.includes("bad")) throw new Error("No.");
    return items;
  });
  const outcomes = await Promise.allSettled([strict("a"), strict("bad")]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(await strict("b")).toBe("b");
});
