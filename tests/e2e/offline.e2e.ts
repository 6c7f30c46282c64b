import { said } from "../support/claude-transcript.ts";
import { text } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import {
  chatOf,
  connection,
  expect,
  importSession,
  rowOf,
  say,
  SERVER_GONE,
  statusOf,
  test,
} from "./support.ts";

test.use({ tolerated: SERVER_GONE });

test("a server that goes away is told, what is shown stays, and it goes on by itself; a draft is kept, over a reload too", async ({
  api,
  porter,
  page,
  context,
}) => {
  await porter.client.tasks.create.mutate({ title: "Was here before" });
  const session = await importSession(porter, [{ user: "HELLO" }, { assistant: [said("Hello.")] }]);
  const chat = await context.newPage();
  await chat.goto(`/agents/${session.id}`);
  const composer = chat.getByRole("textbox", { name: "Message" });
  await composer.fill("Half a thought,\nand a second line");
  await chat.reload();
  await expect(composer).toHaveValue("Half a thought,\nand a second line");
  await expect(connection(chat, "Live")).toBeVisible();
  await page.bringToFront();
  await page.goto("/tasks");
  await expect(rowOf(page, "Was here before")).toBeVisible();
  await expect(connection(page, "Live")).toBeVisible();
  await porter.stop();
  await expect(connection(page, "Reconnecting")).toBeVisible();
  await expect(connection(page, "Offline")).toBeVisible();
  await expect(rowOf(page, "Was here before")).toBeVisible();

  // What cannot be saved is kept, and said.
  await expect(page.getByText("Changes to tasks are kept here until it is back.")).toBeVisible();
  await page.getByRole("button", { name: "Mark #1 as done" }).click();
  await expect(page.getByText("One change is kept here until it is back.")).toBeVisible();
  await chat.bringToFront();
  await say(chat, "Into the void");
  await expect(chat.getByText("Not sent: Porter does not answer.")).toBeVisible();
  await expect(composer).toHaveValue("Into the void");
  await expect(chatOf(chat).getByText("Hello.")).toBeVisible();

  api.when("Into the void", [[text("It came through.")]]);
  await using again = await startPorter({ api, home: porter.home, port: porter.port });
  for (const tab of [page, chat]) await expect(connection(tab, "Live")).toBeVisible();
  await chat.getByRole("button", { name: "Send" }).click();
  await expect(chatOf(chat).getByText("It came through.")).toBeVisible();
  await expect(statusOf(chat, "Completed")).toBeVisible();
  expect((await again.client.agents.get.query({ id: session.id })).messages).toHaveLength(4);
  await page.bringToFront();
  await again.client.tasks.create.mutate({ title: "Came after" });
  await expect(rowOf(page, "Came after")).toBeVisible();
  await expect
    .poll(async () => (await again.client.tasks.list.query({ status: "done" })).items.length)
    .toBe(1);
});

test.describe("what has been removed meanwhile", () => {
  test.use({ tolerated: new RegExp(`${SERVER_GONE.source}|status of 404`) });

  test("a change that is refused when nobody waits for it any more is told", async ({
    api,
    porter,
    page,
    context,
  }) => {
    const task = await porter.client.tasks.create.mutate({ title: "Water the ferns" });
    await page.goto("/tasks");
    await expect(rowOf(page, "Water the ferns")).toBeVisible();
    await expect(connection(page, "Live")).toBeVisible();
    await porter.stop();
    await rowOf(page, "Water the ferns").getByRole("button", { name: "Mark #1 as done" }).click();
    await expect(page.getByText("One change is kept here until it is back.")).toBeVisible();
    await page.close();

    await using again = await startPorter({ api, home: porter.home, port: porter.port });
    await again.client.tasks.remove.mutate({ id: task.id });
    const next = await context.newPage();
    await next.goto("/tasks");
    await expect(next.getByText("Not saved: “Water the ferns”.")).toBeVisible();
  });
});
