import { build } from "../server/bootstrap/prepare.ts";
import { startMessagesApi } from "../tests/support/messages-api.ts";
import { measureAnswer } from "./web-answer.ts";
import { measureLoads } from "./web-load.ts";
import { measureConversation } from "./web-conversation.ts";
import { launchBrowser, type WebFigure } from "./web-page.ts";
import { measureTasks } from "./web-tasks.ts";

/** What the built web app costs a browser, against the real server on loopback. */
export async function measureWeb(): Promise<WebFigure[]> {
  await build();
  await using browser = await launchBrowser();
  await using api = startMessagesApi();
  return [
    ...(await measureLoads(browser, api)),
    ...(await measureAnswer(browser, api)),
    ...(await measureTasks(browser)),
    ...(await measureConversation(browser, api)),
  ];
}

export function toWebTable(figures: readonly WebFigure[]): string {
  const format = (value: number, unit: string) =>
    `${value.toFixed(value < 10 && unit !== "" ? 1 : 0)} ${unit}`;
  const lines = figures.map(
    ({ what, unit, median, worst, aim }) =>
      `| ${what} | ${format(median, unit)} | ${format(worst, unit)} | ${aim === undefined ? "" : format(aim, unit)} |`,
  );
  return ["| what | median | worst | aim |", "|---|--:|--:|--:|", ...lines, ""].join("\n");
}
