import { expect, test } from "bun:test";
import { z } from "zod";
import { defineIntegration, type Incoming } from "../../server/integrations/contract.ts";
import { openWebhooks } from "./open-webhooks.ts";

/** As Google pushes: all that is said stands in the headers, and the check knows the token from the vault. */
async function openPushed(takesEmptyBody: boolean) {
  const came: Incoming["body"][] = [];
  const checked: number[] = [];
  const pushed = defineIntegration({
    id: "pushed",
    name: "Pushed",
    description: "Is told that something changed.",
    config: z.strictObject({}),
    actions: {},
    webhook: {
      check: "own",
      takesEmptyBody,
      hasSecret: (_, { secret }) => secret("channel") !== undefined,
      verify({ body, headers }, _, { secret }) {
        checked.push(body.length);
        if (headers["x-goog-channel-token"] === "own") return secret("porter.webhook");
        return headers["x-goog-channel-token"] === secret("channel")
          ? headers["x-goog-message-number"]
          : undefined;
      },
    },
    init: ({ vault }) => {
      vault.set("channel", "channel-token");
      return {
        handle: {},
        handleWebhook:
          ({ body }) =>
          () => (came.push(body), "Noted."),
      };
    },
  });
  const room = await openWebhooks({ others: [pushed] });
  let number = 0;
  const push = async (headers: Record<string, string>, body?: string | ReadableStream) => {
    const answer = await fetch(room.addressOf("pushed"), {
      method: "POST",
      headers: {
        "x-goog-channel-token": "channel-token",
        "x-goog-message-number": String((number += 1)),
        ...headers,
      },
      ...(body !== undefined && { body }),
    });
    return { status: answer.status, ...((await answer.json()) as { id?: string }) };
  };
  return { room, push, came, checked };
}

const GOOGLE = { "content-type": "application/json; utf-8", "content-length": "0" };

test("an empty body is null to an integration that takes such, whatever type it has", async () => {
  const { room, push, came, checked } = await openPushed(true);
  await using _ = room;
  const types = [GOOGLE, {}, { "content-type": "text/plain", "content-length": "0" }];
  for (const headers of types) {
    const { status, id = "" } = await push(headers);
    expect(status).toBe(202);
    await room.untilState(id, "handled");
  }
  expect(came).toEqual([null, null, null]);
  expect(checked).toEqual([0, 0, 0]); // What is checked is what came.
});

test("a body still has to be JSON, and the check is asked as ever", async () => {
  const { room, push, came } = await openPushed(true);
  await using _ = room;
  const json = { "content-type": "application/json" };
  const { id = "" } = await push(json, '{"a": 1}');
  await room.untilState(id, "handled");
  expect(came).toEqual([{ a: 1 }]);
  expect((await push({ "content-type": "text/plain" }, "{}")).status).toBe(415);
  const untyped = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode("{}"));
      controller.close();
    },
  });
  expect((await push({}, untyped)).status).toBe(415);
  expect((await push(json, " ")).status).toBe(400);
  for (const token of ["", "another", "own"])
    expect((await push({ ...GOOGLE, "x-goog-channel-token": token })).status).toBe(401);
});

test("for every other integration an empty body is no JSON", async () => {
  const { room, push, came, checked } = await openPushed(false);
  await using _ = room;
  expect((await push({})).status).toBe(415);
  expect(checked).toEqual([]);
  expect((await push(GOOGLE)).status).toBe(400);
  expect(came).toEqual([]);
});
