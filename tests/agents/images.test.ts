import { expect, test } from "bun:test";
import { porterErrorOf } from "../../shared/errors.ts";
import { startMessagesApi, text } from "../support/messages-api.ts";
import { startPorter } from "../support/server.ts";
import { textOf, watchSession } from "../support/watch.ts";

/** One red pixel. */
const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==";

test("pictures go with the first message and with later ones, also without a word", async () => {
  await using api = startMessagesApi();
  await using porter = await startPorter({ api });
  const { agents } = porter.client;
  // The CLI puts words of its own beside a picture without any.
  api.when("", ({ messages }) =>
    text(`Pictures: ${JSON.stringify(messages).split('"image/png"').length - 1}`),
  );
  const images = [{ mediaType: "image/png" as const, data: PNG }];
  const session = await agents.start.mutate({ prompt: "LOOK", images });
  using watch = watchSession(porter.client, session.id);
  const first = await watch.untilStatus("completed", "failed");
  expect(textOf(first.messages.at(-1))).toBe("Pictures: 1");
  expect(first.messages[0]?.content).toEqual([
    { type: "image", mediaType: "image/png", data: PNG },
    { type: "text", text: "LOOK" },
  ]);

  await agents.send.mutate({ id: session.id, content: "", images });
  await watch.until(({ messages }) => textOf(messages.at(-1)) === "Pictures: 2");
  const large = { mediaType: "image/png" as const, data: "A".repeat(6_000_000) };
  for (const tooMuch of [{ content: " " }, { content: "Look", images: [large, large] }]) {
    const refused = await agents.send.mutate({ id: session.id, ...tooMuch }).catch(porterErrorOf);
    expect(refused).toMatchObject({ code: "INVALID" });
  }
});
