import { expect, test } from "bun:test";
import { createOrder } from "../../client/src/actions/in-order.ts";

test("what is asked for later is sent later, also behind what was refused", async () => {
  const inOrder = createOrder();
  const sent: string[] = [];
  const first = Promise.withResolvers<string>();
  const archived = inOrder(() => {
    sent.push("archive");
    return first.promise;
  });
  const back = inOrder(async () => sent.push("take out"));
  await new Promise(setImmediate);
  expect(sent).toEqual(["archive"]);
  first.reject(new Error("refused"));
  expect(archived).rejects.toThrow("refused");
  await back;
  expect(sent).toEqual(["archive", "take out"]);
});
