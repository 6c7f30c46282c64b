import { startMessagesApi } from "../tests/support/messages-api.ts";
import type { Bench } from "./frame.ts";
import { measureAnswer } from "./web-answer.ts";
import { measureConversation } from "./web-conversation.ts";
import { measureLoads } from "./web-load.ts";
import { launchBrowser } from "./web-page.ts";
import { measureTasks } from "./web-tasks.ts";

export const web: Bench = {
  name: "web",
  says: "What the built web app costs a browser that has never been here, against the server on loopback: script before a page works (compressed as sent), a long answer, 10,000 tasks, 10,000 messages.",

  async run({ isQuick }) {
    await using browser = await launchBrowser();
    await using api = startMessagesApi();
    return [
      ...(await measureLoads(browser, { api, rounds: isQuick ? 1 : 7 })),
      ...(await measureAnswer(browser, { api, rounds: isQuick ? 1 : 5 })),
      ...(await measureTasks(browser, { rounds: isQuick ? 1 : 3 })),
      ...(await measureConversation(browser, { api, rounds: isQuick ? 1 : 3 })),
    ];
  },
};
