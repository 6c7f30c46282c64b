import { createPorterClient } from "../../../client/sdk/index.ts";
import { text, toolResultsOf, toolUse, type MessagesApi } from "../../support/messages-api.ts";
import { watchSession } from "../../support/watch.ts";

export const isHealthy = (url: string): Promise<boolean> =>
  fetch(`${url}/health`).then(
    ({ ok }) => ok,
    () => false,
  );

/** @returns the lines that an agent of this Porter is given by a script that it runs in a shell */
export async function tryAsAgent(
  { url, token, api }: { url: string; token: string; api: MessagesApi },
  script: string,
): Promise<string[] | undefined> {
  const client = createPorterClient({ url, token, retryFor: 0 });
  api.when("TRY", [[toolUse("Bash", { command: script })], [text("Tried.")]]);
  const { id } = await client.agents.start.mutate({ prompt: "TRY", permissionMode: "bypassPermissions" });
  using watch = watchSession(client, id);
  await watch.untilStatus("completed", "failed");
  const [, answered] = api.requestsWith("TRY");
  return answered && toolResultsOf(answered)[0]?.text.split("\n");
}
