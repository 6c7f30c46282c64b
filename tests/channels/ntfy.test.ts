import { expect, test } from "bun:test";
import { startReceiver } from "../support/receiver.ts";
import { GIVEN, openRoom } from "./open-room.ts";

const open = (url: string, publicUrl?: string) =>
  openRoom({
    config: { ntfy: { url, topic: "porter-test", token: "tk_123" } },
    ...(publicUrl !== undefined && { publicUrl }),
  });

test("ntfy gets its JSON form: topic, words, tags, priority, and a link that opens elsewhere", async () => {
  await using ntfy = startReceiver();
  await using room = open(ntfy.url, "https://porter.example.net/");
  room.notifications.notify({ ...GIVEN, kind: "agent_waiting", title: "Malen – grün" }, "porter");
  const { url, headers, body } = await ntfy.next();

  expect(url.pathname).toBe("/");
  expect(headers.get("authorization")).toBe("Bearer tk_123");
  expect(JSON.parse(body.toString())).toEqual({
    topic: "porter-test",
    title: "Malen – grün",
    message: "The agent has finished.",
    tags: ["raised_hand"],
    priority: 4,
    click: "https://porter.example.net/agents/1",
  });
});

test("ntfy's message is never empty and never so long that it becomes an attachment", async () => {
  await using ntfy = startReceiver();
  await using room = open(ntfy.url);
  room.notifications.notify({ ...GIVEN, body: "" }, "porter");
  room.notifications.notify({ ...GIVEN, body: "漢".repeat(5_000) }, "porter");
  const [empty, long] = [await ntfy.next(), await ntfy.next()].map(({ body }) => JSON.parse(body.toString()));

  expect(empty).toMatchObject({ message: GIVEN.title });
  expect(empty).not.toHaveProperty("click");
  expect(Buffer.byteLength(long.message)).toBeLessThanOrEqual(4096);
  expect(Buffer.byteLength(long.message)).toBeGreaterThan(3_800);
});
