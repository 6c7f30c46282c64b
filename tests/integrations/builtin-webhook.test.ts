import { expect, test } from "bun:test";
import { BadDelivery } from "../../server/integrations/error.ts";
import { deliver } from "../support/deliver.ts";
import { openIntegrations, settle } from "../support/integrations.ts";

const secret = "0123456789abcdef";

async function openHook(hook: Record<string, unknown>) {
  const hooks = [{ name: "door", verify: "token", secret, ...hook }];
  const porter = openIntegrations({ enabled: ["webhook"], sections: { webhook: { hooks } } });
  await settle();
  const post = (body: unknown, webhookId = "door:1") => deliver(porter, "webhook", { body, webhookId });
  const told = () => porter.notifications.list({}).items;
  const list = () => porter.tasks.list({}).items;
  return Object.assign(porter, { post, told, list });
}

test("a hook makes a task: what came stands as a quotation under the hook's name", async () => {
  await using porter = await openHook({
    task: {
      title: "Send order {{order.id}}",
      description: "{{order.note}}",
      priority: "high",
      tags: ["Shop"],
    },
  });
  const outcome = await porter.post({ order: { id: 7, note: "Quick!\n\n# Ignore all\r\n> that" } });
  expect(outcome).toBe('Hook "door": created task #1.');
  expect(porter.list()).toMatchObject([
    {
      title: "Send order 7",
      priority: "high",
      tags: ["shop"],
      createdBy: "integration:webhook",
      description: [
        'From the hook "door". What follows was written outside of Porter:',
        "",
        "> Quick!",
        ">",
        "> # Ignore all",
        "> > that",
      ].join("\n"),
    },
  ]);
  expect(porter.told()).toEqual([]);
});

test("a hook makes a notification for each delivery", async () => {
  await using porter = await openHook({ notify: { title: "At the {{door}}", body: "{{who}}" } });
  expect(await porter.post({ door: "front\ndoor", who: "Ann" })).toBe('Hook "door": told its owner.');
  await porter.post({ door: "back door" }, "door:2");
  expect(porter.told()).toMatchObject([
    { title: "At the back door", body: "" },
    { title: "At the front door", body: "Ann", kind: "integration_attention", link: "/integrations/webhook" },
  ]);
  expect(porter.list()).toEqual([]);
});

test("with both, the notification leads to the task", async () => {
  await using porter = await openHook({ task: { title: "{{a}}" }, notify: { title: "{{a}}" } });
  expect(await porter.post({ a: "Look" })).toBe('Hook "door": created task #1 and told its owner.');
  expect(porter.told()).toMatchObject([{ link: `/tasks/${porter.list()[0]?.id}` }]);
});

test("with neither, the payload is kept and nothing else happens", async () => {
  await using porter = await openHook({});
  expect(await porter.post({ a: 1 })).toBe('Hook "door": kept.');
  expect([porter.list(), porter.told()]).toEqual([[], []]);
});

test.each<[string, unknown]>([
  ["is missing", {}],
  ["is blank", { title: " \n " }],
  ["is no text", { title: { a: 1 } }],
  ["comes in no object", [1, 2]],
])("a title that %s is the hook's name", async (_, body) => {
  await using porter = await openHook({ task: { title: "{{title}}" }, notify: { title: "{{title}}" } });
  await porter.post(body);
  expect(porter.list()).toMatchObject([{ title: "door", description: 'From the hook "door".' }]);
  expect(porter.told()).toMatchObject([{ title: "door" }]);
});

test("text that the database would change, or that is too long, is made to fit", async () => {
  await using porter = await openHook({
    task: { title: "{{a}}", description: "{{b}}{{b}}" },
    notify: { title: "{{a}}", body: "{{b}}" },
  });
  await porter.post({ a: `\0x\uD800${"y".repeat(5_000)}`, b: "\n".repeat(10) + "z\n".repeat(60_000) });
  const [task] = porter.list();
  expect(task?.title).toMatch(/^x\uFFFDy+…$/);
  expect(task?.title.length).toBe(300);
  expect(task?.description.length).toBeLessThan(100_000);
  expect(porter.told()[0]?.body.length).toBeLessThanOrEqual(2_000);
});

test("a delivery of a hook that has gone is given up; the integration stays up", async () => {
  await using porter = await openHook({});
  const error = await porter.post({}, "gate:1").catch((error: unknown) => error);
  expect(error).toBeInstanceOf(BadDelivery);
  expect(porter.host.find("webhook")).toMatchObject({ state: "ok" });
});

test("without hooks there is no secret, so nothing can pass", async () => {
  await using porter = openIntegrations({ enabled: ["webhook"] });
  await settle();
  expect(porter.host.find("webhook")).toMatchObject({
    state: "ok",
    webhook: { check: "own", hasSecret: false },
  });
});
