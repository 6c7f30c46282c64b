import { describe, expect, test } from "bun:test";
import { startAndFail, startPorter } from "../support/server.ts";

describe("[channels]", () => {
  for (const [what, line, says] of [
    [
      "an address that is none",
      '[channels.webhook]\nurl = "ftp://example.net"',
      ":2: channels.webhook.url: must be",
    ],
    [
      "a secret that is none",
      '[channels.webhook]\nurl = "https://example.net"\nsecret = "hush-hush"',
      ":3: channels.webhook.secret: must be whsec_",
    ],
    ["a topic with a slash", '[channels.ntfy]\ntopic = "a/b"', ":2: channels.ntfy.topic: has 1 to 64"],
    ["an unknown key", '[channels.ntfy]\ntopic = "a"\nprio = 1', "Allowed here: url, topic, token"],
    ["an unknown channel", "[channels.pager]", "Allowed here: webhook, ntfy"],
  ] as const) {
    test(`with ${what} stops the start and says where`, async () => {
      const { code, stderr } = await startAndFail({ config: line });
      expect(code).toBe(1);
      expect(stderr).toContain(says);
      expect(stderr).not.toContain("hush-hush");
    });
  }

  test("without its secret's variable leaves the channel out, rather than sending without it", async () => {
    const config =
      '[channels.ntfy]\ntopic = "a"\ntoken = "env:NTFY_TOKEN"\n[channels.webhook]\nurl = "http://127.0.0.1:9"';
    await using porter = await startPorter({ config });
    expect((await porter.client.channels.status.query()).configured).toEqual(["webhook"]);
    expect((await porter.client.system.status.query()).warnings).toContainEqual({
      subject: "channels.ntfy.token",
      message: 'The variable NTFY_TOKEN is not set: the channel "ntfy" is left out until it is set.',
    });
  });
});
