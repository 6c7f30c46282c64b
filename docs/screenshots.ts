import { chromium, type Page } from "@playwright/test";
import { startGoogle } from "../tests/support/google/index.ts";
import { findBrowser } from "../tests/support/browser.ts";
import { pause, startMessagesApi, text, toolUse, type MessagesApi } from "../tests/support/messages-api.ts";
import { startPorter, type Porter } from "../tests/support/server.ts";
import { watchSession } from "../tests/support/watch.ts";

/** `bun docs/screenshots.ts [page …]` makes the pictures of this folder again, from a house that is lived in. */
const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const LETTER = `The hall radiator stays cold, so I looked at what the manual says and wrote the letter.

## What I found

| Room | Valve | At 21:00 |
| ---- | :---- | -------: |
| Hall | **stuck** | 14.5 °C |
| Kitchen | good | 20.0 °C |

\`\`\`ts
export const isCold = (room: Room): boolean => room.temperature < 16; // °C, two hours after the heating came on
\`\`\`

The letter stands in \`letters/heating.md\`. Shall I send it to the landlord?`;

await using api = startMessagesApi();
await using google = startGoogle();
const config = `[integrations]
enabled = ["tasks", "github", "calendar"]
${google.configToml()}
[integrations.github]
secret = "env:GITHUB_WEBHOOK_SECRET"
login = "ada"
`;
await using porter = await startPorter({ api, config });
const places = await furnish(api, porter);
const browser = await chromium.launch({
  executablePath: findBrowser(),
  args: ["--no-sandbox", "--headless"],
});
const wanted = process.argv.slice(2);
await fillCalendar();

await take("dashboard", WIDE, "light", places.dashboard);
await take("tasks", WIDE, "light", places.tasks, (page) =>
  page.locator("#new-task").fill("pay the gardener friday 9am #garden !high every month"),
);
await take("board", WIDE, "dark", places.board);
await take("task", WIDE, "dark", places.task);
await take("search", WIDE, "light", places.tasks, async (page) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("radiater");
});
await take("calendar", WIDE, "light", "/calendar", (page) =>
  page.getByRole("button", { name: /^Chimney sweep/ }).scrollIntoViewIfNeeded(),
);
await take("agents", WIDE, "light", places.agents);
await take("chat", WIDE, "light", places.chat);
await take("notifications", WIDE, "dark", places.notifications);
await take("integrations", WIDE, "light", "/integrations");
await take("settings", WIDE, "light", places.settings);
await take("phone-tasks", PHONE, "dark", places.tasks);
await take("phone-chat", PHONE, "light", places.chat);
await browser.close();

async function take(
  name: string,
  device: object,
  colorScheme: "light" | "dark",
  path: string,
  act?: (page: Page) => Promise<unknown>,
): Promise<void> {
  if (wanted.length > 0 && !wanted.includes(name)) return;
  await using context = await browser.newContext({
    ...device,
    colorScheme,
    baseURL: porter.url,
    reducedMotion: "reduce",
  });
  await context.request.post("/login", { data: { token: porter.token }, headers: { origin: porter.url } });
  const page = await context.newPage();
  await page.goto(path);
  await page.getByTitle("Live", { exact: true }).filter({ visible: true }).waitFor();
  await page.waitForLoadState("networkidle").catch(() => undefined); // The stream stays open.
  await act?.(page);
  await page.waitForTimeout(900); // What fades in has come; nothing here is asserted.
  await page.screenshot({ path: `${import.meta.dir}/${name}.png` });
}

/** A week in November, at Google, and the sign-in there. */
async function fillCalendar(): Promise<void> {
  const now = new Date();
  const monday = now.getDate() - ((now.getDay() + 6) % 7);
  const at = (day: number, hours: number) => ({
    dateTime: new Date(now.getFullYear(), now.getMonth(), monday + day, 0, hours * 60).toISOString(),
    timeZone: "UTC",
  });
  const add = (summary: string, day: number, hours: [from: number, to: number], more: object = {}) =>
    google.addEvent({ summary, start: at(day, hours[0]), end: at(day, hours[1]), ...more });
  add("Stand-up", 0, [9, 9.25], { recurrence: ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"] });
  add("Dentist", 1, [10.5, 11.5], { location: "Ring 5" });
  add("Lunch with Anna", 2, [12, 13.5], { location: "Café at the station" });
  add("Call the landlord", 2, [12.5, 13]);
  add("Chimney sweep", 3, [14, 15]);
  add("Parents' evening", 3, [18, 19.5]);
  add("Train to the coast", 4, [16, 19]);
  await using context = await browser.newContext({ baseURL: porter.url });
  await context.request.post("/login", { data: { token: porter.token }, headers: { origin: porter.url } });
  const page = await context.newPage();
  await page.goto("/integrations/calendar");
  await page.getByRole("button", { name: "Connect", exact: true }).first().click();
  await page.waitForURL("/integrations/calendar");
  while ((await porter.client.calendar.events.query({})).items.length === 0) await page.waitForTimeout(100);
}

/** Tasks, sessions and notifications as they stand in a house in November. */
async function furnish(api: MessagesApi, porter: Porter) {
  const { tasks, comments, views, agents } = porter.client;
  const now = Date.now();
  const at = (days: number, hour: number) => {
    const day = new Date(now + days * DAY);
    return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour);
  };
  for (const title of ["Sweep the chimney", "Return the library books"])
    await tasks.create.mutate({ title, status: "done" });
  await tasks.create.mutate({ title: "Sell the boat", status: "cancelled", priority: "low" });
  await tasks.create.mutate({ title: "Look for a second-hand bench", priority: "low", tags: ["garden"] });
  await tasks.create.mutate({
    title: "Write to the school about Thursday",
    tags: ["family"],
    dueAt: at(2, 0),
  });
  await tasks.create.mutate({
    title: "Water the ferns",
    tags: ["home"],
    dueAt: at(0, 0),
    recurrence: "FREQ=WEEKLY;BYDAY=MO,TH",
  });
  await tasks.create.mutate({
    title: "Pay the rent",
    priority: "urgent",
    tags: ["home", "money"],
    dueAt: at(-1, 0),
    recurrence: "FREQ=MONTHLY;BYMONTHDAY=1",
  });
  const trip = await tasks.create.mutate({
    title: "Plan the trip to the coast",
    status: "in_progress",
    dueAt: at(9, 0),
  });
  for (const [title, status] of [
    ["Book the train", "done"],
    ["Ask Anna about the house", "todo"],
  ] as const)
    await tasks.create.mutate({ title, status, parentId: trip.id });
  const heating = await tasks.create.mutate({
    title: "Get the radiator in the hall mended",
    description: "It has been cold since Sunday. The manual lies in `house/heating.pdf`.",
    priority: "high",
    status: "in_progress",
    tags: ["home"],
    dueAt: at(1, 9),
  });
  await comments.add.mutate({ taskId: heating.id, text: "The landlord answers **letters**, not mails." });
  await tasks.create.mutate({ title: "Find the contract", parentId: heating.id, status: "done" });
  await tasks.create.mutate({ title: "Agree on a day", parentId: heating.id });
  await views.create.mutate({ name: "At home", path: "/tasks?tag=home" });
  await views.create.mutate({ name: "This week", path: "/tasks?due=week&sort=due" });

  api.when("Write the letter", [
    [
      text("I read the manual and the contract first."),
      toolUse("mcp__porter__update_task", { id: heating.id, priority: "urgent" }),
    ],
    [text(LETTER), toolUse("Bash", { command: "lp -d hall letters/heating.md" })],
  ]);
  api.when("Compare", [[text("Three trains leave before ten. The one at 08:14 needs no change.")]]);
  api.when("Sort", [
    [toolUse("Read", { file_path: "photos/2026/index.json" })],
    [text("I go through the photos of March:"), pause(api.gate()), text("done")],
  ]);
  api.when("Which day", [
    [
      toolUse("AskUserQuestion", {
        questions: [
          {
            question: "Which day shall I propose?",
            header: "Day",
            multiSelect: false,
            options: [
              { label: "Tuesday", description: "You are at home" },
              { label: "Friday", description: "After three" },
            ],
          },
        ],
      }),
    ],
  ]);
  const start = async (prompt: string, taskId: string | undefined, status: string) => {
    const { id } = await agents.start.mutate({
      prompt,
      taskId,
      permissionMode: prompt.startsWith("Sort") ? "bypassPermissions" : "default",
    });
    using watch = watchSession(porter.client, id);
    await watch.until(({ session, messages }) => session?.status === status && messages.length > 1);
    return id;
  };
  await start("Compare the trains to the coast on the first weekend of December", trip.id, "completed");
  const chat = await start("Write the letter about the radiator", heating.id, "waiting");
  await start("Which day suits for the chimney sweep?", undefined, "waiting");
  await start("Sort the photos of this year into albums", undefined, "running");
  return {
    dashboard: "/",
    tasks: "/tasks",
    board: "/tasks?view=board",
    task: `/tasks/${heating.id}`,
    agents: "/agents",
    chat: `/agents/${chat}`,
    notifications: "/notifications",
    settings: "/settings",
  };
}
